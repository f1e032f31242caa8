#include "src/coverage/valid_row_search.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "test/coverage/random_model.h"

namespace combtest::test {
namespace {

using coverage::Option;
using coverage::Tuple;
using coverage::ValidRowSearch;
using Answer = ValidRowSearch::Answer;

TEST(ValidRowSearchTest, AgreesWithTryingEverything) {
  std::size_t impossible = 0;
  for (std::uint64_t seed = 10'000; seed < 12'000 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const RandomModel model = MakeModel(dice);
    ValidRowSearch search(model.levels, model.constraints);
    for (std::size_t size = 0; size <= model.levels.size(); ++size) {
      for (const auto& columns : Sets(model.levels.size(), size)) {
        for (const Tuple& tuple : TuplesOf(columns, model.levels)) {
          const Answer answer = search.Find(tuple);
          if (AnyHas(model.valid, tuple)) {
            ASSERT_EQ(answer, Answer::kPossible);
            EXPECT_TRUE(Has(search.row(), tuple));
            EXPECT_TRUE(IsValid(search.row(), model.constraints));
            EXPECT_TRUE(BrokenBy(search.row(), model.constraints).empty());
          } else {
            ASSERT_EQ(answer, Answer::kImpossible);
            ++impossible;
          }
        }
      }
    }
  }
  EXPECT_GT(impossible, 5'000u);
}

// Each column's option is at least the one before it: told by predicates that read two at a time.
TEST(ValidRowSearchTest, LearnsFromWhatPredicatesRead) {
  const coverage::Levels levels(20, 4);
  std::size_t calls = 0;
  coverage::Constraints chain;
  chain.predicates.push_back(
      {"ascending", [&](std::span<const Option> row, std::vector<std::size_t>& read) {
         ++calls;
         for (std::size_t column = 1; column < row.size(); ++column) {
           if (row[column - 1] <= row[column]) continue;
           read.insert(read.end(), {column - 1, column});
           return false;
         }
         read.resize(row.size());
         std::iota(read.begin(), read.end(), std::size_t{0});
         return true;
       }});
  ValidRowSearch search(levels, chain);
  for (std::size_t a = 0; a < levels.size(); ++a) {
    for (std::size_t b = a + 1; b < levels.size(); ++b) {
      for (const Tuple& tuple : TuplesOf({a, b}, levels)) {
        EXPECT_EQ(search.Find(tuple),
                  tuple[0].option <= tuple[1].option ? Answer::kPossible : Answer::kImpossible);
      }
    }
  }
  EXPECT_LT(calls, 5000u);
}

TEST(ValidRowSearchTest, AnswersAreTheSameEachTime) {
  Dice dice(5);
  const RandomModel model = MakeModel(dice);
  ValidRowSearch first(model.levels, model.constraints);
  ValidRowSearch second(model.levels, model.constraints);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(first.Find({}), second.Find({}));
    EXPECT_EQ(first.row(), second.row());
  }
}

TEST(ValidRowSearchTest, GivesUpWhereTheBudgetIsSpent) {
  coverage::Constraints constraints;
  constraints.predicates.push_back(
      {"never", [](std::span<const Option> row, std::vector<std::size_t>& read) {
         read.resize(row.size());
         std::iota(read.begin(), read.end(), std::size_t{0});
         return false;
       }});
  const coverage::Levels levels(8, 2);
  EXPECT_EQ(ValidRowSearch(levels, constraints, {.steps_per_tuple = 100}).Find({}),
            Answer::kUndecided);
  EXPECT_EQ(ValidRowSearch(levels, constraints, {.steps = 100}).Find({}), Answer::kUndecided);
  EXPECT_EQ(ValidRowSearch(levels, constraints).Find({}), Answer::kImpossible);
}

TEST(ValidRowSearchTest, AColumnWithoutOptionsHasNoRow) {
  const coverage::Levels levels{2, 0};
  const coverage::Constraints constraints;
  EXPECT_EQ(ValidRowSearch(levels, constraints).Find({}), Answer::kImpossible);
}

}  // namespace
}  // namespace combtest::test
