// A walk space as coverage sees it.
#ifndef COMBTEST_SRC_COVERAGE_SPACE_CONSTRAINTS_H_
#define COMBTEST_SRC_COVERAGE_SPACE_CONSTRAINTS_H_

#include "combtest/walk_space.h"
#include "src/coverage/constraints.h"
#include "src/coverage/row.h"

namespace combtest::internal::coverage {

Levels LevelsOf(const WalkSpace& space);
// For one thread: its predicates share what they know.
Constraints ConstraintsOf(const WalkSpace& space);
Row RowOf(const WalkSpace& space, WalkId id);
// `Format(512), Codec("zip")`.
std::string TupleText(const WalkSpace& space, const Tuple& tuple);

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_SPACE_CONSTRAINTS_H_
