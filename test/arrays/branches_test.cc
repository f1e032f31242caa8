#include "src/arrays/branches.h"

#include <gtest/gtest.h>

#include "test/arrays/brute_force.h"

namespace combtest::internal::arrays {
namespace {

Settings Steps(std::uint64_t steps) {
  Settings settings;
  settings.steps = steps;
  return settings;
}

// Four serial actions of three options, and six others.
Model Mixed() { return Equal(10, 3, 2); }
Costs FirstFour(std::uint64_t per_run, std::uint64_t per_row) {
  return {{{0, per_run}, {1, per_run}, {2, per_run}, {3, per_run}}, per_row};
}

TEST(Branches, CostCountsEachBranchOnce) {
  Rows rows(3);
  const std::vector<std::vector<Value>> list = {{0, 0, 0}, {0, 1, 0}, {0, 1, 1}, {1, 0, 1}};
  for (const std::vector<Value>& row : list) rows.Add(row);
  // Column 2 runs first: its two options; then column 0: 0 0, 1 0, 1 1.
  const Expense expense = ExpenseOf(rows, {{{2, 10}, {0, 100}}, 1});
  EXPECT_EQ(expense.rows, 4u);
  EXPECT_EQ(expense.serial_runs, 5u);
  EXPECT_EQ(expense.cost, 2 * 10u + 3 * 100u + 4u);
}

TEST(Branches, FewBranchesWhereSerialActionsAreDear) {
  const Model model = Mixed();
  const BranchedArray dear = GenerateBranched(model, FirstFour(1000, 1), Steps(3'000'000));
  EXPECT_TRUE(dear.few_branches);
  EXPECT_TRUE(CoversAll(model, dear.array.rows));
  EXPECT_LT(dear.branched.serial_runs, dear.plain.serial_runs);
  EXPECT_LE(dear.branched.serial_runs, 3u + 9 + 9 + 9);
  EXPECT_EQ(ExpenseOf(dear.array.rows, FirstFour(1000, 1)).cost, dear.branched.cost);
}

TEST(Branches, FewRowsWhereTheseAreDear) {
  const Model model = Mixed();
  const BranchedArray cheap = GenerateBranched(model, FirstFour(1, 1000), Steps(3'000'000));
  EXPECT_LE(cheap.plain.rows, cheap.branched.rows);
  // Where both have as many rows, the one with fewer branches is the cheaper one.
  EXPECT_EQ(cheap.array.rows.size(), cheap.plain.rows);
  EXPECT_EQ(cheap.few_branches, cheap.branched.cost < cheap.plain.cost);
}

TEST(Branches, WithConstraintsAndGivenRows) {
  Model model = Equal(6, 3, 2);
  // Each option of column 5 goes with another choice of the serial ones.
  model.clauses = {Forbid(model, {0, 0}, {5, 0}), Forbid(model, {1, 0}, {5, 0}),
                   Forbid(model, {0, 2}, {5, 1}), Forbid(model, {0, 1}, {1, 1})};
  model.given = Rows(6);
  model.given.Add(std::vector<Value>{2, kDontCare, 1, 1, 1, 2});
  const BranchedArray array =
      GenerateBranched(model, {{{0, 100}, {1, 100}, {2, 100}}, 1}, Steps(500'000));
  EXPECT_EQ(Fault(model, array.array), "");
  EXPECT_EQ(array.array.rows[0][0], 2);
  EXPECT_EQ(array.array.rows[0][5], 2);
}

TEST(Branches, RefusesColumnsThatAreNotThere) {
  EXPECT_THROW(GenerateBranched(Equal(3, 2, 2), {{{3, 1}}, 1}), ArrayError);
  EXPECT_THROW(GenerateBranched(Equal(3, 2, 2), {{{1, 1}, {1, 1}}, 1}), ArrayError);
}

}  // namespace
}  // namespace combtest::internal::arrays
