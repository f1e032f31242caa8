#include <gtest/gtest.h>

#include "src/arrays/generate.h"
#include "test/arrays/brute_force.h"

namespace combtest::internal::arrays {
namespace {

Settings Few() {
  Settings settings;
  settings.steps = 1;
  return settings;
}

TEST(Optimizer, MakesAnArraySmallerSliceBySlice) {
  const Model model = Equal(12, 3, 2);
  Optimizer optimizer(model, Few());
  std::size_t size = optimizer.size();
  for (int slice = 0; slice < 50; ++slice) {
    const bool smaller = optimizer.Run(100'000);
    EXPECT_EQ(smaller, optimizer.size() < size);
    size = optimizer.size();
    const Array best = optimizer.Best();
    EXPECT_EQ(best.rows.size(), size);
    EXPECT_TRUE(CoversAll(model, best.rows));
  }
  EXPECT_LE(size, 15u);
}

TEST(Optimizer, StartsFromRows) {
  Model model = Equal(5, 3, 2);
  model.clauses = {Forbid(model, {0, 0}, {1, 0})};
  Rows all(5);
  for (const std::vector<Value>& row : AllRows(model.levels)) {
    if (IsValid(model, row)) all.Add(row);
  }
  Optimizer optimizer(model, Few(), all);
  EXPECT_EQ(optimizer.size(), all.size());
  optimizer.Run(3'000'000);
  EXPECT_LE(optimizer.size(), 13u);
  EXPECT_EQ(Fault(model, optimizer.Best()), "");
  all[0][0] = all[0][1] = 0;
  EXPECT_THROW(Optimizer(model, Few(), all), ArrayError);
}

TEST(Optimizer, KeepsGivenRows) {
  Model model = Equal(5, 3, 2);
  model.given = Rows(5);
  for (Value v : {0, 1, 0}) model.given.Add(std::vector<Value>{v, v, v, v, kDontCare});
  Optimizer optimizer(model, Few());
  optimizer.Run(2'000'000);
  const Array best = optimizer.Best();
  EXPECT_EQ(Fault(model, best), "");
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 4; ++c) EXPECT_EQ(best.rows[r][c], model.given[r][c]);
  }
}

TEST(Optimizer, IsDoneWhereNothingSmallerExists) {
  Optimizer optimizer(Equal(4, 3, 2), Few());
  optimizer.Run(1'000'000);
  EXPECT_EQ(optimizer.size(), 9u);
  EXPECT_TRUE(optimizer.Done());
  EXPECT_FALSE(optimizer.Run(1'000'000));
}

// What a construction has made fits into the memory; the tuples of a search don't.
TEST(Optimizer, KeepsWhatIsTooLargeForASearch) {
  Settings little = Few();
  little.memory_limit = 1'000'000;
  Optimizer optimizer(Equal(14, 12, 3), little);
  const std::size_t made = optimizer.size();
  EXPECT_GT(made, 1'728u);
  EXPECT_FALSE(optimizer.Run(1'000'000));
  EXPECT_TRUE(optimizer.Done());
  EXPECT_EQ(optimizer.size(), made);
  EXPECT_TRUE(CoversAll(Equal(14, 12, 3), optimizer.Best().rows));

  little.memory_limit = std::uint64_t{1} << 30;
  Optimizer ample(Equal(14, 12, 3), little);
  EXPECT_FALSE(ample.Done());
}

}  // namespace
}  // namespace combtest::internal::arrays
