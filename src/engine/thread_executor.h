// Runs walks on threads of this process.
#ifndef COMBTEST_SRC_ENGINE_THREAD_EXECUTOR_H_
#define COMBTEST_SRC_ENGINE_THREAD_EXECUTOR_H_

#include <functional>
#include <memory>
#include <vector>

#include "combtest/integration.h"
#include "src/engine/chunker.h"
#include "src/engine/executor.h"
#include "src/engine/state_slab.h"
#include "src/engine/thread_pool.h"
#include "src/engine/walk_board.h"
#include "src/engine/walk_runner.h"

namespace combtest::internal {

struct ThreadExecutorOptions {
  unsigned threads = 1;
  bool keep_states = false;  // final states stay in states(), for whoever asks
  bool as_json = false;      // and a walk whose state can't be written as JSON fails
  // Now and then while walks run, on the thread that called RunPhase.
  std::function<void(const PlanStep& phase)> on_tick = {};
};

class ThreadExecutor : public Executor {
 public:
  // All references must outlive it. `initial` is what walks start from a copy of. Walks' states are
  // kept in memory between phases; with a single phase and without keep_states each lives only
  // while its walk runs.
  ThreadExecutor(const Plan& plan, const void* initial, const Integration& integration,
                 WalkBoard& board, StopSignal& stop, ThreadExecutorOptions options);

  void RunPhase(const PlanStep& phase) override;
  void AddUpdate(const PlanStep& serial, const boost::json::value& update) override;

  // By slot; null unless keep_states was asked for.
  StateSlab* states() override { return options_.keep_states ? states_.get() : nullptr; }

 private:
  class Thread;

  const Plan& plan_;
  const SpaceData& space_;
  const void* const initial_;
  const Integration& integration_;
  WalkBoard& board_;
  StopSignal& stop_;
  const ThreadExecutorOptions options_;
  std::unique_ptr<StateSlab>
      states_;  // by slot; null where each state lives only while its walk runs
  std::vector<AppliedUpdate> updates_;  // for the next phase
  ThreadPool pool_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_THREAD_EXECUTOR_H_
