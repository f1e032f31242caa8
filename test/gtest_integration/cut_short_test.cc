// Reports of runs that were cut short.
#include <algorithm>
#include <regex>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

// The counts of all ledgers that the program printed, by their words.
std::map<std::string, int> Ledger(const SuiteRun& run) {
  std::map<std::string, int> counts;
  static const std::regex kCount("([0-9]+) (selected|passed|failed|crashed|timed out|not run)");
  for (const std::string& line : Lines(run.run.out)) {
    if (!line.starts_with("[  WALKS   ] ") || line.find(" selected = ") == std::string::npos)
      continue;
    for (std::sregex_iterator at(line.begin(), line.end(), kCount), end; at != end; ++at)
      counts[(*at)[2]] += std::stoi((*at)[1]);
  }
  return counts;
}

// Console, JSON report and ledger say the same of the walks of suites that began.
void ExpectAgreement(const SuiteRun& run, const std::string& begun) {
  SCOPED_TRACE(testing::Message() << run.run);
  EXPECT_EQ(run.run.exit_code, 1);
  std::map<std::string, int> counts;
  for (const CaseReport& report : run.cases) {
    if (!report.name.starts_with(begun)) continue;
    ++counts["selected"];
    ++counts[report.result == "SKIPPED" ? "not run"
             : report.failures.empty()  ? "passed"
                                        : "failed"];
  }
  std::map<std::string, int> ledger = Ledger(run);
  ledger["failed"] += ledger["crashed"] + ledger["timed out"];
  for (const char* count : {"selected", "passed", "failed", "not run"})
    EXPECT_EQ(counts[count], ledger[count]) << count;
  // A skip without a word.
  static const std::regex kMute(R"(: Skipped\n+\[)");
  EXPECT_FALSE(std::regex_search(run.run.out, kMute));
}

struct Ways {
  std::string name;
  Words flags;
};
void PrintTo(const Ways& ways, std::ostream* out) { *out << ways.name; }

class CutShort : public testing::TestWithParam<Ways> {
 protected:
  static SuiteRun Run(Words flags, const Environment& variables) {
    flags.insert(flags.end(), GetParam().flags.begin(), GetParam().flags.end());
    return RunSuites(CUT_SHORT_PROGRAM, flags, variables);
  }
  static std::vector<CaseReport> CasesOf(const SuiteRun& run, const std::string& suite) {
    std::vector<CaseReport> cases = run.cases;
    std::erase_if(cases, [&](const CaseReport& one) { return !one.name.starts_with(suite); });
    return cases;
  }
};

TEST_P(CutShort, WhatFinishedIsReportedAfterASignal) {
  const SuiteRun run = Run({"--gtest_filter=All/Steps.*:All/Mounts.*"},
                           {{"CUT_STEP", "6"}, {"CUT_WALK", "interrupt and hang"}});
  ExpectAgreement(run, "All/Steps.");
  EXPECT_GE(Ledger(run)["not run"], 1);
  for (const CaseReport& report : CasesOf(run, "All/Mounts.")) EXPECT_EQ(report.result, "SKIPPED");
}

TEST_P(CutShort, WhatFinishedIsReportedAfterASignalInASerialAction) {
  const SuiteRun run = Run({"--gtest_filter=All/Mounts.*"}, {{"CUT_SERIAL", "terminate"}});
  ExpectAgreement(run, "All/Mounts.");
  EXPECT_EQ(Ledger(run)["passed"], 11);
  EXPECT_EQ(Ledger(run)["failed"], 1);
  EXPECT_EQ(Ledger(run)["not run"], 12);
}

TEST(CutShortInOrder, WhatFinishedIsReportedAfterASignal) {
  const SuiteRun run =
      RunSuites(CUT_SHORT_PROGRAM, {"--gtest_filter=All/Steps.*", "--combtest_workers=1"},
                {{"CUT_STEP", "6"}, {"CUT_WALK", "interrupt and hang"}});
  ExpectAgreement(run, "All/Steps.");
  EXPECT_EQ(Ledger(run)["passed"], 4);
  EXPECT_EQ(Ledger(run)["failed"], 1);
  EXPECT_EQ(Ledger(run)["not run"], 7);
}

TEST_P(CutShort, BodiesThatReadStatesAndLaterTestsOfTheSuite) {
  const SuiteRun run =
      Run({"--gtest_filter=All/Reads.*"}, {{"CUT_STEP", "6"}, {"CUT_WALK", "interrupt and hang"}});
  ExpectAgreement(run, "All/Reads.First");
  for (const CaseReport& report : CasesOf(run, "All/Reads.Second"))
    EXPECT_EQ(report.result, "SKIPPED");
}

TEST_P(CutShort, WhatFinishedIsReportedAfterRunTimeout) {
  const SuiteRun run = Run({"--gtest_filter=All/Steps.*", "--combtest_run_timeout=1s"},
                           {{"CUT_STEP", "6"}, {"CUT_WALK", "hang"}});
  ExpectAgreement(run, "All/Steps.");
  EXPECT_GE(Ledger(run)["not run"], 1);
}

TEST_P(CutShort, WhatFinishedIsReportedUnderFailFast) {
  const SuiteRun run = Run({"--gtest_filter=All/Steps.*:All/Reads.*", "--gtest_fail_fast"}, {});
  ExpectAgreement(run, "All/Steps.");
  EXPECT_EQ(Ledger(run)["selected"], 12);
  EXPECT_EQ(Ledger(run)["failed"], 1);
  for (const CaseReport& report : CasesOf(run, "All/Reads.")) EXPECT_EQ(report.result, "SKIPPED");
}

TEST_P(CutShort, AnyOrderOfCases) {
  const SuiteRun run = Run({"--gtest_filter=All/Steps.*", "--gtest_shuffle"},
                           {{"CUT_STEP", "6"}, {"CUT_WALK", "interrupt and hang"}});
  ExpectAgreement(run, "All/Steps.");
}

TEST_P(CutShort, OneSignalEndsAllIterations) {
  const SuiteRun run = Run({"--gtest_filter=All/Steps.*", "--gtest_repeat=1000"},
                           {{"CUT_STEP", "6"}, {"CUT_WALK", "interrupt and hang"}});
  ExpectAgreement(run, "All/Steps.");
  EXPECT_EQ(run.run.out.find("(iteration 2)"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All, CutShort,
    testing::Values(Ways{"workers", {"--combtest_workers=2"}},
                    Ways{"states", {"--combtest_workers=2", "--combtest_states=cut_states.jsonl"}},
                    Ways{"worker_threads", {"--combtest_workers=1", "--combtest_threads=3"}},
                    Ways{"more", {"--combtest_workers=5"}}),
    [](const auto& ways) { return ways.param.name; });

}  // namespace
}  // namespace combtest::test
