// A process of its own, in which serial actions run that may crash, hang or exit.
#ifndef COMBTEST_SRC_ENGINE_STAGE_H_
#define COMBTEST_SRC_ENGINE_STAGE_H_

#include <boost/json/value.hpp>
#include <functional>
#include <optional>

#include "combtest/outcome.h"
#include "combtest/plan.h"
#include "src/engine/executor.h"

namespace combtest::internal {

// What came of a serial action, or its Undo, that ran there.
struct StageEnd {
  std::optional<WalkResult> failed;          // how every unfinished walk of the branch ends
  std::optional<BranchFailure> around;       // a branch around it fails, too
  std::optional<boost::json::value> update;  // as Run returned it
  // Of the branch, afterwards, where it is JSON-able; else it is in the stage's memory alone.
  std::optional<boost::json::value> state;
};

// It keeps the branches' states. Where it has died, a new one goes on.
class Stage {
 public:
  virtual ~Stage() = default;

  // A state that the stage doesn't hold; nothing where nobody needs it. Throws Error where it can't
  // be had.
  using StateSource = std::function<std::optional<boost::json::value>()>;

  // `state` is asked for that of the branch around it.
  virtual StageEnd Enter(const PlanStep& step, const StateSource& state) = 0;
  // `state` is asked for that of the branch itself.
  virtual StageEnd Undo(const PlanStep& step, const StateSource& state) = 0;

  // The same for an action that acts in every process, with a copy of the state. From Enter to Undo
  // a new stage performs it first of all; it is undone where it went well.
  virtual StageEnd EnterCopy(const PlanStep& step,
                             const std::optional<boost::json::value>& state) = 0;
  virtual StageEnd UndoCopy(const PlanStep& step,
                            const std::optional<boost::json::value>& state) = 0;

  // Whether it still has the state of the branch at this depth, which it had left there.
  virtual bool Holds(std::size_t depth) const = 0;

  // Ends it, and what its actions have left, which is named.
  virtual void Finish() = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_STAGE_H_
