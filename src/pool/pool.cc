#include "src/pool/pool.h"

#include <utility>

#include "src/pool/stage_process.h"
#include "src/pool/worker_executor.h"

namespace combtest::internal {

std::unique_ptr<Stage> StartStage(const Plan& plan, const Selection& selection, bool list_all,
                                  WalkBoard& board, StopSignal& stop, const PoolSettings& settings,
                                  const Limits& limits, int verbosity) {
  return std::make_unique<StageProcess>(plan, selection, list_all, board, stop, settings, limits,
                                        verbosity);
}

std::unique_ptr<Executor> StartWorkers(const Plan& plan, const Selection& selection, bool list_all,
                                       WalkBoard& board, StopSignal& stop, PoolSettings settings,
                                       const Limits& limits, const StateSettings& states,
                                       int verbosity) {
  return std::make_unique<WorkerExecutor>(plan, selection, list_all, board, stop,
                                          std::move(settings), limits, states, verbosity);
}

}  // namespace combtest::internal
