// One run from a plan to a board: chooses the executor and measures the time.
#ifndef COMBTEST_SRC_ENGINE_RUN_H_
#define COMBTEST_SRC_ENGINE_RUN_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "combtest/config.h"
#include "combtest/integration.h"
#include "combtest/launchers.h"
#include "combtest/run_tests.h"
#include "src/engine/executor.h"
#include "src/engine/retries.h"
#include "src/engine/walk_board.h"
#include "src/log/central_log.h"
#include "src/trace/trace_writer.h"
#include "src/worker/role.h"

namespace combtest::internal {

struct RunSetup {
  unsigned threads = 1;
  bool keep_states = false;
  bool stop_on_failure = false;
  const void* initial_state = nullptr;  // null: the space's own
  bool list_all = false;                // as for Plan; results of single walks need it
  unsigned workers = 0;
  bool checkpoint = true;
  std::chrono::nanoseconds walk_timeout{};
  std::chrono::nanoseconds run_timeout{};
  std::chrono::nanoseconds heartbeat{};
  std::chrono::nanoseconds start_timeout{};
  std::chrono::nanoseconds reconnect{};
  std::vector<std::string> pass_on;  // variables for workers on other hosts
  unsigned retries = 0;
  bool flaky_fails = false;
  WorkerTarget target;  // where workers find this run
  std::vector<std::string> test_arguments;
  std::shared_ptr<Launcher> launcher;  // null: as the settings say
  bool show_progress = true;
  LogSettings log;
  TraceSetup trace;  // no directory: no trace
  // Something else may still find walks to fail; whoever knows calls EndTrace.
  bool bodies_follow = false;
};

// All that the settings say of a run, but for its workers: see WorkersOf.
RunSetup SetupOf(const config::Settings& settings, const WorkerTarget& target);

// What tells the run from the program's others, in logs and traces.
std::string RunName(const WorkerTarget& target);

// A test begins anew (--gtest_repeat), and its calls of RunTests are counted from 0 again, as in
// the workers that it starts.
void ForgetCallsOf(const std::string& running_case);

// A run that is over, with all that it left. Owns the states that were kept.
class FinishedRun {
 public:
  // Runs the selected walks and returns when all are over. Throws Error where the space can't be
  // run.
  FinishedRun(WalkSpace space, const Selection& selection, const Integration& integration,
              const RunSetup& setup);

  const Plan& plan() const { return plan_; }
  const WalkBoard& board() const { return board_; }
  std::chrono::nanoseconds elapsed() const { return elapsed_; }
  bool interrupted() const { return stop_.interrupted(); }
  // What is in the log directory; empty where there is none.
  RunLogs logs() const;
  // The final state of the walk in this slot; null where it left none or states weren't kept.
  void* StateOf(std::uint64_t slot) const;
  // Before EndTrace: this is what became of the walk after all.
  void Replace(std::uint64_t slot, WalkResult result) { board_.Replace(slot, std::move(result)); }
  // Where bodies_follow: they are over. Called once.
  void EndTrace();
  // Destroys it.
  void DropState(std::uint64_t slot);

 private:
  // Where the state of the walk in this slot is; makes the slot the one there.
  StateSlab* StatesOf(std::uint64_t& slot) const;
  void BeginTrace(const Selection& selection, const TraceSetup& setup);

  Plan plan_;
  StopSignal stop_;
  WalkBoard board_;
  std::unique_ptr<TraceWriter> trace_;  // null: none
  std::shared_ptr<Launcher> launcher_ = std::make_shared<LocalLauncher>();
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<Retries> retries_;  // null: nothing is retried
  std::chrono::nanoseconds elapsed_{};
};

// Where walks start from: `given`, or the space's own. Throws Error where neither is there.
const void* InitialState(const SpaceData& space, const void* given);

// Of a run that is set up so; none where `directory` is empty.
TraceSetup MakeTraceSetup(const std::string& directory, const std::string& name,
                          const RunSetup& setup, const Integration& integration);

RunSummary Summarize(const FinishedRun& run);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_RUN_H_
