// Walk suites of every kind beside ordinary tests. Built twice: with a serial action
// (SUITES_WITH_SERIAL) and without one.
#include "test/gtest_integration/programs/actions.h"

#ifdef SUITES_WITH_SERIAL
using GoodWalks = combtest::Walks<Trace, A, B, Switch, C>;
using MixedWalks = combtest::Walks<Trace, A, Misbehave, Switch, C>;
#else
using GoodWalks = combtest::Walks<Trace, A, B, C>;
using MixedWalks = combtest::Walks<Trace, A, Misbehave, C>;
#endif

TEST(Ordinary, Passes) { Log("ordinary"); }

class Good : public combtest::WalkTest<Trace> {};
TEST_P(Good, Pass) { RunWalk(); }
TEST_P(Good, Again) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Good, GoodWalks(), combtest::WalkName());
INSTANTIATE_TEST_SUITE_P(Few, Good, GoodWalks().Where([](const combtest::Walk& walk) {
  return *walk.Option<A>() == 2;
}),
                         combtest::WalkName());

class Mixed : public combtest::WalkTest<Trace> {};
TEST_P(Mixed, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Mixed, MixedWalks(), combtest::WalkName());

// GoogleTest's index names.
class Indexed : public combtest::WalkTest<Trace> {};
TEST_P(Indexed, Pass) { RunWalk(); }
TEST_P(Indexed, Again) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Indexed, MixedWalks());

std::string NameById(const testing::TestParamInfo<combtest::Walk>& parameter) {
  return "Walk" + std::to_string(parameter.param.id());
}

class Custom : public combtest::WalkTest<Trace> {};
TEST_P(Custom, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Custom, MixedWalks(), NameById);

std::string NameAfterWalk(const testing::TestParamInfo<combtest::Walk>& parameter) {
  return "My_" + combtest::WalkName()(parameter);
}

class Wrapped : public combtest::WalkTest<Trace> {};
TEST_P(Wrapped, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Wrapped, MixedWalks(), NameAfterWalk);

class Partly : public combtest::WalkTest<Trace> {};
TEST_P(Partly, Pass) { RunWalk(); }
TEST_P(Partly, DISABLED_Slow) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Partly, GoodWalks(), combtest::WalkName());

class DISABLED_Whole : public combtest::WalkTest<Trace> {};
TEST_P(DISABLED_Whole, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, DISABLED_Whole, GoodWalks(), combtest::WalkName());

// Looks at the state in the body.
class Reads : public combtest::WalkTest<Trace> {};
TEST_P(Reads, Pass) {
  const combtest::WalkResult& result = RunWalk();
  EXPECT_TRUE(result.passed());
  const combtest::Walk& walk = GetParam();
  std::string expected =
      "A" + std::to_string(*walk.Option<A>()) + " B" + std::string(*walk.Option<B>());
  if (const bool* on = walk.Option<Switch>()) expected += *on ? " on" : " off";
  expected += *walk.Option<C>() ? " C1" : " C0";
  EXPECT_EQ(state().text, expected);
}
INSTANTIATE_TEST_SUITE_P(All, Reads, GoodWalks(), combtest::WalkName());

TEST(Ordinary, AlsoPasses) { Log("ordinary"); }
