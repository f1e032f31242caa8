// Death tests inside actions, on one thread and on several, here and in workers.
#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

class Deaths : public testing::TestWithParam<Words> {};
INSTANTIATE_TEST_SUITE_P(All, Deaths,
                         testing::Values(Words{}, Words{"--combtest_threads=4"},
                                         Words{"--combtest_workers=2"},
                                         Words{"--combtest_workers=2", "--combtest_threads=4"}));

TEST_P(Deaths, AreJudgedAlike) {
  const SuiteRun run = RunSuites(DEATHS_PROGRAM, GetParam());
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  ASSERT_EQ(run.cases.size(), 48U) << run.run;
  for (const CaseReport& report : run.cases) {
    SCOPED_TRACE(report.name);
    const bool other = Contains(report.name, "Die_7"), none = Contains(report.name, "Die_8");
    EXPECT_EQ(report.failures.empty(), !other && !none);
    if (report.failures.empty()) continue;
    EXPECT_TRUE(
        Contains(report.failures[0], other ? "Exited with exit status 8" : "failed to die"));
    EXPECT_TRUE(Contains(report.failures[0], other ? "another way" : "not at all"));
  }
}

}  // namespace
}  // namespace combtest::test
