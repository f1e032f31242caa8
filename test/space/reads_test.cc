// What a predicate reads, and how seldom it is asked.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "src/space/exclusion.h"
#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

using test::SpaceOfSizes;
using Actions = std::vector<std::size_t>;

// Reads an action, and by its option decides what to read next, down to an answer: what opaque
// predicates do with && and if.
WalkSpace::Predicate Wandering(unsigned seed, std::size_t actions) {
  return [=](const Walk& walk) {
    std::minstd_rand random(seed);
    for (unsigned step = 0; step < 1 + seed % 5; ++step) {
      const std::size_t action = random() % actions;
      random.seed(seed + 31 * static_cast<unsigned>(walk.OptionIndex(action)) +
                  1'000 * static_cast<unsigned>(action) + 100'000 * step);
      if (random() % 4 == 0) break;
    }
    return random() % 10 < 6;
  };
}

struct RandomSpace {
  explicit RandomSpace(unsigned seed) : random(seed) {
    std::vector<std::size_t> sizes(1 + random() % 5);
    for (std::size_t& size : sizes) size = 1 + random() % 5;
    predicates.resize(1 + random() % 3);
    for (auto& predicate : predicates)
      predicate = Wandering(static_cast<unsigned>(random() % 100'000), sizes.size());
    space = SpaceOfSizes(sizes, predicates);
  }
  bool Keeps(const Walk& walk) const {
    return std::all_of(predicates.begin(), predicates.end(),
                       [&](const auto& predicate) { return predicate(walk); });
  }
  std::mt19937 random;
  std::vector<WalkSpace::Predicate> predicates;
  WalkSpace space = SpaceOfSizes({1});
};

TEST(ReadsTest, AnswersAreThoseOfPlainEvaluation) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    RandomSpace random(seed);
    const WalkSpace& space = random.space;
    std::vector<WalkId> expected;
    for (WalkId id = 0; id < space.full_size(); ++id) {
      if (random.Keeps(space[id])) expected.push_back(id);
    }
    ASSERT_EQ(Listed(space, WalkSet::All()).ids(), expected) << seed;
    ASSERT_EQ(space.CountIncluded(), expected.size()) << seed;
    ExclusionCursor cursor(WalkAccess::Data(space));
    for (int draw = 0; draw < 50; ++draw) {
      const WalkId id = random.random() % space.full_size();
      ASSERT_EQ(cursor.Excluded(id), !random.Keeps(space[id])) << seed;
    }
  }
}

// Changing what wasn't read doesn't change the answer.
TEST(ReadsTest, AnEvaluationRestsOnWhatItReadAlone) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    RandomSpace random(seed);
    const WalkSpace& space = random.space;
    ExclusionCursor cursor(WalkAccess::Data(space));
    for (int draw = 0; draw < 50; ++draw) {
      const Walk walk = space[random.random() % space.full_size()];
      const Evaluation evaluation = cursor.Evaluate(walk.id());
      ASSERT_EQ(evaluation.excluded, !random.Keeps(walk));
      const Evaluation alone = Evaluate(walk);
      ASSERT_EQ(alone.excluded, evaluation.excluded);
      ASSERT_EQ(alone.reads.order(), evaluation.reads.order());
      std::vector<std::size_t> options = test::OptionIndices(walk);
      for (std::size_t a = 0; a < options.size(); ++a) {
        if (!evaluation.reads.Has(a)) options[a] = random.random() % space.OptionCount(a);
      }
      const Evaluation other = Evaluate(space.At(options));
      ASSERT_EQ(other.excluded, evaluation.excluded);
      if (!other.excluded) {
        ASSERT_EQ(other.reads.order(), evaluation.reads.order());
      }
    }
  }
}

TEST(ReadsTest, AreInTheOrderOfFirstReads) {
  const auto predicate = [](const Walk& walk) {
    if (walk.OptionIndex(3) == 1) return walk.OptionIndex(0) == 0 || walk.OptionIndex(3) == 0;
    return walk.OptionIndex(2) == 0;
  };
  const WalkSpace space = SpaceOfSizes({2, 2, 2, 2}, {predicate});
  EXPECT_EQ(Evaluate(space.At({1, 0, 0, 1})).reads.order(), (Actions{3, 0}));
  EXPECT_EQ(Evaluate(space.At({0, 0, 0, 0})).reads.order(), (Actions{3, 2}));
  EXPECT_TRUE(Evaluate(space.At({0, 0, 1, 0})).excluded);
  const auto by_id = [](const Walk& walk) { return walk.id() != 2; };
  EXPECT_EQ(Evaluate(SpaceOfSizes({2, 2}, {by_id})[2]).reads.order(), (Actions{0, 1}));
  EXPECT_TRUE(Evaluate(SpaceOfSizes({2, 2})[2]).reads.order().empty());
}

TEST(ReadsTest, OfAnExcludedWalkAreThoseOfThePredicateThatExcludesIt) {
  const auto first = [](const Walk& walk) { return walk.OptionIndex(0) == 0; };
  const auto last = [](const Walk& walk) { return walk.OptionIndex(2) == 0; };
  const WalkSpace space = SpaceOfSizes({2, 2, 2}, {first, last});
  EXPECT_EQ(Evaluate(space.At({0, 0, 0})).reads.order(), (Actions{0, 2}));
  EXPECT_EQ(Evaluate(space.At({0, 0, 1})).reads.order(), (Actions{2}));
  EXPECT_EQ(Evaluate(space.At({1, 0, 1})).reads.order(), (Actions{0}));
}

TEST(ReadsTest, APredicateIsAskedOnceForEachPairThatItReads) {
  int asked = 0;
  const auto third_and_eighteenth = [&asked](const Walk& walk) {
    ++asked;
    return walk.OptionIndex(3) != walk.OptionIndex(17);
  };
  const std::vector<std::size_t> sizes(20, 2);
  EXPECT_EQ(SpaceOfSizes(sizes, {third_and_eighteenth}).CountIncluded(), 1u << 19);
  EXPECT_EQ(asked, 4);
}

TEST(ReadsTest, WhatDoesNotFitIsAskedAgainAndAnsweredRight) {
  int asked = 0;
  const auto predicate = [&asked](const Walk& walk) {
    ++asked;
    return (walk.OptionIndex(1) + walk.OptionIndex(2)) % 3 == 0;
  };
  const WalkSpace space = SpaceOfSizes({2, 2'000, 200}, {predicate});
  ExclusionCursor cursor(WalkAccess::Data(space));
  const auto ask_all = [&] {
    for (std::size_t option = 0; option < 2'000; ++option)
      EXPECT_EQ(cursor.Excluded(space.At({option % 2, option, 5}).id()), (option + 5) % 3 != 0);
  };
  ask_all();
  EXPECT_EQ(asked, 2'000);
  ask_all();  // about 1,300 options of the first fit
  EXPECT_GT(asked, 2'500);
  EXPECT_LT(asked, 3'000);
}

TEST(ReadsTest, ReadsBehindAQuestionToAnotherSpaceCount) {
  const WalkSpace inner =
      SpaceOfSizes({3, 3}, {[](const Walk& walk) { return walk.OptionIndex(0) == 1; }});
  const auto nested = [&](const Walk& walk) {
    return inner.CountIncluded() == 3 && walk.OptionIndex(1) == 2;
  };
  const WalkSpace space = SpaceOfSizes({3, 3}, {nested});
  EXPECT_EQ(space.CountIncluded(), 3u);
  EXPECT_EQ(Evaluate(space[0]).reads.order(), Actions{1});
}

TEST(ReadsTest, APredicateThatChangesItsMindIsAskedAnew) {
  int asked = 0;
  const auto fickle = [&asked](const Walk& walk) {
    return walk.OptionIndex(++asked % 2 == 0 ? 1 : 2) == 0;
  };
  const WalkSpace space = SpaceOfSizes({2, 2, 2}, {fickle});
  ExclusionCursor cursor(WalkAccess::Data(space));
  for (WalkId id = 0; id < 8; ++id) cursor.Excluded(id);
  EXPECT_GE(asked, 3);
}

}  // namespace
}  // namespace combtest::internal
