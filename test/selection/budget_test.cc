// Which walks of an array run within a budget: against choosing by looking at every walk each time.
#include "src/selection/budget.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "test/support/rounds.h"

namespace combtest::internal {
namespace {

using namespace std::chrono_literals;
using arrays::Rows;
using arrays::Value;
using std::chrono::nanoseconds;

using Pairs = std::set<std::pair<std::pair<std::size_t, std::size_t>, std::pair<Value, Value>>>;

Pairs PairsOf(std::span<const Value> row) {
  Pairs pairs;
  for (std::size_t a = 0; a < row.size(); ++a) {
    for (std::size_t b = a + 1; b < row.size(); ++b) pairs.insert({{a, b}, {row[a], row[b]}});
  }
  return pairs;
}

std::size_t Gain(std::span<const Value> row, const Pairs& covered) {
  const Pairs pairs = PairsOf(row);
  return static_cast<std::size_t>(std::count_if(
      pairs.begin(), pairs.end(), [&](const auto& pair) { return !covered.contains(pair); }));
}

struct Case {
  arrays::Model model;
  Rows rows;
  Budget budget;
};

Case RandomCase(std::mt19937& random) {
  Case one;
  one.model.levels.resize(3 + random() % 3);
  for (Value& levels : one.model.levels) levels = static_cast<Value>(1 + random() % 3);
  one.rows = Rows(one.model.levels.size());
  for (std::size_t r = 1 + random() % 12; r-- > 0;) {
    std::vector<Value> row;
    for (const Value levels : one.model.levels)
      row.push_back(static_cast<Value>(random() % static_cast<unsigned>(levels)));
    one.rows.Add(row);
    one.budget.rows.push_back(1ms * (1 + random() % 9));
  }
  one.budget.time = 1ms * (random() % 80);
  one.budget.lanes = 1 + random() % 3;
  if (random() % 2 == 0) one.budget.array = random() % (one.rows.size() + 1);
  if (random() % 2 == 0) one.budget.costs.serial = {{1, 20'000'000}, {2, 7'000'000}};
  return one;
}

// What the chosen rows take, one after the other.
nanoseconds Takes(const Case& one, const std::vector<std::size_t>& chosen) {
  nanoseconds sum{};
  Rows rows(one.rows.columns());
  for (const std::size_t row : chosen) {
    sum += one.budget.rows[row] / one.budget.lanes;
    rows.Add(one.rows[row]);
  }
  arrays::Costs costs = one.budget.costs;
  return sum + nanoseconds(arrays::ExpenseOf(rows, costs).cost);
}

// The first row of the array for which there is time after those that were chosen.
std::optional<std::size_t> Spare(const Case& one, const std::vector<std::size_t>& chosen) {
  for (std::size_t row = 0; row < one.budget.array; ++row) {
    if (std::find(chosen.begin(), chosen.end(), row) != chosen.end()) continue;
    std::vector<std::size_t> with = chosen;
    with.push_back(row);
    if (Takes(one, with) <= one.budget.time) return row;
  }
  return std::nullopt;
}

TEST(BudgetTest, AgreesWithLookingAtEveryWalk) {
  std::mt19937 random(3);
  for (unsigned round = 0; round < test::Rounds(2000); ++round) {
    const Case one = RandomCase(random);
    const Affordable affordable = WithinBudget(one.model, one.rows, one.budget);
    ASSERT_EQ(affordable.expected, Takes(one, affordable.rows)) << round;
    ASSERT_LE(affordable.expected, one.budget.time) << round;
    Pairs covered;
    std::vector<std::size_t> before;
    for (std::size_t i = 0; i <= affordable.rows.size(); ++i) {
      // No row with room was better than the one that was chosen, and at the end none is left but
      // those of the array that cover nothing new.
      const auto rate_of = [&](std::size_t row) {
        std::vector<std::size_t> with = before;
        if (std::find(with.begin(), with.end(), row) != with.end()) return 0.0;
        with.push_back(row);
        if (Takes(one, with) > one.budget.time) return 0.0;
        const nanoseconds adds = Takes(one, with) - Takes(one, before);
        return static_cast<double>(Gain(one.rows[row], covered)) /
               static_cast<double>(adds.count());
      };
      double best = 0;
      for (std::size_t row = 0; row < one.rows.size(); ++row) best = std::max(best, rate_of(row));
      if (best == 0) {
        for (; i < affordable.rows.size(); ++i) {
          ASSERT_EQ(Spare(one, before), affordable.rows[i]) << round;
          before.push_back(affordable.rows[i]);
        }
        ASSERT_EQ(Spare(one, before), std::nullopt) << round;
        break;
      }
      ASSERT_LT(i, affordable.rows.size()) << round;
      ASSERT_EQ(rate_of(affordable.rows[i]), best) << round;
      before.push_back(affordable.rows[i]);
      covered.merge(PairsOf(one.rows[affordable.rows[i]]));
    }
  }
}

TEST(BudgetTest, RowsOfTheArrayThatCoverNothingNewComeLastWhereThereIsTime) {
  arrays::Model model;
  model.levels = {2, 2};
  model.strength = 1;
  Rows rows(2);
  for (const std::vector<Value>& row :
       std::vector<std::vector<Value>>{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {0, 1}})
    rows.Add(row);
  Budget budget{4s, {1s, 1s, 1s, 1s, 1s}, {}, 1};
  EXPECT_EQ(WithinBudget(model, rows, budget).rows, (std::vector<std::size_t>{0, 3}));
  budget.array = 4;
  EXPECT_EQ(WithinBudget(model, rows, budget).rows, (std::vector<std::size_t>{0, 3, 1, 2}));
  budget.time = 3s;
  EXPECT_EQ(WithinBudget(model, rows, budget).rows, (std::vector<std::size_t>{0, 3, 1}));
}

TEST(BudgetTest, RowsThatAreWantedComeFirstWhateverTheyTake) {
  arrays::Model model;
  model.levels = {2, 2, 2};
  Rows rows(3);
  for (const std::vector<Value>& row :
       std::vector<std::vector<Value>>{{0, 0, 0}, {1, 1, 1}, {0, 1, 0}})
    rows.Add(row);
  const Budget budget{2s, {1s, 5s, 1s}, {}, 1};
  const Affordable chosen = WithinBudget(model, rows, budget, {1});
  EXPECT_EQ(chosen.rows, std::vector<std::size_t>{1});
  EXPECT_EQ(chosen.expected, nanoseconds(5s));
}

}  // namespace
}  // namespace combtest::internal
