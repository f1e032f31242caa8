// Who runs the walks of a phase: threads of this process, or worker processes.
#ifndef COMBTEST_SRC_ENGINE_EXECUTOR_H_
#define COMBTEST_SRC_ENGINE_EXECUTOR_H_

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <cstdint>

#include "combtest/plan.h"
#include "src/engine/final_states.h"

namespace combtest::internal {

// Keeps the walks' states from phase to phase, and reports to the board that it was made with.
class Executor {
 public:
  virtual ~Executor() = default;

  // Runs the phase's actions for every unfinished walk of its slots; returns when none runs any
  // more. All its walks have begun or ended when it returns, unless the run was stopped. A walk
  // whose last action has run is completed on the board.
  virtual void RunPhase(const PlanStep& phase) = 0;

  // To be applied, once and before anything else, to every unfinished walk of the slots. `action`
  // and `option` name the serial action that returned it. Throws where the update can't be read
  // back.
  virtual void AddUpdate(const PlanStep& serial, const boost::json::value& update) = 0;

  // The plan has been carried out, or given up. States of walks that haven't ended are none.
  virtual void Finish() {}

  // Final states by slot; null where they weren't asked for.
  virtual FinalStates* states() = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_EXECUTOR_H_
