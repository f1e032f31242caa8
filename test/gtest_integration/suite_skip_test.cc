// A suite that its SetUpTestSuite skips.
#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

class SkippedSuite : public testing::TestWithParam<Words> {};

TEST_P(SkippedSuite, RunsNothing) {
  const SuiteRun run = RunSuites(SUITE_SKIP_PROGRAM, GetParam());
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.log, Words{});
  EXPECT_EQ(run.cases.size(), 4u);
  for (const CaseReport& report : run.cases) EXPECT_EQ(report.result, "SKIPPED") << report.name;
  EXPECT_NE(run.run.out.find("SetUpTestSuite skipped the suite: no printer"), std::string::npos)
      << run.run;
}

INSTANTIATE_TEST_SUITE_P(All, SkippedSuite,
                         testing::Values(Words{}, Words{"--combtest_threads=4"},
                                         Words{"--combtest_workers=2"},
                                         Words{"--combtest_workers=2", "--combtest_threads=4"}));

}  // namespace
}  // namespace combtest::test
