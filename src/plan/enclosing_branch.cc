#include "src/plan/enclosing_branch.h"

#include "src/space/space_data.h"

namespace combtest::internal {

std::string EnclosingBranch(const Plan& plan, const PlanStep& step) {
  const SpaceData& space = *WalkAccess::Data(plan.space());
  std::string branch;
  for (std::size_t depth = 0; depth < step.depth; ++depth) {
    const std::size_t action = space.serial_actions[depth];
    branch += (branch.empty() ? "" : ", ") +
              space.ActionText(action, space.OptionIndex(plan.order()[step.first_slot], action));
  }
  return branch;
}

}  // namespace combtest::internal
