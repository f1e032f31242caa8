// What is said of given rows that no valid row completes.
#ifndef COMBTEST_SRC_ARRAYS_GIVEN_ROWS_H_
#define COMBTEST_SRC_ARRAYS_GIVEN_ROWS_H_

#include <cstddef>
#include <string>

#include "src/arrays/model.h"
#include "src/arrays/solver.h"

namespace combtest::internal::arrays {

inline void RequirePossible(Verdict verdict, std::size_t row) {
  if (verdict == Verdict::kPossible) return;
  throw ArrayError("Given row " + std::to_string(row) +
                   (verdict == Verdict::kImpossible
                        ? " violates a constraint, or can't be completed to a valid row."
                        : " couldn't be completed to a valid row within the budget."));
}

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_GIVEN_ROWS_H_
