// What runs in other processes, as the engine knows it. Whoever starts it needn't see how it works.
#ifndef COMBTEST_SRC_POOL_POOL_H_
#define COMBTEST_SRC_POOL_POOL_H_

#include <memory>

#include "combtest/plan.h"
#include "src/engine/executor.h"
#include "src/engine/run_settings.h"
#include "src/engine/stage.h"
#include "src/engine/walk_board.h"
#include "src/pool/pool_settings.h"

namespace combtest::internal {

// The arguments are those of StageProcess.
std::unique_ptr<Stage> StartStage(const Plan& plan, const Selection& selection, bool list_all,
                                  WalkBoard& board, StopSignal& stop, const PoolSettings& settings,
                                  const Limits& limits, int verbosity);

// The arguments are those of WorkerExecutor.
std::unique_ptr<Executor> StartWorkers(const Plan& plan, const Selection& selection, bool list_all,
                                       WalkBoard& board, StopSignal& stop, PoolSettings settings,
                                       const Limits& limits, const StateSettings& states,
                                       int verbosity);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_POOL_H_
