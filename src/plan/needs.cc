#include "src/plan/needs.h"

#include "src/space/space_data.h"

namespace combtest::internal {

std::vector<std::uint64_t> CountsOf(const SpaceData& space) {
  std::vector<std::uint64_t> counts;
  for (const NeededResource& resource : space.needs.resources) counts.push_back(resource.count);
  return counts;
}

PhaseNeeds NeedsOf(const Plan& plan, const PlanStep& phase) {
  const SpaceData& space = *WalkAccess::Data(plan.space());
  const RunOrder& order = plan.order();
  PhaseNeeds needs;
  std::vector<std::size_t> needing;
  for (std::size_t action = phase.begin; action < phase.end; ++action) {
    if (!space.needs.masks[action].empty()) needing.push_back(action);
  }
  if (!needing.empty()) {
    needs.resources = [&space, &order, needing](std::uint64_t slot) {
      std::uint64_t mask = 0;
      for (const std::size_t action : needing)
        mask |= space.needs.masks[action][space.OptionIndex(order[slot], action)];
      return mask;
    };
  }
  if (!space.needs.together.empty()) {
    needs.group = [&space, &order](std::uint64_t slot) {
      std::uint64_t group = 0;
      for (const std::size_t action : space.needs.together)
        group = group * space.radix[action] + space.OptionIndex(order[slot], action);
      return group;
    };
  }
  return needs;
}

}  // namespace combtest::internal
