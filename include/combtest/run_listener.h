// Hears what happens in runs while it happens: for reports, notifications, dashboards.
#ifndef COMBTEST_RUN_LISTENER_H_
#define COMBTEST_RUN_LISTENER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "combtest/internal/nanoseconds.h"
#include "combtest/outcome.h"
#include "combtest/plan.h"
#include "combtest/results.h"
#include "combtest/walk.h"

namespace combtest {

// A run that begins.
struct RunInfo {
  std::string name;            // "All/DiskWalks.Pass", or that of a call of RunTests; as in traces
  const Plan* plan = nullptr;  // what is to run; there until OnRunEnd has returned
  unsigned workers = 0;        // 0: walks run in this process
  unsigned threads = 1;        // of each worker, or of this process
  unsigned retries = 0;        // how often a failed walk is run again
  std::chrono::nanoseconds walk_timeout{};  // 0: none
  std::chrono::nanoseconds run_timeout{};   // 0: none
  std::string trace;                        // the file that the run writes; empty: none
  // What the test framework adds: a filter, a seed.
  std::vector<std::pair<std::string, std::string>> settings;
};

// All walks of one branch run one segment.
struct PhaseInfo {
  std::size_t number = 0;           // of the run's phases, from 1
  std::string branch;               // the serial options in force, as `Remount(true)`; empty: none
  std::size_t begin = 0;            // the segment: the actions [begin, end) of each walk
  std::size_t end = 0;              //
  std::uint64_t walks = 0;          // of the branch, those that have ended before included
  std::chrono::nanoseconds took{};  // at the end
};

// A serial action runs, or its Undo.
struct SerialInfo {
  std::size_t action = 0;  // its place in the walk, from 0
  std::string text;        // `Remount(true)`
  bool undo = false;
  std::string branch;       // the serial options in force around it; empty: none
  std::uint64_t walks = 0;  // of the branch that it enters or leaves
  // At the end. Where it isn't `Passed` the walks of its branch end so; an Undo's failures are the
  // run's.
  Outcome outcome;
  std::vector<Failure> failures;
  std::chrono::nanoseconds took{};
};

struct WorkerInfo {
  unsigned worker = 0;  // its number, from 0; one that takes over has the same
  std::string host;
  std::int64_t pid = 0;  // on its host
  std::string why;       // at the end: why it ended before the run did; empty: as it was told to
};

struct OutputLine {
  unsigned worker = 0;         // RunInfo::workers: the stage, where isolated serial actions run
  std::string text;            // without the newline
  std::uint64_t left_out = 0;  // lines before it that nobody was told of, so many were waiting
};

// Derive from it, override what is of interest, and hand it to AddListener or
// RunOptions::listeners.
//
// Where and when. A run calls its listeners in the process that the person started, never in a
// worker, one call at a time, from a thread of its own that lives from OnRunBegin to OnRunEnd.
// That is neither the thread that called RunTests nor one that runs walks, so time spent in a
// listener counts for no walk and for no time-out; a slow one hears of things later, and the run
// waits for it at its end. Several runs at once take turns. A run that a listener starts has none.
//
// The order is that of the run: what happened in a phase or a serial action is told between its
// begin and its end.
//
// One that throws is named on the error output, counts as a failure of the run (so the exit code
// tells), and is called no more. It harms no walk.
class RunListener {
 public:
  virtual ~RunListener() = default;

  // Asked as a run begins. False: OnWalkEnd isn't called, and the run is spared the account of each
  // walk: about ten bytes and a few nanoseconds.
  virtual bool WantsWalks() const { return true; }

  // Once, before anything runs.
  virtual void OnRunBegin(const RunInfo& run) { (void)run; }
  virtual void OnPhaseBegin(const PhaseInfo& phase) { (void)phase; }
  virtual void OnPhaseEnd(const PhaseInfo& phase) { (void)phase; }
  // Of an Undo only where its action has one.
  virtual void OnSerialBegin(const SerialInfo& serial) { (void)serial; }
  virtual void OnSerialEnd(const SerialInfo& serial) { (void)serial; }
  // Exactly once for each selected walk, when its verdict stands: at once for most; of a walk that
  // is run again after its last attempt; where a test body follows (GoogleTest) after that, unless
  // the walk has failed without it. Walks that weren't reached come before OnRunEnd, as `NotRun`.
  virtual void OnWalkEnd(const WalkResult& result, const Walk& walk) { (void)result, (void)walk; }
  // A worker has said who it is.
  virtual void OnWorkerStart(const WorkerInfo& worker) { (void)worker; }
  virtual void OnWorkerEnd(const WorkerInfo& worker) { (void)worker; }
  // A line that a worker has printed, or that is told of it. What is known to be one walk's doesn't
  // come here: it is in WalkResult::output.
  virtual void OnOutput(const OutputLine& line) { (void)line; }
  // Once, after everything else, also where the run ended early.
  virtual void OnRunEnd(const RunSummary& summary) { (void)summary; }
};

// For all runs of this program that begin later: calls of RunTests, suites of walks wherever their
// walks run, and replays. Thread-safe.
void AddListener(std::shared_ptr<RunListener> listener);

}  // namespace combtest

#endif  // COMBTEST_RUN_LISTENER_H_
