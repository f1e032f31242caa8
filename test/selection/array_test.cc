// Arrays of walks: that they cover what can be covered, with walks that aren't excluded.
#include "src/selection/array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "combtest/make_walk.h"
#include "src/selection/array_model.h"
#include "src/space/space_data.h"
#include "test/support/numbered.h"
#include "test/support/random_rules.h"
#include "test/support/rounds.h"
#include "test/trace/trace_run.h"

namespace combtest {
namespace {

using namespace std::chrono_literals;
namespace arrays = internal::arrays;
using internal::ArrayText;
using internal::MakeArray;
using internal::StrengthOf;
using internal::WalkArray;
using test::Number;

// A combination: a set of actions and an id among the walks of these alone.
using Combination = std::pair<unsigned, WalkId>;

std::set<Combination> CombinationsOf(const internal::SpaceData& data, WalkId id,
                                     unsigned strength) {
  std::set<Combination> all;
  for (unsigned actions = 0; actions < 1u << data.actions.size(); ++actions) {
    if (__builtin_popcount(actions) != static_cast<int>(strength)) continue;
    WalkId inner = 0;
    for (std::size_t a = 0; a < data.actions.size(); ++a) {
      if ((actions >> a & 1) != 0) inner = inner * data.radix[a] + data.OptionIndex(id, a);
    }
    all.emplace(actions, inner);
  }
  return all;
}

std::size_t CountCombinations(const internal::SpaceData& data, unsigned strength) {
  std::set<Combination> all;
  for (WalkId id = 0; id < data.size; ++id) all.merge(CombinationsOf(data, id, strength));
  return all.size();
}

TEST(ArrayTest, AgreesWithBruteForce) {
  std::mt19937 random(11);
  for (unsigned round = 0; round < test::Rounds(2000); ++round) {
    std::vector<std::size_t> sizes(3 + random() % 3);
    for (std::size_t& size : sizes) size = 1 + random() % 3;
    const WalkSpace plain = test::SpaceOfSizes(sizes);
    const auto& actions = internal::WalkAccess::Data(plain)->actions;
    std::vector<WalkSpace::Predicate> predicates;
    for (unsigned p = random() % 3; p-- > 0;)
      predicates.push_back(test::RandomPredicate(round * 10 + p, sizes.size()));
    const WalkSpace space = internal::WalkAccess::Space(
        actions, nullptr, nullptr, predicates, test::RandomRules(random, actions, random() % 4));
    const internal::SpaceData& data = *internal::WalkAccess::Data(space);
    const unsigned strength = 1 + random() % 2;
    // Little effort: it makes arrays smaller, and the test slower.
    const arrays::Settings effort{.seed = round, .steps = 2000};
    const WalkArray array = MakeArray(space, strength, effort);
    std::set<Combination> possible, covered;
    for (const Walk& walk : space) possible.merge(CombinationsOf(data, walk.id(), strength));
    for (const WalkId id : array.walks) {
      ASSERT_TRUE(space.Includes(space[id])) << round;
      covered.merge(CombinationsOf(data, id, strength));
    }
    ASSERT_EQ(covered, possible) << round;
    if (possible.empty()) continue;
    EXPECT_EQ(array.covered, possible.size()) << round;
    EXPECT_EQ(array.impossible, CountCombinations(data, strength) - possible.size()) << round;
    EXPECT_EQ(array.undecided, 0u);
    EXPECT_EQ(array.walks[0], (*space.begin()).id());
    EXPECT_EQ(MakeArray(space, strength, effort).walks, array.walks);
    EXPECT_EQ(array.walks.size(), array.walks.Sorted().size());
  }
}

using Twelve = Walks<NoState, Number<0, 3>, Number<1, 3>, Number<2, 3>, Number<3, 3>>;

TEST(ArrayTest, IsAsSmallAsTheBestAndBeginsWithTheFirstWalk) {
  const WalkSpace space = Twelve().space();
  for (const std::uint64_t seed : {1, 2, 3}) {
    const WalkArray array = MakeArray(space, 2, {.seed = seed});
    EXPECT_EQ(array.walks.size(), 9u);
    EXPECT_EQ(array.walks[0], 0u);
  }
  EXPECT_EQ(ArrayText(space, MakeArray(space, 2, {})),
            "9 of 81 walks cover each combination of 2 actions' options");
}

TEST(ArrayTest, StrengthOfAllActionsIsEveryWalk) {
  const WalkSpace space = Twelve().space();
  EXPECT_EQ(StrengthOf(space, std::nullopt), std::nullopt);
  EXPECT_EQ(StrengthOf(space, 2), 2u);
  EXPECT_EQ(StrengthOf(space, 4), std::nullopt);
  EXPECT_EQ(StrengthOf(space, config::kAllWalks), std::nullopt);
  EXPECT_EQ(StrengthOf(Twelve().Strength(2).space(), std::nullopt), 2u);
  EXPECT_EQ(StrengthOf(Twelve().Strength(2).space(), config::kAllWalks), std::nullopt);
  EXPECT_EQ(StrengthOf((Twelve().Strength<Number<0, 3>, Number<1, 3>>(2).space()), std::nullopt),
            1u);
}

TEST(ArrayTest, SomeActionsMayHaveAHigherStrength) {
  const WalkSpace space =
      Twelve().Strength(2).Strength<Number<0, 3>, Number<1, 3>, Number<3, 3>>(3).space();
  const WalkArray array = MakeArray(space, 2, {});
  EXPECT_EQ(array.walks.size(), 27u);
  std::set<std::vector<std::size_t>> triples;
  for (const WalkId id : array.walks) {
    const Walk walk = space[id];
    triples.insert({walk.OptionIndex(0), walk.OptionIndex(1), walk.OptionIndex(3)});
  }
  EXPECT_EQ(triples.size(), 27u);
}

TEST(ArrayTest, IncludedWalksAreInIt) {
  const WalkSpace space = Twelve()
                              .Include<Number<0, 3>, Number<2, 3>>(2, 1)
                              .Include(MakeWalk(With<Number<0, 3>>(1), With<Number<1, 3>>(2),
                                                With<Number<2, 3>>(0), With<Number<3, 3>>(1)))
                              .space();
  const WalkArray array = MakeArray(space, 2, {});
  EXPECT_EQ(space[array.walks[1]].OptionIndex(0), 2u);
  EXPECT_EQ(space[array.walks[1]].OptionIndex(2), 1u);
  EXPECT_EQ(array.walks[2], space.At({1, 2, 0, 1}).id());
}

TEST(ArrayTest, AnIncludedWalkThatIsExcludedIsAnError) {
  const WalkSpace space = Twelve()
                              .Forbid<Number<0, 3>, Number<2, 3>>(2, 1)
                              .Include<Number<0, 3>, Number<2, 3>>(2, 1)
                              .space();
  try {
    MakeArray(space, 2, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "Include(Number<0, 3>(2), Number<2, 3>(1)): no walk that isn't excluded has these "
              "options");
  }
}

TEST(ArrayTest, NoWalksMakeAnEmptyArray) {
  const WalkSpace space = Twelve().Where<Number<0, 3>>([](int) { return false; }).space();
  EXPECT_EQ(MakeArray(space, 2, {}).walks, WalkSet::Of({}));
}

TEST(ArrayTest, WhatIsTooLargeIsRefusedWithTheMemoryItNeeds) {
  const WalkSpace space = test::SpaceOfSizes(std::vector<std::size_t>(6, 1000));
  try {
    MakeArray(space, 4, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "an array of strength 4: An array for these 15000000000000 tuples would need 1.7 TiB "
              "of memory, and the limit is 2.0 GiB.");
  }
}

// What a predicate must not be asked, as an earlier one or a constraint rules it out.
TEST(ArrayTest, PredicatesSeeOnlyWalksThatPassTheEarlierOnes) {
  const WalkSpace space = Twelve()
                              .Where<Number<0, 3>>([](int option) { return option != 2; })
                              .Where([](const Walk& walk) { return walk.OptionIndex(1) != 1; })
                              .Where([](const Walk& walk) {
                                if (walk.OptionIndex(0) == 2 || walk.OptionIndex(1) == 1)
                                  throw std::logic_error("asked of what is excluded");
                                return walk.OptionIndex(2) != 0 || walk.OptionIndex(3) != 0;
                              })
                              .space();
  EXPECT_NO_THROW(MakeArray(space, 2, {}));
}

template <int kCount>
struct Serial : SerialAction {
  static auto Options() { return test::UpTo(kCount); }
  static std::string Label(int option) { return std::to_string(option); }
  void Run(int) const {}
};

TEST(ArrayTest, ACostlySerialActionRunsSeldom) {
  using Costly = Walks<NoState, Serial<4>, Number<0, 4>, Serial<3>, Number<1, 3>, Number<2, 3>>;
  const WalkArray plain = MakeArray(Costly().space(), 2, {});
  EXPECT_FALSE(plain.expense);
  const WalkSpace space = Costly().SerialCost<Serial<4>>(1s).SerialCost<Serial<3>>(10s).space();
  const WalkArray array = MakeArray(space, 2, {});
  ASSERT_TRUE(array.expense);
  EXPECT_LE(array.expense->cost, array.other->cost);
  EXPECT_EQ(array.expense->rows, array.walks.size());
  EXPECT_NE(ArrayText(space, array).find(" serial runs ("), std::string::npos)
      << ArrayText(space, array);
}

TEST(ArrayTest, WhatRunsAgainAsItFailedIsNotSaidToBeCutOff) {
  const WalkSpace space = Twelve().space();
  WalkArray array;
  array.walks = WalkSet::Of({0, 40});
  array.strength = 2;
  array.budget = {5s, 4s, WalkSet::Of({41, 80}), WalkSet::Of({}), 2};
  const std::string begin =
      "4 of 81 walks cover each combination of 2 actions' options; 2 of them are expected to take "
      "4 s, within the budget of 5 s";
  EXPECT_EQ(ArrayText(space, array),
            begin + ", which cuts off " + space[41].name() + " and " + space[80].name());
  WalkArray one = array;
  internal::Spare(one, WalkSet::Of({41}));
  EXPECT_EQ(internal::CutOffOf(one).walks, WalkSet::Of({80}));
  EXPECT_EQ(ArrayText(space, one), begin + ", which cuts off " + space[80].name() +
                                       "; 1 walk that had failed runs all the same");
  internal::Spare(array, WalkSet::Of({41, 80}));
  EXPECT_TRUE(internal::CutOffOf(array).walks.empty());
  EXPECT_EQ(ArrayText(space, array), begin + "; 2 walks that had failed run all the same");
}

using Mounted = Walks<NoState, Serial<4>, Number<0, 4>, Number<1, 3>, Number<2, 3>, Number<3, 3>>;

std::set<Combination> CombinationsOf(const WalkSpace& space, const WalkSet& walks) {
  std::set<Combination> all;
  for (const WalkId id : walks)
    all.merge(CombinationsOf(*internal::WalkAccess::Data(space), id, 2));
  return all;
}

internal::ArrayPlace PlaceIn(const test::TempDirectory& directory) {
  internal::ArrayPlace place;
  place.file = directory / "arrays.jsonl";
  place.suite = "All/Disk.Pass";
  return place;
}

// The file has what was made when nothing was known of costs.
TEST(ArrayTest, AnArrayIsOptimizedByWhatSerialActionsCost) {
  using Branches =
      Walks<NoState, Serial<2>, Serial<3>, Serial<4>, Number<0, 4>, Number<1, 4>, Number<2, 4>>;
  const test::TempDirectory temp;
  internal::ArrayPlace place = PlaceIn(temp);
  MakeArray(Branches().space(), 2, {}, place);
  const WalkSpace space = Branches().SerialCost<Serial<4>>(10s).space();
  const WalkArray before = MakeArray(space, 2, {}, place);
  ASSERT_TRUE(before.expense);
  place.optimize = 100ms;
  const WalkArray array = MakeArray(space, 2, {}, place);
  ASSERT_TRUE(array.expense);
  EXPECT_LT(array.expense->cost, before.expense->cost);
  EXPECT_EQ(CombinationsOf(space, array.walks).size(), CombinationsOf(space, before.walks).size());
  // It stands in the file.
  place.optimize = {};
  EXPECT_EQ(MakeArray(space, 2, {}, place).walks, array.walks);
}

// A walk's predicate is asked little, so that something stays undecided, and each seed covers what
// it happens to.
TEST(ArrayTest, AnArrayThatIsOptimizedCoversNoLessWhereSomethingIsUndecided) {
  unsigned cheaper = 0;
  for (unsigned round = 0; round < test::Rounds(100); ++round) {
    const WalkSpace plain = Mounted().Where(test::RandomPredicate(round, 5)).space();
    const WalkSpace space =
        Mounted().Where(test::RandomPredicate(round, 5)).SerialCost<Serial<4>>(10s).space();
    const test::TempDirectory temp;
    internal::ArrayPlace place = PlaceIn(temp);
    arrays::Settings effort{.seed = round, .steps = 2000, .nodes_per_tuple = 3, .nodes = 60};
    try {
      MakeArray(plain, 2, effort, place);
      effort.seed = round + 1;
      const WalkArray before = MakeArray(space, 2, effort, place);
      place.optimize = 1ns;
      const WalkArray after = MakeArray(space, 2, effort, place);
      EXPECT_GE(CombinationsOf(space, after.walks).size(),
                CombinationsOf(space, before.walks).size())
          << round;
      if (before.expense && after.expense) cheaper += after.expense->cost < before.expense->cost;
    } catch (const Error&) {
      continue;  // no walk is left, or none that can be found
    }
  }
  EXPECT_GT(cheaper, 0u);
}

}  // namespace
}  // namespace combtest
