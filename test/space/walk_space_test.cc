#include "combtest/walk_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>

#include "combtest/random.h"
#include "test/support/numbered.h"
#include "test/support/text.h"

namespace combtest {
namespace {

using test::MessageOf;
using test::Number;
using test::OptionIndices;
using test::SpaceOfSizes;

TEST(WalkSpaceTest, CountsAsNestedLoopsDo) {
  const WalkSpace space = WalkSpace::Of<Number<0, 3>, Number<1, 1>, Number<2, 4>, Number<3, 2>>();
  EXPECT_EQ(space.full_size(), 24u);
  EXPECT_EQ(space.CountIncluded(), 24u);
  EXPECT_FALSE(space.HasExclusions());
  WalkId id = 0;
  for (int a = 0; a < 3; ++a) {
    for (int c = 0; c < 4; ++c) {
      for (int d = 0; d < 2; ++d, ++id) {
        const Walk walk = space[id];
        EXPECT_EQ(walk.id(), id);
        EXPECT_EQ((*walk.Option<Number<0, 3>>()), a);
        EXPECT_EQ((*walk.Option<Number<1, 1>>()), 0);
        EXPECT_EQ((*walk.Option<Number<2, 4>>()), c);
        EXPECT_EQ((*walk.Option<Number<3, 2>>()), d);
        EXPECT_EQ(*walk.OptionAt<int>(2), c);
      }
    }
  }
  EXPECT_EQ(id, space.full_size());
}

TEST(WalkSpaceTest, IdsAndOptionIndicesAreInverse) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::size_t> sizes(1 + random() % 6);
    WalkId product = 1;
    for (std::size_t& size : sizes) product *= size = 1 + random() % 9;
    const WalkSpace space = SpaceOfSizes(sizes);
    ASSERT_EQ(space.full_size(), product);
    for (int draw = 0; draw < 20; ++draw) {
      const WalkId id = random() % product;
      EXPECT_EQ(space.At(OptionIndices(space[id])).id(), id);
    }
    WalkId next = 0;
    for (const Walk& walk : space) ASSERT_EQ(walk.id(), next++);
    EXPECT_EQ(next, product);
  }
}

TEST(WalkSpaceTest, DescribesItself) {
  const WalkSpace space = SpaceOfSizes({3, 2});
  EXPECT_EQ(test::Printed(space), "a(3) x b(2) = 6 walks");
  EXPECT_EQ(test::Printed(SpaceOfSizes({1})), "a(1) = 1 walk");
  EXPECT_EQ(test::Printed(SpaceOfSizes({3}, {[](const Walk&) { return true; }})),
            "a(3) = 3 walks, less exclusions");
  EXPECT_EQ(space.action_count(), 2u);
  EXPECT_EQ(space.ActionName(1), "b");
  EXPECT_EQ(space.OptionCount(0), 3u);
  EXPECT_FALSE(space.IsSerial(0));
}

TEST(WalkSpaceTest, ALargeProductFitsAndOneBeyond64BitsIsAnError) {
  const std::size_t half = std::size_t{1} << 16;
  EXPECT_EQ(SpaceOfSizes({half, half, half, half - 1}).full_size(), 18446462598732840960u);
  const std::string message = MessageOf<Error>([&] {
    SpaceOfSizes({half, half, half, half}).full_size();
  });
  EXPECT_EQ(message,
            "the product a(65536) x b(65536) x c(65536) x d(65536) has more than 2^64 - 1 walks; "
            "take options away, or split the suite");
}

TEST(WalkSpaceTest, AnEmptyOptionListIsAnErrorThatNamesTheAction) {
  EXPECT_EQ(MessageOf<Error>([] {
              SpaceOfSizes({2, 0, 2});
            }),
            "b has no options: its kOptions or Options() is empty; give it at least one");
  EXPECT_EQ(MessageOf<Error>([] { SpaceOfSizes({}); }), "a walk space needs at least one action");
}

TEST(WalkSpaceTest, WhatIsOutOfRangeSaysSo) {
  const WalkSpace space = SpaceOfSizes({3, 2});
  EXPECT_EQ(MessageOf<std::out_of_range>([&] { space[6]; }), "there is no walk 6 in a space of 6");
  EXPECT_EQ(MessageOf<std::out_of_range>([&] { space.At({0}); }),
            "a walk of 2 actions needs as many option indices, not 1");
  EXPECT_EQ(MessageOf<std::out_of_range>([&] {
              space.At({0, 2});
            }),
            "b has 2 options, none at index 2");
  const Walk walk = space[0];
  EXPECT_EQ(MessageOf<std::out_of_range>([&] { walk.OptionIndex(2); }),
            "a walk of 2 actions has none at index 2");
  EXPECT_THROW(walk.ActionName(2), std::out_of_range);
  EXPECT_THROW(walk.OptionText(2), std::out_of_range);
  EXPECT_THROW(walk.OptionAt<int>(2), std::out_of_range);
}

TEST(WalkSpaceTest, AMillionMillionWalksAreDescribedIndexedAndSampledAtOnce) {
  using Space = Number<0, 1000>;
  const WalkSpace space = WalkSpace::Of<Space, Number<1, 1000>, Number<2, 1000>, Number<3, 1000>>();
  EXPECT_EQ(space.full_size(), 1'000'000'000'000u);
  EXPECT_EQ(OptionIndices(space[123'456'789'012]), (std::vector<std::size_t>{123, 456, 789, 12}));
  const std::vector<Walk> sample = space.Sample(1000, 7);
  EXPECT_EQ(sample.size(), 1000u);
  EXPECT_GT(sample.back().id(), 900'000'000'000u);
  EXPECT_LT(sample.front().id(), 100'000'000'000u);
  EXPECT_EQ(space.Find(sample[500].name()), sample[500]);
}

TEST(WalkSpaceTest, ASampleIsReproducibleOrderedAndWithoutDuplicates) {
  const WalkSpace space = SpaceOfSizes({10, 10, 10});
  for (const std::size_t count : {1u, 10u, 499u, 500u, 900u, 1000u}) {
    const std::vector<Walk> sample = space.Sample(count, 42);
    EXPECT_EQ(sample.size(), count);
    EXPECT_EQ(sample, space.Sample(count, 42));
    for (std::size_t i = 1; i < sample.size(); ++i) EXPECT_LT(sample[i - 1].id(), sample[i].id());
  }
  EXPECT_NE(space.Sample(10, 1), space.Sample(10, 2));
  EXPECT_EQ(space.Sample(5000, 1).size(), 1000u);
  EXPECT_TRUE(space.Sample(0, 1).empty());
}

TEST(WalkSpaceTest, EveryWalkIsAboutEquallyLikelyInASample) {
  const WalkSpace space = SpaceOfSizes({8});
  std::vector<int> hits(8);
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    for (const Walk& walk : space.Sample(seed % 2 == 0 ? 2 : 6, seed)) ++hits[walk.id()];
  }
  for (const int count : hits) EXPECT_NEAR(count, 2000, 150);
}

TEST(WalkSpaceTest, ASampleHoldsNoExcludedWalk) {
  const auto rare = [](const Walk& walk) { return walk.OptionIndex(2) == 3; };
  const WalkSpace space = SpaceOfSizes({40, 40, 40}, {rare});
  for (const std::size_t count : {5u, 700u, 1600u, 2000u}) {
    const std::vector<Walk> sample = space.Sample(count, 3);
    EXPECT_EQ(sample.size(), std::min<std::size_t>(count, 1600));
    for (const Walk& walk : sample) EXPECT_EQ(walk.OptionIndex(2), 3u);
    EXPECT_EQ(sample, space.Sample(count, 3));
  }
  const auto none = [](const Walk& walk) { return walk.OptionIndex(0) > 9; };
  EXPECT_TRUE(SpaceOfSizes({3, 3}, {none}).Sample(4, 1).empty());
}

TEST(WalkSpaceTest, RandomOptionDependsOnTheSeedAlone) {
  std::set<int> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const int option = RandomOption<Number<0, 10>>(seed);
    EXPECT_EQ(option, (RandomOption<Number<0, 10>>(seed)));
    seen.insert(option);
  }
  EXPECT_EQ(seen.size(), 10u);
}

struct Plain : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};
struct Other : Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr std::string_view kName = "Plain";
  static std::string Label(int option) { return option == 2 ? "two" : "1"; }
  void Run(int) const {}
};
struct Serial : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static constexpr std::string_view kName = "Plain";
  void Run(int) const {}
};

TEST(WalkSpaceTest, TheFingerprintTellsDifferentSpacesApart) {
  const auto of = [](const WalkSpace& space) { return space.Fingerprint(); };
  EXPECT_EQ(of(WalkSpace::Of<Plain>()), of(WalkSpace::Of<Plain>()));
  const std::set<std::uint64_t> all = {
      of(WalkSpace::Of<Plain>()),        of(WalkSpace::Of<Other>()),
      of(WalkSpace::Of<Serial>()),       of(WalkSpace::Of<Plain, Plain>()),
      of(WalkSpace::Of<Number<0, 2>>()), of(WalkSpace::Of<Number<0, 3>>()),
  };
  EXPECT_EQ(all.size(), 6u);
}

}  // namespace
}  // namespace combtest
