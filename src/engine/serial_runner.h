// Runs serial actions in this process, in the states of their branches.
#ifndef COMBTEST_SRC_ENGINE_SERIAL_RUNNER_H_
#define COMBTEST_SRC_ENGINE_SERIAL_RUNNER_H_

#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "combtest/integration.h"
#include "combtest/plan.h"
#include "src/engine/code_place.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_runner.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// Steps are a plan's serial steps and their Undos; a step's depth is where its branch's state is.
class SerialRunner {
 public:
  using End = WalkRunner::End;

  // All references must outlive it. `initial` is what the outermost branches' states are copied
  // from.
  SerialRunner(const SpaceData& space, const void* initial, const Integration& integration,
               const LocalRun& run);

  // Runs the serial action in a copy of the state around it.
  End Enter(const PlanStep& step, std::optional<boost::json::value>& update);
  // Runs its Undo in the branch's state, if there is one.
  End Undo(const PlanStep& step);
  // Runs either in a state that is made from `state` and thrown away, or in none: for actions that
  // act in every process. What it returns is dropped.
  End RunCopy(const PlanStep& step, const std::optional<boost::json::value>& state);
  // Something else for the step's sake: `what` is "the update of ", for instance.
  End Other(const PlanStep& step, const char* what, const std::function<void()>& body);
  // After an End that isn't kClean: how every unfinished walk of the branch ends.
  WalkResult TakeResult(const PlanStep& step);

  // What was recorded in what ran last.
  std::vector<Property> TakeProperties() { return runner_.TakeProperties(); }

  // The state that a branch at this depth begins with; that of one at depth 0 is the initial one.
  const void* Around(std::size_t depth) const;
  // The state of the branch at this depth; null where there is none here.
  const void* StateAt(std::size_t depth) const;
  // Throws what from_json does.
  void SetState(std::size_t depth, const boost::json::value& state);
  void DropState(std::size_t depth) { states_.DropWatched(depth); }

  // `Remount(true)`, or "Undo of Remount(true)".
  std::string Name(const PlanStep& step) const;

 private:
  End Run(const PlanStep& step, const std::string& where, const std::function<void()>& body);

  const SpaceData& space_;
  const void* const initial_;
  const Integration& integration_;
  CodePlace place_;
  const std::unique_ptr<FailureCapture> capture_;
  WalkRunner runner_;
  StateSlab states_;  // one slot for each depth
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_SERIAL_RUNNER_H_
