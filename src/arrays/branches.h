// Arrays whose first columns cost: serial actions run once per branch, a branch being a choice of
// options for the serial columns up to that one.
#ifndef COMBTEST_SRC_ARRAYS_BRANCHES_H_
#define COMBTEST_SRC_ARRAYS_BRANCHES_H_

#include <cstdint>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

// Any unit, the same for all.
struct Costs {
  struct Serial {
    int column = 0;
    std::uint64_t per_run = 0;
  };
  std::vector<Serial> serial;  // in the order in which they run
  std::uint64_t per_row = 0;
};

struct Expense {
  std::uint64_t rows = 0;
  std::uint64_t serial_runs = 0;
  std::uint64_t cost = 0;
};

struct BranchedArray {
  Array array;                // the cheaper one; the plain one where both cost the same
  bool few_branches = false;  // it is the one with few branches
  Expense plain;
  Expense branched;  // all 0 where there was nothing to choose
};

Expense ExpenseOf(const Rows& rows, const Costs& costs);

// Chooses between the smallest array and one whose serial part is a smallest array of its own.
BranchedArray GenerateBranched(const Model& model, const Costs& costs,
                               const Settings& settings = {});

// The same model with no other branches than the rows have.
Model WithinBranches(const Model& model, const Costs& costs, const Rows& rows);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_BRANCHES_H_
