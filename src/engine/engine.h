// Carries out a plan.
#ifndef COMBTEST_SRC_ENGINE_ENGINE_H_
#define COMBTEST_SRC_ENGINE_ENGINE_H_

#include <memory>
#include <vector>

#include "combtest/integration.h"
#include "src/engine/executor.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_board.h"
#include "src/engine/walk_runner.h"

namespace combtest::internal {

// Walks the steps of the plan: phases go to the executor, serial actions run here, on the calling
// thread. What became of the walks is on the board afterwards. All references must outlive it.
class Engine {
 public:
  Engine(const Plan& plan, const void* initial, const Integration& integration, Executor& executor,
         WalkBoard& board, StopSignal& stop);
  ~Engine();

  void Run();

 private:
  class SerialStage;

  const Plan& plan_;
  Executor& executor_;
  WalkBoard& board_;
  StopSignal& stop_;
  std::unique_ptr<SerialStage> serial_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_ENGINE_H_
