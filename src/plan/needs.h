// What walks of a phase need beside a worker: resources that only so many may hold at a time, and
// company.
#ifndef COMBTEST_SRC_PLAN_NEEDS_H_
#define COMBTEST_SRC_PLAN_NEEDS_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "combtest/plan.h"

namespace combtest::internal {

struct SpaceData;

struct PhaseNeeds {
  // By slot: a bit for each resource that the walk holds in this phase. Null: none holds any.
  std::function<std::uint64_t(std::uint64_t slot)> resources;
  // By slot: walks with the same number run in one worker. Null: they run wherever it suits.
  std::function<std::uint64_t(std::uint64_t slot)> group;
};

// How many walks may hold each resource of the space at a time.
std::vector<std::uint64_t> CountsOf(const SpaceData& space);
// The plan's order must be listed, and must outlive the result.
PhaseNeeds NeedsOf(const Plan& plan, const PlanStep& phase);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PLAN_NEEDS_H_
