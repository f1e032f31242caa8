#include "src/arrays/best_array.h"

#include <gtest/gtest.h>

#include <vector>

namespace combtest::internal::arrays {
namespace {

Array ArrayOf(std::size_t rows, std::uint64_t covered) {
  Array array;
  array.rows = Rows(1);
  for (std::size_t r = 0; r < rows; ++r) array.rows.Add(std::vector<Value>{0});
  array.counts.covered = covered;
  return array;
}

// How many rows the search is to go on from; 0: from its own.
std::size_t Offer(BestArray& best, const Array& array, BestArray::Seen& seen) {
  const auto rows = best.Offer(
      array.rows.size(), [&] { return array; }, seen);
  return rows ? rows->size() : 0;
}

TEST(BestArrayTest, ASmallerOneThatCoversNoLessIsTaken) {
  BestArray best(ArrayOf(9, 50));
  BestArray::Seen seen = 0;
  EXPECT_EQ(Offer(best, ArrayOf(8, 50), seen), 0u);
  EXPECT_EQ(best.Take().rows.size(), 8u);
}

TEST(BestArrayTest, OneThatIsRefusedGoesOnFromTheBestEachTime) {
  BestArray best(ArrayOf(9, 50));
  BestArray::Seen seen = 0;
  EXPECT_EQ(Offer(best, ArrayOf(7, 49), seen), 9u);
  EXPECT_EQ(Offer(best, ArrayOf(6, 49), seen), 9u);
  EXPECT_EQ(best.Take().counts.covered, 50u);
}

// What it covers more takes more rows, which the search then makes fewer.
TEST(BestArrayTest, OneThatFallsBehindGoesOnFromTheBestOnce) {
  BestArray best(ArrayOf(9, 50));
  BestArray::Seen slow = 0, fast = 0;
  EXPECT_EQ(Offer(best, ArrayOf(12, 50), slow), 9u);
  EXPECT_EQ(Offer(best, ArrayOf(10, 51), slow), 0u);
  EXPECT_EQ(Offer(best, ArrayOf(8, 51), fast), 0u);
  EXPECT_EQ(Offer(best, ArrayOf(10, 51), slow), 8u);
  EXPECT_EQ(Offer(best, ArrayOf(8, 51), slow), 0u);
  // It isn't asked for the rows of what can't be taken.
  const auto none = [] { return ArrayOf(1, 1); };
  EXPECT_FALSE(best.Offer(8, none, slow));
}

// From one array to the next none covers less than the last.
TEST(BestArrayTest, CoverageIsThatOfTheBest) {
  BestArray best(ArrayOf(9, 50));
  BestArray::Seen seen = 0;
  EXPECT_EQ(Offer(best, ArrayOf(8, 52), seen), 0u);
  EXPECT_EQ(Offer(best, ArrayOf(7, 51), seen), 8u);
}

}  // namespace
}  // namespace combtest::internal::arrays
