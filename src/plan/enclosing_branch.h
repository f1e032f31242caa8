// In which branch of the plan a step is.
#ifndef COMBTEST_SRC_PLAN_ENCLOSING_BRANCH_H_
#define COMBTEST_SRC_PLAN_ENCLOSING_BRANCH_H_

#include <string>

#include "combtest/plan.h"

namespace combtest::internal {

// The serial options that are in force around the step, as "Mount(1), Format(2)"; empty: none.
std::string EnclosingBranch(const Plan& plan, const PlanStep& step);
// Those of this walk that come before its action `end`.
std::string EnclosingBranch(const WalkSpace& space, WalkId id, std::size_t end);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PLAN_ENCLOSING_BRANCH_H_
