#include "src/arrays/gaps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "src/arrays/random.h"

namespace combtest::internal::arrays {
namespace {

using Tuple = std::vector<std::pair<int, Value>>;

Tuple Sorted(const std::vector<Cell>& cells) {
  Tuple tuple;
  for (const Cell& cell : cells) tuple.emplace_back(cell.column, cell.value);
  std::sort(tuple.begin(), tuple.end());
  return tuple;
}

void AddTuples(const std::vector<Value>& levels, int size, int from, Tuple& begun,
               std::set<Tuple>& to) {
  if (size == 0) to.insert(begun);
  if (size == 0) return;
  for (int c = from; c < static_cast<int>(levels.size()); ++c) {
    for (Value v = 0; v < levels[c]; ++v) {
      begun.emplace_back(c, v);
      AddTuples(levels, size - 1, c + 1, begun, to);
      begun.pop_back();
    }
  }
}

bool Has(const std::vector<Value>& row, const Tuple& tuple) {
  return std::all_of(tuple.begin(), tuple.end(),
                     [&](const auto& cell) { return row[cell.first] == cell.second; });
}

// Against a set of tuples: what rows add, what is left, what can be picked.
void Compare(const std::vector<Value>& levels, int strength, std::uint64_t seed) {
  Model model;
  model.levels = levels;
  model.strength = strength;
  Gaps gaps(model);
  std::set<Tuple> missing;
  Tuple begun;
  AddTuples(levels, strength, 0, begun, missing);
  Random random(seed);
  std::vector<std::uint8_t> known(levels.size());
  std::vector<int> gains;
  while (!missing.empty()) {
    ASSERT_FALSE(gaps.empty());
    const std::vector<Cell> cells = gaps.Pick(random);
    const Tuple target = Sorted(cells);
    ASSERT_EQ(missing.count(target), 1u);
    if (random.Below(8) == 0) {
      gaps.Exclude(cells);
      missing.erase(target);
      continue;
    }
    std::vector<Value> row;
    for (Value v : levels) row.push_back(static_cast<Value>(random.Below(v)));
    for (const auto& [column, value] : target) row[column] = value;
    for (std::uint8_t& k : known) k = random.Below(3) > 0;
    const auto column = static_cast<int>(random.Below(levels.size()));
    known[column] = 0;
    gaps.Gains(column, row, known, gains);
    ASSERT_EQ(gains.size(), static_cast<std::size_t>(levels[column]));
    const auto value = static_cast<Value>(random.Below(levels[column]));
    std::vector<Value> with = row;
    with[column] = value;
    const auto counts = [&](const Tuple& tuple) {
      bool has_column = false, all_known = true;
      for (const auto& cell : tuple) {
        has_column = has_column || cell.first == column;
        all_known = all_known && (cell.first == column || known[cell.first] != 0);
      }
      return has_column && all_known && Has(with, tuple);
    };
    EXPECT_EQ(gains[value], std::count_if(missing.begin(), missing.end(), counts));
    gaps.AddRow(row);
    std::erase_if(missing, [&](const Tuple& tuple) { return Has(row, tuple); });
  }
  EXPECT_TRUE(gaps.empty());
}

TEST(Gaps, AgreeWithASetOfTuples) {
  Compare({3, 1, 2, 5}, 1, 1);
  Compare({3, 4, 2, 2, 1, 3}, 2, 2);
  Compare({10, 3, 70, 2}, 2, 3);
  Compare({2, 3, 1, 4, 2, 2}, 3, 4);
  Compare({23, 2, 3, 45}, 3, 5);
  Compare({2, 3, 2, 2, 3, 2}, 4, 6);
  Compare({2, 2, 2, 3, 2, 2, 2}, 6, 7);
  Compare({3, 2, 2}, 3, 8);
}

TEST(Gaps, GroupsAreCoveredTogether) {
  Model model;
  model.levels = {2, 3, 2, 2};
  model.strength = 1;
  model.groups = {{{0, 1, 2}, 2}, {{3, 1, 0}, 2}};
  Gaps gaps(model);
  Random random(1);
  std::set<Tuple> excluded;
  while (!gaps.empty()) {
    const std::vector<Cell> cells = gaps.Pick(random);
    EXPECT_TRUE(excluded.insert(Sorted(cells)).second);
    gaps.Exclude(cells);
  }
  // Nine options; five pairs of columns, of which both groups have one.
  EXPECT_EQ(excluded.size(), 9u + 6 + 4 + 6 + 6 + 4);
}

}  // namespace
}  // namespace combtest::internal::arrays
