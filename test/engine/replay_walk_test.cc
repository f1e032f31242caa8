#include <gtest/gtest.h>

#include <array>
#include <string>

#include "combtest/combtest.h"

namespace combtest {
namespace {

struct Trail {
  std::string text;
};

struct Say : Action {
  static constexpr std::array kOptions = {"a", "b"};
  void Run(std::string_view word, Trail& trail) const { trail.text += word; }
};
struct Turn : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const { ++runs; }
  static inline int runs = 0;
};

TEST(ReplayWalkTest, RunsAWalkOfASpaceWithItsSerialActionsFromTheGivenState) {
  Turn::runs = 0;
  const WalkSpace space = Walks<Trail, Say, Turn, Say>().space();
  const Results results = ReplayWalk(space.At({1, 0, 0}), Trail{">"});
  EXPECT_EQ(results.ledger.passed, 1u);
  ASSERT_EQ(results.states.size(), 1u);
  EXPECT_EQ(results.states[0].text, ">ba");
  EXPECT_EQ(Turn::runs, 1);
}

TEST(ReplayWalkTest, RunsAWalkBuiltByHand) {
  const Results results = ReplayWalk<Trail>(MakeWalk<Trail>(With<Say>("x"), With<Say>("y")));
  ASSERT_EQ(results.states.size(), 1u);
  EXPECT_EQ(results.states[0].text, "xy");
}

TEST(ReplayWalkTest, RefusesAnotherStateAndNone) {
  const Walk walk = MakeWalk<Trail>(With<Say>("x"));
  EXPECT_THROW(ReplayWalk<int>(walk), Error);
  EXPECT_THROW(ReplayWalk<Trail>(MakeWalk(With<Say>("x"))), Error);
}

}  // namespace
}  // namespace combtest
