#include "src/plan/enclosing_branch.h"

#include "src/space/space_data.h"

namespace combtest::internal {

std::string EnclosingBranch(const Plan& plan, const PlanStep& step) {
  if (step.depth == 0) return {};
  const SpaceData& space = *WalkAccess::Data(plan.space());
  return EnclosingBranch(plan.space(), plan.order()[step.first_slot],
                         space.serial_actions[step.depth - 1] + 1);
}

std::string EnclosingBranch(const WalkSpace& walks, WalkId id, std::size_t end) {
  const SpaceData& space = *WalkAccess::Data(walks);
  std::string branch;
  for (const std::size_t action : space.serial_actions) {
    if (action >= end) break;
    branch +=
        (branch.empty() ? "" : ", ") + space.ActionText(action, space.OptionIndex(id, action));
  }
  return branch;
}

}  // namespace combtest::internal
