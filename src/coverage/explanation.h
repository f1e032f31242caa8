// Why a tuple is impossible.
#ifndef COMBTEST_SRC_COVERAGE_EXPLANATION_H_
#define COMBTEST_SRC_COVERAGE_EXPLANATION_H_

#include <span>
#include <string>
#include <vector>

#include "src/coverage/constraints.h"
#include "src/coverage/row.h"

namespace combtest::internal::coverage {

// The names of constraints that together rule out an impossible tuple, none of which can be spared.
std::vector<std::string> RuledOutBy(std::span<const Cell> tuple, const Levels& levels,
                                    Constraints constraints);

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_EXPLANATION_H_
