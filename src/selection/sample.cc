#include "src/selection/sample.h"

#include <algorithm>
#include <cmath>

namespace combtest::internal {

WalkSet Sampled(const WalkSpace& space, const WalkSet& walks, const Choice& choice) {
  if (choice.sample == 0 && choice.fraction >= 1) return walks;
  std::uint64_t count = walks.all() ? 0 : walks.size();
  // All are counted only where that matters.
  if (walks.all() && choice.fraction < 1) count = space.CountIncluded();
  if (choice.fraction < 1)
    count = static_cast<std::uint64_t>(std::ceil(static_cast<double>(count) * choice.fraction));
  if (choice.sample != 0)
    count = walks.all() && choice.fraction >= 1 ? choice.sample : std::min(count, choice.sample);
  WalkSet::Builder some;
  if (walks.all()) {
    for (const Walk& walk : space.Sample(count, choice.seed)) some.Add(walk.id());
  } else {
    for (std::uint64_t i = 0; i < std::min(count, walks.size()); ++i) some.Add(walks[i]);
  }
  return some.Build();
}

}  // namespace combtest::internal
