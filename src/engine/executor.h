// Who runs the walks of a phase: threads of this process, or worker processes.
#ifndef COMBTEST_SRC_ENGINE_EXECUTOR_H_
#define COMBTEST_SRC_ENGINE_EXECUTOR_H_

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "combtest/outcome.h"
#include "combtest/plan.h"
#include "src/engine/final_states.h"

namespace combtest::internal {

// A branch that failed where its serial action, of this step, acted in another process.
struct BranchFailure {
  PlanStep step;
  WalkResult result;  // of its unfinished walks
};

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

  // --- Serial actions that act in every process ---
  // Whether there are others than this one.
  virtual bool HasOtherProcesses() const { return false; }
  // Has the serial action run in all of them, each with a copy of `state` if it takes one; it has
  // run here. What fails may be a branch around it, in a process that has just joined. From now
  // until LeaveEverywhere a process that joins runs it before any walk. While
  // phases run, too, it may turn out to fail.
  virtual std::optional<BranchFailure> EnterEverywhere(
      const PlanStep& serial, const std::optional<boost::json::value>& state) {
    (void)serial, (void)state;
    return std::nullopt;
  }
  // Has its Undo run wherever it has run itself, of the innermost that were entered. What goes
  // wrong fails the run.
  virtual void LeaveEverywhere(const PlanStep& undo,
                               const std::optional<boost::json::value>& state) {
    (void)undo, (void)state;
  }
  // After a phase, or having left a branch: the outermost branch that failed meanwhile. Once.
  virtual std::optional<BranchFailure> TakeBranchFailure() { return std::nullopt; }

  // The plan has been carried out, or given up. States of walks that haven't ended are none.
  virtual void Finish() {}

  // Final states by slot; null where they weren't asked for.
  virtual FinalStates* states() = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_EXECUTOR_H_
