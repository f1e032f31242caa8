// One run from a plan to a board: chooses the executor and measures the time.
#ifndef COMBTEST_SRC_RUN_RUN_H_
#define COMBTEST_SRC_RUN_RUN_H_

#include <chrono>
#include <memory>

#include "combtest/integration.h"
#include "combtest/launchers.h"
#include "combtest/run_tests.h"
#include "src/engine/executor.h"
#include "src/engine/walk_board.h"
#include "src/run/retries.h"
#include "src/run/run_setup.h"
#include "src/trace/trace_writer.h"

namespace combtest::internal {

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

RunSummary Summarize(const FinishedRun& run);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_H_
