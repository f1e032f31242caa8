// ShouldCancel, Where, and how seldom predicates are asked.
#include "src/space/exclusion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "combtest/run_tests.h"
#include "test/support/numbered.h"
#include "test/support/random_rules.h"

namespace combtest {
namespace {

using test::Number;
using test::OptionIndices;
using test::RandomPredicate;
using test::SpaceOfSizes;

TEST(ExclusionTest, AgreesWithBruteForceForRandomPredicates) {
  std::mt19937 random(5);
  for (unsigned round = 0; round < 60; ++round) {
    std::vector<std::size_t> sizes(1 + random() % 5);
    for (std::size_t& size : sizes) size = 1 + random() % 6;
    std::vector<WalkSpace::Predicate> predicates(1 + random() % 3);
    for (std::size_t p = 0; p < predicates.size(); ++p) {
      predicates[p] = RandomPredicate(round * 10 + static_cast<unsigned>(p), sizes.size());
    }
    const WalkSpace space = SpaceOfSizes(sizes, predicates);
    std::vector<WalkId> expected;
    for (WalkId id = 0; id < space.full_size(); ++id) {
      bool keep = true;
      for (const auto& predicate : predicates) keep = keep && predicate(space[id]);
      EXPECT_EQ(space.Includes(space[id]), keep);
      if (keep) expected.push_back(id);
    }
    std::vector<WalkId> iterated;
    for (const Walk& walk : space) iterated.push_back(walk.id());
    EXPECT_EQ(iterated, expected);
    EXPECT_EQ(space.CountIncluded(), expected.size());
    const WalkId half = space.full_size() / 2;
    const auto& data = internal::WalkAccess::Data(space);
    EXPECT_EQ(internal::CountIncluded(data, 0, half) +
                  internal::CountIncluded(data, half, space.full_size()),
              expected.size());
    // Random access in any order, by one cursor.
    internal::ExclusionCursor cursor(data);
    for (int draw = 0; draw < 30; ++draw) {
      const WalkId id = random() % space.full_size();
      EXPECT_EQ(cursor.Excluded(id), !std::binary_search(expected.begin(), expected.end(), id));
    }
  }
}

TEST(ExclusionTest, APredicateIsAskedOnceForAllThatItCantTellApart) {
  int asked = 0;
  const auto looks_at_first_two = [&asked](const Walk& walk) {
    ++asked;
    return (walk.OptionIndex(0) + walk.OptionIndex(1)) % 2 == 0;
  };
  const WalkSpace space = SpaceOfSizes({4, 5, 100, 100, 100}, {looks_at_first_two});
  EXPECT_EQ(space.CountIncluded(), 10'000'000u);
  EXPECT_EQ(asked, 20);
}

TEST(ExclusionTest, IterationAsksNoMoreOftenThanCounting) {
  int asked = 0;
  const auto looks_at_first = [&asked](const Walk& walk) {
    ++asked;
    return walk.OptionIndex(0) != 1;
  };
  WalkId walks = 0;
  for (const Walk& walk : SpaceOfSizes({4, 5, 6}, {looks_at_first})) walks += walk.size() / 3;
  EXPECT_EQ(walks, 90u);
  EXPECT_EQ(asked, 4);
}

TEST(ExclusionTest, ReadingTheIdOrTheNameCountsAsReadingTheWholeWalk) {
  const auto by_id = [](const Walk& walk) { return walk.id() % 7 != 3; };
  EXPECT_EQ(SpaceOfSizes({3, 3, 3}, {by_id}).CountIncluded(), 23u);
  const auto by_name = [](const Walk& walk) { return walk.name().ends_with("_2"); };
  EXPECT_EQ(SpaceOfSizes({3, 3, 3}, {by_name}).CountIncluded(), 9u);
  const auto by_text = [](const Walk& walk) { return ToString(walk) != "a(\"1\"), b(\"0\")"; };
  EXPECT_EQ(SpaceOfSizes({2, 2}, {by_text}).CountIncluded(), 3u);
  const WalkSpace space = SpaceOfSizes({2, 2});
  const auto by_comparison = [&](const Walk& walk) { return walk != space[2]; };
  EXPECT_EQ(SpaceOfSizes({2, 2}, {by_comparison}).CountIncluded(), 3u);
}

TEST(ExclusionTest, APredicateMayAskAnotherSpace) {
  const WalkSpace inner =
      SpaceOfSizes({3, 3}, {[](const Walk& walk) { return walk.OptionIndex(0) == 1; }});
  const auto nested = [&](const Walk& walk) {
    const bool first = inner.Includes(inner.At({walk.OptionIndex(0), 0}));
    return first && walk.OptionIndex(1) == 2;
  };
  const WalkSpace space = SpaceOfSizes({3, 3}, {nested});
  EXPECT_EQ(space.CountIncluded(), 1u);
}

TEST(ExclusionTest, AnErrorInAPredicateLeavesTheNextQuestionUnharmed) {
  bool broken = true;
  const auto predicate = [&](const Walk& walk) {
    if (broken) throw Error("can't tell");
    return walk.OptionIndex(1) == 0;
  };
  const WalkSpace space = SpaceOfSizes({3, 3}, {predicate});
  EXPECT_THROW(space.CountIncluded(), Error);
  broken = false;
  EXPECT_EQ(space.CountIncluded(), 3u);
}

struct Sizes : Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int) const {}
};
struct Divides : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int) const {}
  bool ShouldCancel(const Walk& walk, std::size_t index) const {
    EXPECT_EQ(index, 1u);
    return *walk.OptionAt<int>(index) % *walk.Option<Sizes>() != 0;
  }
};

TEST(ExclusionTest, ShouldCancelAndWhereExcludeTogetherAndRenameNobody) {
  const auto even = [](const Walk& walk) { return *walk.Option<Divides>() % 2 == 0; };
  const WalkSpace space = Walks<NoState, Sizes, Divides>().Where(even).space();
  std::vector<WalkId> ids;
  for (const Walk& walk : space) {
    ids.push_back(walk.id());
    EXPECT_EQ(walk.name(), (Walks<NoState, Sizes, Divides>().space()[walk.id()].name()));
  }
  EXPECT_EQ(ids, (std::vector<WalkId>{1, 3, 5, 7}));
  const auto results = RunTests(Walks<NoState, Sizes, Divides>().Where(even));
  EXPECT_EQ(results.walk_count, 4u);
  EXPECT_EQ(results.ledger.passed, 4u);
}

TEST(ExclusionTest, SeveralPredicatesMustAllHold) {
  using Suite = Walks<NoState, Sizes, Divides>;
  const auto not_first = [](const Walk& walk) { return *walk.Option<Sizes>() != 1; };
  const auto not_four = [](const Walk& walk) { return *walk.Option<Divides>() != 4; };
  const Suite base;
  const Suite narrowed = base.Where(not_first);
  EXPECT_EQ(base.space().CountIncluded(), 7u);
  EXPECT_EQ(narrowed.space().CountIncluded(), 3u);
  EXPECT_EQ(narrowed.Where(not_four).space().CountIncluded(), 2u);
}

}  // namespace
}  // namespace combtest
