// Faults that are injected into a suite are named, in every mode.
#include <algorithm>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

// The lines that say why, without what stands before them. They stand twice where many tests
// failed.
Words Why(const SuiteRun& run) {
  Words why;
  for (const std::string& line : Lines(run.run.out)) {
    const auto at = line.find("fails with ");
    if (at == line.npos) continue;
    const std::string text = line.substr(at);
    if (std::find(why.begin(), why.end(), text) == why.end()) why.push_back(text);
  }
  return why;
}

SuiteRun RunFaults(const std::string& faults, Words flags, Environment variables = {}) {
  variables["FAULTS"] = faults;
  return RunSuites(FAULTS_PROGRAM, std::move(flags), variables);
}

class Explained : public testing::TestWithParam<Words> {
 protected:
  static SuiteRun Run(const std::string& faults, const std::string& filter) {
    Words flags = GetParam();
    flags.push_back("--gtest_filter=" + filter);
    return RunFaults(faults, flags);
  }
};

const std::string kOne =
    "fails with BlockSize=4096 and Remount=true: 18 of 18 such walks; no other failed";

TEST_P(Explained, OneFault) {
  const SuiteRun run = Run("one", "All/Disks.*");
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_EQ(Why(run), Words{kOne}) << run.run;
}

TEST_P(Explained, ThreeThatOverlap) {
  const SuiteRun run = Run("three", "All/Disks.*");
  EXPECT_EQ(Sorted(Why(run)),
            (Words{"fails with BlockSize=4096 and Remount=true: 18 of 18 such walks",
                   "fails with Journal=\"wal\" and Pages=4: 18 of 18 such walks",
                   "fails with Pages=2 and ReadBack=\"half\": 12 of 12 such walks"}))
      << run.run;
}

TEST_P(Explained, NothingIsSaidWhereNothingFails) {
  const SuiteRun run = Run("none", "All/Disks.*");
  EXPECT_EQ(run.run.exit_code, 0);
  EXPECT_EQ(Why(run), Words{});
  EXPECT_EQ(run.run.out.find("nothing in common"), std::string::npos) << run.run;
}

// What the lines say to do gives what they say.
TEST_P(Explained, TheNearestWalksAreThere) {
  const SuiteRun run = Run("one", "All/Disks.*");
  std::string fails, passes;
  for (const std::string& line : Lines(run.run.out)) {
    const auto at = line.find("--gtest_filter='");
    if (at == line.npos) continue;
    const std::string filter = line.substr(at + 16, line.find('\'', at + 16) - at - 16);
    if (line.find("fails:  ") != line.npos) fails = filter;
    if (line.find("passes: ") != line.npos) passes = filter;
  }
  ASSERT_FALSE(fails.empty()) << run.run;
  EXPECT_EQ(run.Case(fails).failures.empty(), false) << fails;
  EXPECT_TRUE(run.Case(passes).failures.empty()) << passes;
  EXPECT_NE(run.run.out.find("the nearest that passes has "), std::string::npos) << run.run;
}

TEST_P(Explained, TheAnswerStandsBelowGoogleTestsList) {
  const SuiteRun run = Run("one", "All/Disks.*");
  const auto list = run.run.out.find("FAILED TESTS");
  if (list == std::string::npos) return;  // with --gtest_brief there is none
  EXPECT_NE(run.run.out.find(kOne, list), std::string::npos) << run.run;
}

INSTANTIATE_TEST_SUITE_P(Modes, Explained,
                         testing::Values(Words{}, Words{"--gtest_brief=1"},
                                         Words{"--combtest_threads=3"},
                                         Words{"--combtest_workers=3"},
                                         Words{"--combtest_workers=2", "--gtest_brief=1"},
                                         Words{"--gtest_shuffle"}));

TEST(Explanations, OfCrashesOverEightWorkers) {
  const SuiteRun run = RunFaults("crash", {"--gtest_filter=All/Disks.*", "--combtest_workers=8"});
  EXPECT_EQ(Why(run), Words{kOne}) << run.run;
  EXPECT_NE(run.run.out.find("18 walks crashed: SIGSEGV"), std::string::npos) << run.run;
  EXPECT_NE(run.run.out.find(" in Remount"), std::string::npos) << run.run;
}

TEST(Explanations, OfCallsOfRunTests) {
  for (const std::string workers : {"0", "3"}) {
    const SuiteRun run = RunFaults("one", {"--gtest_filter=Called.*"}, {{"CALL_WORKERS", workers}});
    EXPECT_EQ(Why(run), Words{kOne}) << run.run;
  }
}

TEST(Explanations, OfAnArray) {
  const SuiteRun run = RunFaults(
      "one", {"--gtest_filter=All/Disks.*", "--combtest_strength=3", "--combtest_workers=2"});
  ASSERT_EQ(Why(run).size(), 1u) << run.run;
  EXPECT_NE(Why(run)[0].find("BlockSize=4096 and Remount=true"), std::string::npos) << run.run;
}

// A slice of the walks has it in common that it is a slice.
TEST(Explanations, WhereAllThatRunFail) {
  const SuiteRun run = RunFaults("one", {"--gtest_filter=All/Disks.*BlockSize_4096*Remount_true*"});
  EXPECT_EQ(Why(run), Words{});
  EXPECT_NE(run.run.out.find("no walk got past it"), std::string::npos) << run.run;
}

}  // namespace
}  // namespace combtest::test
