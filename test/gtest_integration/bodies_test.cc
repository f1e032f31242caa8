// Test bodies that use the fixture in unusual and in wrong ways.
#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

// Walks run in the body, or ahead of it.
class Bodies : public testing::TestWithParam<int> {
 protected:
  SuiteRun Run(const std::string& filter) {
    return RunSuites(BODIES_PROGRAM, {"--gtest_filter=" + filter,
                                      "--combtest_threads=" + std::to_string(GetParam())});
  }
};

TEST_P(Bodies, ThatNeverRunTheirWalkDoNotPass) {
  const SuiteRun run = Run("All/Bodies.NeverRuns/*");
  EXPECT_EQ(run.run.exit_code, 1);
  for (const CaseReport& report : run.cases) {
    SCOPED_TRACE(report.name);
    ASSERT_EQ(report.failures.size(), 1u);
    EXPECT_NE(report.failures[0].find("RunWalk()"), std::string::npos) << report.failures[0];
  }
}

TEST_P(Bodies, MaySkip) {
  const SuiteRun run = Run("All/Bodies.SkipsBefore/Log3_1:All/Bodies.SkipsBefore/Log3_2");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_NE(run.run.out.find("not today"), std::string::npos);
  for (const CaseReport& report : run.cases) EXPECT_EQ(report.result, "SKIPPED");
}

TEST_P(Bodies, RunTheirWalkOnce) {
  const SuiteRun run = Run("All/Bodies.RunsTwice/Log3_1");
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_NE(run.run.out.find("RunWalk() was called a second time"), std::string::npos) << run.run;
  EXPECT_EQ(run.log, Words{"walk 1"});
}

TEST_P(Bodies, HaveNoStateBeforeTheirWalk) {
  const SuiteRun run = Run("All/Bodies.StateTooEarly/Log3_1");
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_NE(run.run.out.find("state() was called before RunWalk()"), std::string::npos) << run.run;
}

TEST_P(Bodies, GoOnAfterTheWalk) {
  const SuiteRun run = Run("All/Bodies.UsesResult/*");
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_EQ(Logged(run, "body").size(), 3u);
  EXPECT_TRUE(run.Case("All/Bodies.UsesResult/Log3_1").failures.empty());
  EXPECT_TRUE(run.Case("All/Bodies.UsesResult/Log3_2").failures.empty());
  // The walk's own, and nothing from the body.
  EXPECT_EQ(run.Case("All/Bodies.UsesResult/Log3_3").failures.size(), 2u);
}

TEST_P(Bodies, NeedTheStateOfTheirWalks) {
  const SuiteRun run = Run("All/WrongState.*");
  EXPECT_EQ(run.run.exit_code, 1);
  for (const CaseReport& report : run.cases) {
    EXPECT_NE(report.failures.at(0).find("the fixture is a WalkTest<int>, but it is instantiated "
                                         "with Walks<Trace, "),
              std::string::npos)
        << report.failures[0];
  }
}

TEST_P(Bodies, AndWalksDoNotRunWhereSetUpTestSuiteFailed) {
  const SuiteRun run = Run("All/BrokenSetUp.*");
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_EQ(run.log, Words{});
  EXPECT_NE(run.run.out.find("no ground to stand on"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Threads, Bodies, testing::Values(1, 4), testing::PrintToStringParamName());

}  // namespace
}  // namespace combtest::test
