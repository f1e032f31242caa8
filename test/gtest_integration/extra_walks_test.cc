// --combtest_explain=run: extra walks after a run with failures.
#include <gmock/gmock.h>

#include <filesystem>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kExplain = "--combtest_explain=run";
constexpr const char* kPairs = "--combtest_strength=2";

SuiteRun RunFaults(const std::string& faults, Words flags) {
  return RunSuites(FAULTS_PROGRAM, flags, {{"FAULTS", faults}});
}

// What extra walks said, without what stands before it; once where it stands twice.
Words Extra(const SuiteRun& run) {
  Words lines;
  bool in = false;
  for (const std::string& line : Lines(run.run.out)) {
    const std::string tag = "[  WALKS   ] ";
    const std::string text = line.starts_with(tag) ? line.substr(tag.size()) : std::string();
    if (text.starts_with("extra walks: ")) {
      if (!lines.empty()) break;
      in = true;
    } else if (!text.starts_with("  ")) {
      in = false;
    }
    if (in) lines.push_back(text);
  }
  return lines;
}

class ExtraWalks : public testing::TestWithParam<Words> {
 protected:
  static SuiteRun Run(const std::string& faults, const std::string& filter, Words more = {}) {
    Words flags = GetParam();
    flags.push_back("--gtest_filter=" + filter);
    flags.insert(flags.end(), more.begin(), more.end());
    return RunFaults(faults, flags);
  }
};

TEST_P(ExtraWalks, ConfirmWhatTheRunSuspects) {
  const SuiteRun run = Run("one", "All/Disks.*", {kPairs, kExplain});
  const Words extra = Extra(run);
  ASSERT_EQ(extra.size(), 2u) << run.run;
  EXPECT_THAT(extra[0], ContainsRegex("^extra walks: 1?[0-9] selected = "));
  EXPECT_THAT(extra[1], ContainsRegex("^  failed in ReadBack at faults.cc:[0-9]+ with "
                                      "BlockSize=4096 and Remount=true: confirmed by [0-9]+ walks, "
                                      "contradicted by none; [0-9]+ walks that lack one of these"));
}

TEST_P(ExtraWalks, AreNoPartOfTheRun) {
  const SuiteRun without = Run("one", "All/Disks.*", {kPairs});
  const SuiteRun with = Run("one", "All/Disks.*", {kPairs, kExplain});
  EXPECT_EQ(with.run.exit_code, without.run.exit_code);
  EXPECT_EQ(with.cases, without.cases);
  EXPECT_THAT(Extra(without), IsEmpty());
}

TEST_P(ExtraWalks, FindFaultsThatThePairsLeaveOpen) {
  const SuiteRun run = Run("three", "All/Disks.*", {kPairs, kExplain});
  Words found;
  for (const std::string& line : Extra(run)) {
    const auto with = line.find("with "), colon = line.find(": confirmed");
    if (colon != line.npos) found.push_back(line.substr(with, colon - with));
  }
  EXPECT_EQ(Sorted(found),
            (Words{"with BlockSize=4096 and Remount=true", "with Journal=\"wal\" and Pages=4",
                   "with Pages=2 and ReadBack=\"half\""}))
      << run.run;
}

TEST_P(ExtraWalks, RunSerialActionsAgain) {
  const SuiteRun run = Run("one", "All/Servers.*", {kPairs, kExplain});
  ASSERT_EQ(Extra(run).size(), 2u) << run.run;
  EXPECT_THAT(Extra(run)[1], HasSubstr("with Server=\"new\" and Ask<2>=1: confirmed by"))
      << run.run;
}

TEST_P(ExtraWalks, AreNoMoreThanAllowed) {
  const SuiteRun run = Run("one", "All/Disks.*", {kPairs, "--combtest_explain=run:3"});
  ASSERT_FALSE(Extra(run).empty()) << run.run;
  EXPECT_THAT(Extra(run)[0], ContainsRegex("^extra walks: 3 selected = .*; no more were allowed$"));
}

TEST_P(ExtraWalks, EndWithTheirTime) {
  const SuiteRun run = Run("one", "All/Disks.*", {kPairs, "--combtest_explain=run:1ns"});
  ASSERT_FALSE(Extra(run).empty()) << run.run;
  EXPECT_THAT(Extra(run)[0], HasSubstr("their time is over"));
}

TEST_P(ExtraWalks, AreNoneWhereNothingFailed) {
  const SuiteRun run = Run("none", "All/Disks.*", {kPairs, kExplain});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_THAT(Extra(run), IsEmpty());
}

TEST_P(ExtraWalks, AreNotOfWalksThatMayNotBeRepeated) {
  const SuiteRun run = Run("one", "All/Fuses.*", {kExplain});
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_THAT(Extra(run), testing::ElementsAre("extra walks: none may be run: the action BurnFuse "
                                               "says kRepeatable = false"))
      << run.run;
}

// Extra walks have no bodies: it would look as if they passed.
TEST_P(ExtraWalks, SayNothingOfFailuresOfBodies) {
  const SuiteRun run = Run("one", "All/Bodies.*", {kExplain});
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_THAT(Extra(run), IsEmpty()) << run.run;
}

INSTANTIATE_TEST_SUITE_P(Modes, ExtraWalks,
                         testing::Values(Words{}, Words{"--combtest_threads=4"},
                                         Words{"--combtest_workers=3"},
                                         Words{"--combtest_workers=2", "--combtest_threads=2"}));

TEST(ExtraWalksTest, ConfirmCrashes) {
  const SuiteRun run =
      RunFaults("crash", {"--gtest_filter=All/Disks.*", kPairs, kExplain, "--combtest_workers=3"});
  EXPECT_EQ(run.run.exit_code, 1);
  ASSERT_EQ(Extra(run).size(), 2u) << run.run;
  EXPECT_THAT(Extra(run)[1], HasSubstr("crashed: SIGSEGV (segmentation fault) in Remount with "
                                       "BlockSize=4096 and Remount=true: confirmed by "));
}

TEST(ExtraWalksTest, ConfirmTimeOuts) {
  for (const char* threads : {"--combtest_threads=1", "--combtest_threads=2"}) {
    const SuiteRun run =
        RunFaults("hang", {"--gtest_filter=All/Disks.*", kPairs, kExplain, "--combtest_workers=3",
                           "--combtest_walk_timeout=1s", threads});
    EXPECT_EQ(run.run.exit_code, 1);
    ASSERT_GE(Extra(run).size(), 2u) << run.run;
    EXPECT_THAT(Extra(run)[1], ContainsRegex("timed out[^:]* in Remount with BlockSize=4096 and "
                                             "Remount=true: confirmed by "))
        << run.run;
  }
}

TEST(ExtraWalksTest, AreCalledFlakyWhereTheSameWalkPasses) {
  const SuiteRun run = RunFaults("flaky", {"--gtest_filter=All/Disks.*", kPairs, kExplain});
  EXPECT_THAT(run.run.out, Not(HasSubstr("confirmed by"))) << run.run;
  EXPECT_FALSE(Extra(run).empty());
}

TEST(ExtraWalksTest, EndCleanlyWithCtrlC) {
  const SuiteRun run = RunFaults("interrupt", {"--gtest_filter=All/Disks.*", kPairs, kExplain});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_EQ(run.cases.empty(), false);
  ASSERT_FALSE(Extra(run).empty()) << run.run;
  EXPECT_THAT(Extra(run)[0], HasSubstr("; interrupted by SIGINT"));
}

TEST(ExtraWalksTest, AreMarkedInTheTrace) {
  const std::string logs = FreshDirectory();
  const SuiteRun run = RunFaults(
      "one", {"--gtest_filter=All/Disks.*", kPairs, kExplain, "--combtest_log_dir=" + logs});
  std::string trace;
  for (const auto& file : std::filesystem::directory_iterator(logs)) {
    if (file.path().string().ends_with(".trace.jsonl")) trace = ReadFile(file.path().string());
  }
  std::size_t walks = 0, extra = 0;
  std::string last;
  for (const std::string& line : Lines(trace)) {
    walks += line.starts_with("{\"type\":\"walk\"") ? 1 : 0;
    extra += line.starts_with("{\"type\":\"extra_walk\"") ? 1 : 0;
    last = line;
  }
  EXPECT_EQ(walks, run.cases.size());
  EXPECT_GT(extra, 3u);
  EXPECT_THAT(last, HasSubstr("\"confirmed\":true"));
  std::filesystem::remove_all(logs);
}

TEST(ExtraWalksTest, GoByAnEarlierTrace) {
  const std::string logs = FreshDirectory();
  const Words flags = {"--gtest_filter=All/Disks.*", kPairs, "--combtest_log_dir=" + logs};
  RunFaults("one", flags);
  Words again = flags;
  again.insert(again.end(), {kExplain, "--combtest_rerun=" + logs});
  const SuiteRun run = RunFaults("one", again);
  EXPECT_EQ(run.cases.size(), 2u);
  ASSERT_EQ(Extra(run).size(), 2u) << run.run;
  EXPECT_THAT(Extra(run)[0], ContainsRegex("^extra walks: 1?[0-9] selected = "));
  EXPECT_THAT(Extra(run)[1], HasSubstr("with BlockSize=4096 and Remount=true: confirmed by "));
  std::filesystem::remove_all(logs);
}

TEST(ExtraWalksTest, SayWhyInCallsOfRunTests) {
  for (const char* workers : {"0", "2"}) {
    const SuiteRun run = RunSuites(FAULTS_PROGRAM, {"--gtest_filter=Called.*", kPairs, kExplain},
                                   {{"FAULTS", "one"}, {"CALL_WORKERS", workers}});
    EXPECT_THAT(run.run.out, HasSubstr("with BlockSize=4096 and Remount=true: confirmed by "))
        << run.run;
  }
}

}  // namespace
}  // namespace combtest::test
