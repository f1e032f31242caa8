// --combtest_retries: which walks run again, how often, and what is reported of them.
#include <filesystem>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

struct FlakyRun {
  BinaryRun run;
  std::string report;
  std::string directory;
  std::vector<CaseReport> cases;

  int Attempts(const std::string& walk) const {
    const auto path = std::filesystem::path(directory) / walk;
    return std::filesystem::exists(path) ? static_cast<int>(std::filesystem::file_size(path)) : 0;
  }
};

FlakyRun RunFlaky(const std::string& ways, Words flags, const std::string& suite = "Rooms") {
  Binary program;
  std::string filter;
  for (const std::string& way : Lines(ways))
    filter += ":All/" + suite + ".Pass/*Behave_" + way + "*";
  program.argv = {FLAKY_PROGRAM, "--gtest_filter=" + filter.substr(1)};
  program.argv.insert(program.argv.end(), flags.begin(), flags.end());
  FlakyRun result;
  result.directory = FreshDirectory();
  program.environment = {{"FLAKY_DIR", result.directory},
                         {"GTEST_OUTPUT", "json:" + result.directory + "/report.json"}};
  result.run = RunBinary(program);
  result.report = ReadFile(result.directory + "/report.json");
  result.cases = ReadJsonReport(result.directory + "/report.json");
  return result;
}

int Count(const std::string& text, const std::string& piece) {
  int count = 0;
  for (auto at = text.find(piece); at != text.npos; at = text.find(piece, at + 1)) ++count;
  return count;
}

class RetriesTest : public testing::TestWithParam<Words> {
 protected:
  FlakyRun Run(const std::string& ways, Words flags) {
    flags.insert(flags.end(), GetParam().begin(), GetParam().end());
    return RunFlaky(ways, flags);
  }
};

TEST_P(RetriesTest, AWalkThatPassesAfterFailingIsFlakyAndPasses) {
  const FlakyRun run =
      Run("well\nonce\ntwice\nthrown\nskipped\nfatal\nnonfatal", {"--combtest_retries=2"});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  for (const std::string room : {"a", "b"}) {
    EXPECT_EQ(run.Attempts(room + "_well"), 1);
    EXPECT_EQ(run.Attempts(room + "_once"), 2);
    EXPECT_EQ(run.Attempts(room + "_thrown"), 2);
    EXPECT_EQ(run.Attempts(room + "_fatal"), 2);
    EXPECT_EQ(run.Attempts(room + "_nonfatal"), 2);
    EXPECT_EQ(run.Attempts(room + "_twice"), 3);
    EXPECT_EQ(run.Attempts(room + "_skipped"), 1);
  }
  for (const CaseReport& report : run.cases) EXPECT_TRUE(report.failures.empty()) << report.name;
  EXPECT_EQ(Count(run.report, "\"combtest_attempts\": \"2\""), 8) << run.report;
  EXPECT_EQ(Count(run.report, "\"combtest_attempts\": \"3\""), 2) << run.report;
  EXPECT_EQ(Count(run.run.out, "[  FLAKY   ] Walk flaky: passed in attempt 2"), 8) << run.run;
  EXPECT_TRUE(Contains(run.run.out,
                       "attempt 1: threw std::runtime_error: no door (in Behave(\"thrown\"))"));
  EXPECT_TRUE(Contains(run.run.out, "the door is stuck"));
  EXPECT_TRUE(Contains(run.run.out, "14 selected = 2 passed + 10 flaky + 2 cancelled"));
  EXPECT_TRUE(Contains(run.run.out,
                       "10 FLAKY WALKS failed and passed when run again, which counts "
                       "as passed; --combtest_flaky=fail makes it a failure"));
}

TEST_P(RetriesTest, AWalkThatFailsAllItsAttemptsFails) {
  const FlakyRun run = Run("always\ntwice\ndifferent", {"--combtest_retries=1"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_EQ(run.Attempts("a_always"), 2);
  EXPECT_EQ(run.Attempts("a_twice"), 2);
  EXPECT_TRUE(Contains(run.run.out, "6 selected = 6 failed"));
  EXPECT_TRUE(Contains(run.run.out, "Walk failed (in each of 2 attempts)"));
  EXPECT_EQ(Count(run.report, "\"combtest_attempts\": \"2\""), 6) << run.report;
  for (const CaseReport& report : run.cases) {
    // The last attempt's assertion, and the walk.
    ASSERT_EQ(report.failures.size(), 2u) << report.name;
    const bool different = report.name.find("different") != report.name.npos;
    EXPECT_EQ(Count(report.failures[1], "attempt number 1"), different ? 1 : 0);
    EXPECT_EQ(Count(report.failures[1], "there is a wall"), 0);
  }
}

TEST_P(RetriesTest, AnAttemptThatIsCancelledProvesNothing) {
  const FlakyRun run = Run("cancelling", {"--combtest_retries=2"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_EQ(run.Attempts("a_cancelling"), 3);
  EXPECT_TRUE(Contains(run.run.out, "2 selected = 2 failed"));
  EXPECT_TRUE(Contains(run.run.out, "and then it is cancelled"));
}

TEST_P(RetriesTest, FlakyWalksFailWhereThatIsThePolicy) {
  const FlakyRun run = Run("well\nonce", {"--combtest_retries=2", "--combtest_flaky=fail"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "4 selected = 2 passed + 2 flaky"));
  EXPECT_TRUE(Contains(run.run.out,
                       "2 FLAKY WALKS failed and passed when run again, which counts "
                       "as failed (--combtest_flaky=fail)"));
  EXPECT_EQ(run.Attempts("a_once"), 2);
  for (const CaseReport& report : run.cases) {
    const bool once = report.name.find("once") != report.name.npos;
    EXPECT_EQ(report.failures.size(), once ? 1u : 0u);
  }
}

TEST_P(RetriesTest, FailFastStopsOnlyAtAWalkThatFailedAllItsAttempts) {
  const FlakyRun flaky = Run("well\nonce\ntwice", {"--combtest_retries=2", "--gtest_fail_fast"});
  EXPECT_EQ(flaky.run.exit_code, 0) << flaky.run;
  EXPECT_EQ(flaky.Attempts("b_twice"), 3);
  EXPECT_TRUE(Contains(flaky.run.out, "6 selected = 2 passed + 4 flaky")) << flaky.run;
  EXPECT_EQ(flaky.Attempts("b_well"), 1);
  const FlakyRun failed = Run("once\nalways", {"--combtest_retries=1", "--gtest_fail_fast"});
  EXPECT_EQ(failed.run.exit_code, 1) << failed.run;
  EXPECT_LE(failed.Attempts("a_always"), 2);
  EXPECT_GE(failed.Attempts("a_always") + failed.Attempts("b_always"), 2);
}

INSTANTIATE_TEST_SUITE_P(All, RetriesTest,
                         testing::Values(Words{}, Words{"--combtest_threads=4"},
                                         Words{"--combtest_workers=3"},
                                         Words{"--combtest_workers=2", "--combtest_threads=2"}),
                         [](const auto& mode) { return "Mode" + std::to_string(mode.index); });

TEST(RetriesProgramTest, WalksThatTookTheirWorkerDownRunAgain) {
  const FlakyRun run =
      RunFlaky("well\ncrashing\nslow",
               {"--combtest_retries=1", "--combtest_workers=2", "--combtest_walk_timeout=3s"});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "6 selected = 2 passed + 4 flaky"));
  EXPECT_TRUE(
      Contains(run.run.out, "attempt 1: crashed: SIGABRT (abort) (in Behave(\"crashing\"))"));
  EXPECT_TRUE(Contains(run.run.out, "attempt 1: timed out after 3 s (in Behave(\"slow\"))"));
  EXPECT_EQ(run.Attempts("a_crashing"), 2);
  EXPECT_EQ(run.Attempts("b_slow"), 2);
}

TEST(RetriesProgramTest, AWalkThatHadBegunWhenTheRunStoppedHasHadAnAttempt) {
  const FlakyRun run =
      RunFlaky("once\nlate", {"--combtest_retries=1", "--combtest_workers=4", "--gtest_fail_fast"});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "4 selected = 4 flaky")) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "too late"));
  for (const std::string walk : {"a_once", "b_once", "a_late", "b_late"})
    EXPECT_EQ(run.Attempts(walk), 2) << walk;
}

TEST(RetriesProgramTest, RunTimeoutHoldsWhileBegunWalksComeToTheirEnds) {
  const FlakyRun run = RunFlaky("once\nslow", {"--combtest_retries=1", "--combtest_workers=4",
                                               "--gtest_fail_fast", "--combtest_run_timeout=10s"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  // What is left of it where the slow walk was begun in the pass after the failure.
  EXPECT_TRUE(Contains(run.run.out, "longer than run_timeout (")) << run.run;
  // Whether both had been begun when the failure came, or later, is a matter of luck.
  EXPECT_GE(run.Attempts("a_slow") + run.Attempts("b_slow"), 1);
  for (const std::string walk : {"a_slow", "b_slow"}) EXPECT_LE(run.Attempts(walk), 1) << walk;
}

TEST(RetriesProgramTest, RunTimeoutBetweenPassesFailsTheRun) {
  const FlakyRun run =
      RunFlaky("tardy", {"--combtest_retries=1", "--combtest_run_timeout=1s", "--gtest_fail_fast"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "the run took longer than run_timeout (1 s)")) << run.run;
  EXPECT_EQ(run.Attempts("a_tardy"), 1);
}

TEST(RetriesProgramTest, WithoutThemNothingRunsTwice) {
  const FlakyRun run = RunFlaky("once", {});
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_EQ(run.Attempts("a_once"), 1);
  EXPECT_EQ(Count(run.report, "combtest_attempts"), 0);
}

TEST(RetriesProgramTest, SuitesWithSerialActionsRefuseThem) {
  const FlakyRun run = RunFlaky("well", {"--combtest_retries=1"}, "LitRooms");
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_EQ(Count(run.run.out,
                  "retries: a failed walk can't be run again alone where all walks of "
                  "its branch share what the serial action Light did; leave out "
                  "retries for this suite, or the serial action"),
            1)
      << run.run;
  EXPECT_EQ(run.Attempts("light"), 0);
  EXPECT_EQ(run.Attempts("a_well"), 0);
  // The suite is no obstacle where it doesn't run.
  EXPECT_EQ(RunFlaky("well", {"--combtest_retries=1"}).run.exit_code, 0);
}

}  // namespace
}  // namespace combtest::test
