#include "src/coverage/column_sets.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "test/coverage/random_model.h"

namespace combtest::test {
namespace {

using coverage::AllColumns;
using coverage::ColumnSets;
using coverage::CountTuples;

std::vector<std::vector<std::size_t>> List(const ColumnSets& sets) {
  std::vector<std::vector<std::size_t>> list;
  for (std::size_t i = 0; i < sets.size(); ++i) list.emplace_back(sets[i].begin(), sets[i].end());
  return list;
}

TEST(ColumnSetsTest, HasAllSetsInOrder) {
  const coverage::Levels levels{2, 3, 4, 5, 6, 7};
  for (std::size_t columns = 1; columns <= 6; ++columns) {
    for (std::size_t strength = 1; strength <= columns; ++strength) {
      const auto group = AllColumns(columns, strength);
      EXPECT_EQ(List(ColumnSets({group})), Sets(columns, strength));
      std::size_t tuples = 0;
      for (const auto& set : Sets(columns, strength)) tuples += TuplesOf(set, levels).size();
      EXPECT_EQ(CountTuples(group, levels).sets, Sets(columns, strength).size());
      EXPECT_EQ(CountTuples(group, levels).tuples, tuples);
    }
  }
}

TEST(ColumnSetsTest, SetsOfSeveralGroupsStandOnce) {
  using Lists = std::vector<std::vector<std::size_t>>;
  EXPECT_EQ(List(ColumnSets({{{3, 1, 0}, 2, {}}, {{1, 2, 3}, 2, {}}})),
            (Lists{{0, 1}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}));
  EXPECT_EQ(List(ColumnSets({{{0, 1, 2, 3}, 2, {2}}})), (Lists{{0, 2}, {1, 2}, {2, 3}}));
  EXPECT_EQ(List(ColumnSets({{{2}, 1, {2}}})), (Lists{{2}}));
}

TEST(ColumnSetsTest, RefusesAStrengthThatNoSetHas) {
  EXPECT_THROW(ColumnSets({AllColumns(2, 3)}), std::invalid_argument);
  EXPECT_THROW(ColumnSets({AllColumns(2, 0)}), std::invalid_argument);
  EXPECT_THROW(ColumnSets({{{0, 1, 2}, 1, {0, 1}}}), std::invalid_argument);
}

}  // namespace
}  // namespace combtest::test
