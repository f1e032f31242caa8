// Runs walks on threads of this process.
#ifndef COMBTEST_SRC_ENGINE_THREAD_EXECUTOR_H_
#define COMBTEST_SRC_ENGINE_THREAD_EXECUTOR_H_

#include <memory>
#include <optional>
#include <vector>

#include "combtest/integration.h"
#include "src/engine/chunker.h"
#include "src/engine/code_place.h"
#include "src/engine/executor.h"
#include "src/engine/run_settings.h"
#include "src/engine/state_slab.h"
#include "src/engine/thread_pool.h"
#include "src/engine/walk_board.h"
#include "src/engine/walk_runner.h"

namespace combtest::internal {

class ThreadExecutor : public Executor {
 public:
  // All references must outlive it. `initial` is what walks start from a copy of. Walks' states are
  // kept in memory between phases; with a single phase and where they aren't to be kept each lives
  // only while its walk runs.
  ThreadExecutor(const Plan& plan, const void* initial, const Integration& integration,
                 WalkBoard& board, StopSignal& stop, const LocalRun& run,
                 const StateSettings& states);

  void RunPhase(const PlanStep& phase) override;
  void AddUpdate(const PlanStep& serial, const boost::json::value& update) override;

  // By slot; null where they aren't to be kept.
  FinalStates* states() override { return final_states_ ? &*final_states_ : nullptr; }
  void Finish() override;

 private:
  class Thread;

  const Plan& plan_;
  const SpaceData& space_;
  const void* const initial_;
  const Integration& integration_;
  WalkBoard& board_;
  StopSignal& stop_;
  const LocalRun& run_;
  const StateSettings settings_;
  std::unique_ptr<StateSlab>
      states_;                   // by slot; null where each state lives only while its walk runs
  std::vector<void*> fixtures_;  // by slot, where walks have some and go through several phases
  std::optional<FinalStates> final_states_;
  std::vector<AppliedUpdate> updates_;  // for the next phase
  ThreadPool pool_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_THREAD_EXECUTOR_H_
