#include "src/explain/combination.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "combtest/walks.h"
#include "test/support/numbered.h"

namespace combtest::internal::explain {
namespace {

struct BlockSize : Action {
  static constexpr std::array kOptions = {512, 4096};
  void Run(int) const {}
};
struct Write : Action {
  static inline const std::vector<std::string> kOptions = {"hello", ""};
  void Run(const std::string&) const {}
};

TEST(CombinationTest, IsSortedAndCompares) {
  const Combination a = {{2, 1}, {0, 3}};
  EXPECT_EQ(a, (Combination{{0, 3}, {2, 1}}));
  EXPECT_EQ(a[0], (Choice{0, 3}));
  EXPECT_TRUE(a.Has({2, 1}));
  EXPECT_FALSE(a.Has({2, 0}));
  EXPECT_EQ(a.With({1, 5}).Without({0, 3}), (Combination{{1, 5}, {2, 1}}));
  EXPECT_TRUE(a.Includes(Combination{{2, 1}}));
  EXPECT_TRUE(a.Includes(Combination{}));
  EXPECT_FALSE(a.Includes(a.With({1, 0})));
  EXPECT_THROW(a.With({0, 1}), std::invalid_argument);
}

TEST(CombinationTest, MatchesRows) {
  const Combination a = {{0, 3}, {2, 1}};
  EXPECT_TRUE(a.Matches(Row{3, 7, 1}));
  EXPECT_FALSE(a.Matches(Row{3, 7, 0}));
  EXPECT_TRUE(Combination().Matches(Row{3, 7, 0}));
}

TEST(CombinationTest, RowsAreWalks) {
  const WalkSpace space = test::SpaceOfSizes({2, 3, 4});
  for (WalkId id = 0; id < space.full_size(); ++id) {
    const Row row = RowOf(space, id);
    ASSERT_EQ(row.size(), 3u);
    EXPECT_EQ(row[1], space[id].OptionIndex(1));
    EXPECT_EQ(IdOf(space, row), id);
  }
}

TEST(CombinationTest, Text) {
  const WalkSpace space = WalkSpace::Of<BlockSize, Write, Write>();
  EXPECT_EQ(ToText(space, Combination{{0, 1}}), "BlockSize=4096");
  EXPECT_EQ(ToText(space, Combination{{0, 1}, {1, 0}, {2, 1}}),
            "BlockSize=4096, Write#1=\"hello\" and Write#2=\"\"");
  EXPECT_EQ(ToText(space, Combination{}), "any options");
}

}  // namespace
}  // namespace combtest::internal::explain
