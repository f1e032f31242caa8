// Test bodies that use the fixture in unusual and in wrong ways.
#include "test/gtest_integration/programs/actions.h"

struct Log3 : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option) const {
    Log("walk " + std::to_string(option));
    ASSERT_NE(option, 3) << "three fails";
  }
};
using Three = combtest::Walks<Trace, Log3>;

class Bodies : public combtest::WalkTest<Trace> {};
TEST_P(Bodies, NeverRuns) {}
TEST_P(Bodies, SkipsBefore) { GTEST_SKIP() << "not today"; }
TEST_P(Bodies, RunsTwice) {
  RunWalk();
  RunWalk();
}
TEST_P(Bodies, StateTooEarly) { state(); }
TEST_P(Bodies, UsesResult) {
  const combtest::WalkResult& result = RunWalk();
  EXPECT_EQ(result.failed(), *GetParam().Option<Log3>() == 3);
  EXPECT_EQ(HasFatalFailure(), result.failed());
  SUCCEED() << state().text;
  Log("body");
}
INSTANTIATE_TEST_SUITE_P(All, Bodies, Three(), combtest::WalkName());

class WrongState : public combtest::WalkTest<int> {};
TEST_P(WrongState, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, WrongState, Three(), combtest::WalkName());

class BrokenSetUp : public combtest::WalkTest<Trace> {
 protected:
  static void SetUpTestSuite() { ADD_FAILURE() << "no ground to stand on"; }
};
TEST_P(BrokenSetUp, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, BrokenSetUp, Three(), combtest::WalkName());
