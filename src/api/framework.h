// All that the integration of a test framework uses of src/: walks chosen, suites run, results
// told.
#ifndef COMBTEST_SRC_API_FRAMEWORK_H_
#define COMBTEST_SRC_API_FRAMEWORK_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "combtest/config.h"
#include "combtest/integration.h"
#include "combtest/results.h"
#include "combtest/walk_set.h"
#include "combtest/walk_space.h"
#include "combtest/worker.h"            // IWYU pragma: export
#include "src/config/help.h"            // IWYU pragma: export
#include "src/coverage/run_coverage.h"  // IWYU pragma: export
#include "src/engine/user_code.h"       // IWYU pragma: export
#include "src/os/exit_watch.h"          // IWYU pragma: export
#include "src/plan/with_cut_off.h"      // IWYU pragma: export
#include "src/report/describe.h"        // IWYU pragma: export
#include "src/report/explanations.h"    // IWYU pragma: export
#include "src/report/slow_walks.h"      // IWYU pragma: export
#include "src/run/body_walk.h"          // IWYU pragma: export
#include "src/selection/choice.h"       // IWYU pragma: export
#include "src/selection/test_filter.h"  // IWYU pragma: export
#include "src/selection/walk_filter.h"  // IWYU pragma: export
#include "src/text/plain_stream.h"      // IWYU pragma: export
#include "src/text/shown_text.h"        // IWYU pragma: export
#include "src/trace/shard_log.h"        // IWYU pragma: export
#include "src/worker/role.h"            // IWYU pragma: export

namespace combtest::internal {

// --- This process ---

// Whether it was started with --combtest_help, which a main may pass over.
bool HelpIsAsked();
// Whether it was started as a worker of some suite, or of this one.
bool IsWorkerOfSuite();
bool IsWorkerOf(std::string_view suite, std::string_view test);
// In a worker: where the run is that it serves, as Integration::RunningCase says it, or the filter
// of its suite's cases.
std::string RunningCaseOfWorker();
// In any process: the program begins to run its tests. Whether that is the time in which the worker
// has something to serve; outside of workers, true.
bool NoteProgramRun();
// How often it has begun to.
unsigned ProgramRun();
// In a worker of the suite: serves until it is told to end.
void ServeSuite(const WalkSpace& space, const Integration& integration);
// Why nothing else is to start here: a signal that came during a run. Empty: none has.
std::string WhyInterrupted();
// A test begins anew (--gtest_repeat), and its calls of RunTests are counted from 0 again, as in
// the workers that it starts.
void ForgetCallsOf(const std::string& running_case);
// What to paste into a shell to run this program again with `arguments`, which are for a shell, and
// with what keeps these walks from ending it, or from hanging.
std::string CommandFor(const std::string& arguments, const std::vector<WalkResult>& walks);

// --- Which walks there are to register ---

// The first walks that aren't excluded, at most so many. Throws what a predicate throws.
WalkSet IncludedWalks(const WalkSpace& space, std::uint64_t most);
// Throws Error where two options of the space have one name.
void CheckNames(const WalkSpace& space);
// What its walks run on.
const std::type_info& StateTypeOf(const WalkSpace& space);
// Where the option rerun selects no walk: what to tell.
std::string NothingToRunAgain(const std::string& rerun);
// Throws Error, naming the option, where the walks of the space can't be run as the settings ask.
void CheckCanRetry(const config::Settings& settings, const WalkSpace& space);
void CheckStatesFile(const config::Settings& settings, const WalkSpace& space);
// Throws Error where a file of --combtest_report can't be written.
void CheckReport(const config::Settings& settings);

// Throw Error where the options can't be read, or a shard can't do what they ask.
void CheckCoverage(const config::Settings& settings);
void CheckOptimize(const config::Settings& settings);

// --- A walk of an earlier run, as --combtest_replay asks for ---

class Replay;
// Null: nothing is asked for. Throws Error where there is no such walk, and where step or state is
// given without it.
Replay* AskedReplay(const config::Settings& settings);
// What ran: "All/DiskWalks.Pass", or the name of a call of RunTests.
const std::string& NameOf(const Replay& replay);
Walk WalkOf(const Replay& replay, const WalkSpace& space);
// Something of this name has run in this program.
bool WasUsed(const Replay& replay);

// --- The walks of one suite ---

class WalkBoard;

// How the framework wants them run.
struct SuiteManner {
  std::vector<std::string> worker_arguments;  // what makes a new process serve this suite
  bool states_are_read = false;               // by test bodies
  bool show_progress = true;
  bool stop_on_failure = false;
};

class SuiteRun {
 public:
  // `suite` and `test` as in "All/DiskWalks.Pass/…".
  SuiteRun(std::string suite, std::string test, WalkSpace space);
  ~SuiteRun();

  const WalkSpace& space() const;
  const std::string& suite() const;
  const std::string& test() const;
  // "All/DiskWalks.Pass", as in traces.
  std::string name() const { return suite() + "." + test(); }

  // Whether walks' names may be so long that they are cut.
  bool CutsNames() const;

  // Where the suite or the settings ask for an array: its walks, in its order; else All(). The
  // array is made here, and is what the suite runs. Throws Error, and what a predicate throws.
  // `shards` of the program share it.
  WalkSet ChooseArray(const config::Settings& settings, unsigned shards);
  // Walks of the array for which there is no time: theirs are cases, too, which are skipped.
  const WalkSet& cut_off() const;
  // Those of them that had failed run all the same, where they are to run again: `choice` is that.
  void SpareWhatFailed(const Choice& choice);
  // Empty: the walk isn't one of them.
  std::string WhyCutOff(WalkId id) const;
  // Empty: there is none.
  std::string array_hash() const;
  // "9 of 81 walks cover …"; empty: there is none.
  const std::string& array_text() const;

  // The only walk to run is this one, which may be of another space.
  void SetReplay(Walk walk);
  bool has_serial_actions() const;
  // Whether its walks run ahead of the test bodies: serial actions, several threads or workers,
  // retries.
  bool RunsAhead(const config::Settings& settings) const;
  // Whether a trace, a listener or a coverage hears of walks that don't.
  bool IsHeard(const config::Settings& settings) const;

  // Runs these ahead, but those that are cut off. Doesn't throw: an error becomes each case's
  // failure.
  void RunAhead(const config::Settings& settings, const Integration& integration,
                const WalkSet& walks, const SuiteManner& manner);
  // These are about to run in their test bodies, and are heard of.
  void BeginBodies(const config::Settings& settings, const Integration& integration,
                   const WalkSet& walks);
  bool has_begun_bodies() const;
  // One has run, and its body goes on.
  void AddBody(const WalkResult& result, std::chrono::nanoseconds took);
  // The case of a walk is over, whose body has found these failures beside its walk's.
  void EndBody(std::optional<WalkId> id, const std::vector<Failure>& failures);
  // The case of its last walk is over, and its suite is still set up: extra walks run, where they
  // are asked for.
  void EndWalks();
  // All its cases are over. What went wrong beside the walks: a serial action's Undo, the trace, a
  // listener.
  std::vector<Failure> Close();
  // After Close(), wherever the walks ran.
  const Coverage& coverage() const;
  const Explanations& explanations() const;
  // Forgets the run: another iteration begins.
  void Reset();

  // Its walks have run ahead, or an error kept them from it.
  bool has_run() const;
  const std::string& error() const;
  // Of a replay: what it came to.
  const std::string& replay_report() const;
  // Whether the walk has run and failed, wherever it was.
  bool HasFailed(WalkId id) const;

  // Where its walks have run ahead without an error:
  WalkResult ResultOf(WalkId id) const;
  // Null: it left none. Throws Error where states of its type can't come from workers.
  void* StateOf(WalkId id) const;
  void DropState(WalkId id);
  bool interrupted() const;
  const Plan& plan() const;
  Ledger Count() const;
  // What serial actions have recorded.
  const std::vector<Property>& properties() const;
  const WalkBoard& board() const;  // that these are read off
  RunSummary Summary() const;

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

// --- This program as one shard of several ---

// What a suite has to run: in all shards together, and in this one.
struct SuiteOfShard {
  const SuiteRun* suite = nullptr;
  WalkSet all, own;
  bool named = false;  // its cases have the walks' own names
};

// Whether it is one that leaves a record, by the settings and GTEST_TOTAL_SHARDS.
std::optional<Shard> ShardToRecord(const config::Settings& settings);
// Begins the record: ShardLog::Current(). Throws Error where it can't be written.
void BeginShardLog(const config::Settings& settings, const Shard& shard, const std::string& filter,
                   std::vector<SuiteOfShard> suites);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_API_FRAMEWORK_H_
