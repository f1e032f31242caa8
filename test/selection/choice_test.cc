#include "src/selection/choice.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "combtest/combtest.h"
#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

struct A : test::Number<0, 3> {};
struct B : test::Number<1, 4> {};

const WalkSpace& Space() {
  static const WalkSpace space = WalkSpace::Of<A, B>();
  return space;
}

std::string NameOf(WalkId id) { return Space()[id].name(); }

WalkSet ByFilter(const std::string& filter, const WalkSpace& space = Space(),
                 const WalkSet& walks = WalkSet::All()) {
  Choice choice;
  choice.filter = filter;
  return Chosen(space, walks, choice);
}

TEST(ChoiceTest, WhoAsksForNothingGetsAllInTheirOrder) {
  EXPECT_TRUE(Chosen(Space(), WalkSet::All(), {}).all());
  EXPECT_EQ(Chosen(Space(), WalkSet::Of({5, 1}), {}), WalkSet::Of({5, 1}));
}

TEST(ChoiceTest, AFilterThatNamesWalksChoosesThem) {
  const std::string filter = "*/" + NameOf(7) + ":All/Suite.Test/" + NameOf(2);
  EXPECT_EQ(ByFilter(filter), WalkSet::Of({2, 7}));
  EXPECT_EQ(ByFilter(filter, Space(), WalkSet::Range(0, 5)), WalkSet::Of({2}));
  EXPECT_EQ(ByFilter("All/Suite.Test/NoSuchWalk"), WalkSet::Of({}));
}

TEST(ChoiceTest, AFilterThatMaySelectMoreLeavesTheChoiceToGoogleTest) {
  for (const std::string& filter :
       std::vector<std::string>{"*", "-*" + NameOf(7), NameOf(2) + "*:All/S.T/" + NameOf(7)}) {
    EXPECT_TRUE(ByFilter(filter).all()) << filter;
    EXPECT_EQ(ByFilter(filter, Space(), WalkSet::Of({3})), WalkSet::Of({3})) << filter;
  }
}

TEST(ChoiceTest, ExcludedWalksAreNotChosenByName) {
  const WalkSpace space = Walks<NoState, A, B>()
                              .Where([](const Walk& walk) { return walk.OptionIndex(0) != 1; })
                              .space();
  EXPECT_EQ(ByFilter("*/" + NameOf(1) + ":*/" + NameOf(5), space), WalkSet::Of({1}));
}

WalkSet SampleOf(const WalkSet& walks, std::uint64_t sample, double fraction,
                 std::uint64_t seed = 1) {
  Choice choice;
  choice.sample = sample;
  choice.fraction = fraction;
  choice.seed = seed;
  return Chosen(Space(), walks, choice);
}

TEST(ChoiceTest, ASampleIsTheFirstOfAListAndAnyOfAll) {
  const WalkSet list = WalkSet::Of({7, 3, 11, 1, 5});
  EXPECT_EQ(SampleOf(list, 2, 1), WalkSet::Of({7, 3}));
  EXPECT_EQ(SampleOf(list, 9, 1), list);
  EXPECT_EQ(SampleOf(list, 0, 0.41), WalkSet::Of({7, 3, 11}));
  EXPECT_EQ(SampleOf(list, 2, 0.41), WalkSet::Of({7, 3}));
  EXPECT_EQ(SampleOf(list, 0, 1e-9), WalkSet::Of({7}));
  EXPECT_EQ(SampleOf(WalkSet::All(), 5, 1).size(), 5u);
  EXPECT_EQ(SampleOf(WalkSet::All(), 99, 1).size(), 12u);
  EXPECT_EQ(SampleOf(WalkSet::All(), 0, 0.25).size(), 3u);
  EXPECT_EQ(SampleOf(WalkSet::All(), 5, 1), SampleOf(WalkSet::All(), 5, 1));
  EXPECT_NE(SampleOf(WalkSet::All(), 5, 1), SampleOf(WalkSet::All(), 5, 1, 2));
}

TEST(ChoiceTest, SaysThatALastRunIsntThere) {
  EXPECT_TRUE(RunToRepeat("", "x") == nullptr);
  try {
    RunToRepeat("/no/such/traces", "x");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("--combtest_rerun: there is no trace"), 0u)
        << error.what();
  }
}

}  // namespace
}  // namespace combtest::internal
