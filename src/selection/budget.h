// Which walks of an array to run where there isn't time for all.
#ifndef COMBTEST_SRC_SELECTION_BUDGET_H_
#define COMBTEST_SRC_SELECTION_BUDGET_H_

#include <chrono>
#include <cstddef>
#include <vector>

#include "src/arrays/branches.h"
#include "src/arrays/model.h"

namespace combtest::internal {

struct Budget {
  std::chrono::nanoseconds time{};
  std::vector<std::chrono::nanoseconds> rows;  // what each takes
  arrays::Costs costs;                         // of serial actions, in nanoseconds
  unsigned lanes = 1;                          // rows that run at a time
  std::size_t array = 0;                       // so many of the first rows are the array
};

struct Affordable {
  std::vector<std::size_t> rows;  // in the order in which they were chosen
  std::chrono::nanoseconds expected{};
};

// First these rows, whatever they take; then always the row that has most tuples of the model that
// none has had, for each second that it adds, serial actions included; at last those of the array
// that have no such tuple any more, as long as there is time.
Affordable WithinBudget(const arrays::Model& model, const arrays::Rows& rows, const Budget& budget,
                        const std::vector<std::size_t>& first = {});

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_BUDGET_H_
