// --combtest_failures=N: few of the failures that are alike are printed, and all are reported.
#include <gmock/gmock.h>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t Count(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++count;
  return count;
}

class Failures : public testing::TestWithParam<Words> {
 protected:
  static SuiteRun Run(const std::string& failures, Words more = {}) {
    Words flags = GetParam();
    flags.push_back("--gtest_filter=All/Disks.*");
    if (!failures.empty()) flags.push_back("--combtest_failures=" + failures);
    flags.insert(flags.end(), more.begin(), more.end());
    return RunSuites(FAULTS_PROGRAM, flags, {{"FAULTS", "three"}});
  }
};

TEST_P(Failures, AreAllPrintedWhereNoTerminalIs) {
  const SuiteRun run = Run("");
  EXPECT_EQ(Count(run.run.out, "Walk failed\n"), 43u) << run.run;
  EXPECT_THAT(run.run.out, Not(HasSubstr("more failed like")));
}

TEST_P(Failures, AreFewOfThoseThatAreAlike) {
  const SuiteRun all = Run("all");
  const SuiteRun few = Run("2");
  EXPECT_EQ(few.run.exit_code, 1);
  EXPECT_EQ(few.cases, all.cases);
  EXPECT_EQ(Count(few.run.out, "Walk failed\n"), 2u) << few.run;
  EXPECT_THAT(few.run.out, HasSubstr("[  WALKS   ] and 41 more failed like these, "));
  EXPECT_THAT(few.run.out, HasSubstr("--combtest_failures=all prints them"));
  // GoogleTest's own lines are what they were.
  for (const char* line : {"[ RUN      ]", "[       OK ]", "[  FAILED  ]", "[----------]",
                           "[==========]", " FAILED TESTS"})
    EXPECT_EQ(Count(few.run.out, line), Count(all.run.out, line)) << line;
}

TEST_P(Failures, NoneWhereNoneAreAskedFor) {
  const SuiteRun run = Run("0", {"--gtest_brief=1", "--gtest_repeat=2"});
  EXPECT_EQ(Count(run.run.out, "Walk failed\n"), 0u) << run.run;
  EXPECT_EQ(Count(run.run.out, "[  WALKS   ] and 43 more failed like this, "), 2u);
}

INSTANTIATE_TEST_SUITE_P(Modes, Failures, testing::Values(Words{}, Words{"--combtest_workers=2"}));

TEST(FailuresTest, EachKindHasItsOwn) {
  const SuiteRun run =
      RunSuites(FAULTS_PROGRAM,
                {"--gtest_filter=All/Disks.*", "--combtest_failures=1", "--combtest_workers=2"},
                {{"FAULTS", "crash"}});
  EXPECT_EQ(Count(run.run.out, "Walk crashed"), 1u + 1) << run.run;
  EXPECT_THAT(run.run.out, HasSubstr("more failed like these, "));
}

}  // namespace
}  // namespace combtest::test
