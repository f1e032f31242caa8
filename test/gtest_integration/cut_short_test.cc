// Reports of runs that were cut short.
#include <algorithm>
#include <csignal>
#include <filesystem>
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

// --- Serial actions that end the program, or hang ---

const Ways kSerialWays[] = {
    {"alone", {}}, {"threads", {"--combtest_threads=3"}}, {"workers", {"--combtest_workers=2"}}};

class SerialCut : public testing::TestWithParam<Ways> {
 protected:
  // Of the suite with serial actions, with a trace in `traces`.
  SuiteRun Run(Environment variables, Words flags = {}) {
    variables["CUT_LISTENS"] = "1";
    flags.push_back("--gtest_filter=All/Mounts.*");
    flags.push_back("--combtest_log_dir=" + traces_);
    flags.insert(flags.end(), GetParam().flags.begin(), GetParam().flags.end());
    return RunSuites(CUT_SHORT_PROGRAM, flags, variables);
  }
  std::string Trace() const {
    std::string text;
    for (const auto& entry : std::filesystem::directory_iterator(traces_))
      if (entry.path().extension() != ".log") text += ReadFile(entry.path());
    return text;
  }
  const std::string traces_ = FreshDirectory();
};

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_P(SerialCut, ExitIsNoSuccess) {
  for (const char* how : {"exit 0", "quick exit"}) {
    const SuiteRun run = Run({{"CUT_SERIAL", how}});
    EXPECT_EQ(run.run.exit_code, 71) << run.run;
    EXPECT_TRUE(Has(run.run.err, "was called in the serial action Mount(\"ro\")")) << run.run;
    EXPECT_TRUE(Has(run.run.err, "24 selected = 11 passed + 1 failed + 12 not run")) << run.run;
    EXPECT_TRUE(Has(run.run.err, "listener: 24 selected = 11 passed")) << run.run;
    EXPECT_TRUE(Has(Trace(), R"({"type":"end","ledger":{"selected":24,"passed":11)")) << Trace();
  }
}

TEST_P(SerialCut, ExitOfUndoIsNoSuccess) {
  const SuiteRun run = Run({{"CUT_UNDO", "exit 0"}});
  EXPECT_EQ(run.run.exit_code, 71) << run.run;
  EXPECT_TRUE(Has(run.run.err, "in the serial action Undo of Mount(\"ro\")")) << run.run;
}

TEST_P(SerialCut, ExitOfAListenerIsNoSuccess) {
  const SuiteRun run = Run({{"CUT_LISTENER", "exit 0"}});
  EXPECT_EQ(run.run.exit_code, 71) << run.run;
  EXPECT_TRUE(Has(run.run.err, "in the listener ")) << run.run;
}

TEST_P(SerialCut, AnExitCodeOfItsOwnStays) {
  const SuiteRun run = Run({{"CUT_SERIAL", "exit 3"}});
  EXPECT_EQ(run.run.exit_code, 3) << run.run;
  EXPECT_TRUE(Has(run.run.err, "exit(3) was called in the serial action Mount(\"ro\")")) << run.run;
}

TEST_P(SerialCut, ACrashIsNamed) {
  const std::map<std::string, int> kSignals{
      {"abort", SIGABRT}, {"fault", SIGSEGV}, {"raise", SIGFPE}};
  for (const auto& [how, signal] : kSignals) {
    const SuiteRun run = Run({{"CUT_SERIAL", how}});
    EXPECT_EQ(run.run.signal, signal) << run.run;
    EXPECT_TRUE(Has(run.run.err, "combtest: Mount(\"ro\") crashed: SIG")) << run.run;
    const SuiteRun undo = Run({{"CUT_UNDO", how}});
    EXPECT_EQ(undo.run.signal, signal) << undo.run;
    EXPECT_TRUE(Has(undo.run.err, "combtest: Undo of Mount(\"ro\") crashed: SIG")) << undo.run;
    EXPECT_TRUE(Trace().ends_with("}\n"));
  }
}

TEST_P(SerialCut, SerialTimeoutEndsTheRun) {
  for (const char* how : {"hang", "read"}) {
    const SuiteRun run = Run({{"CUT_SERIAL", how}}, {"--combtest_serial_timeout=300ms"});
    EXPECT_EQ(run.run.exit_code, 72) << run.run;
    EXPECT_TRUE(Has(run.run.err, "Mount(\"ro\") took longer than serial_timeout (300 ms)"));
    EXPECT_TRUE(Has(run.run.err, "24 selected = 11 passed + 1 failed + 12 timed out")) << run.run;
    EXPECT_TRUE(Has(run.run.err, "listener: 24 selected = 11 passed")) << run.run;
    EXPECT_TRUE(Has(Trace(), R"({"type":"end","ledger":{"selected":24,"passed":11)")) << Trace();
  }
}

TEST_P(SerialCut, UndoHasTheSameTime) {
  const SuiteRun run = Run({{"CUT_UNDO", "hang"}}, {"--combtest_serial_timeout=300ms"});
  EXPECT_EQ(run.run.exit_code, 72) << run.run;
  EXPECT_TRUE(Has(run.run.err, "Undo of Mount(\"ro\") took longer than serial_timeout (300 ms)"));
  EXPECT_TRUE(Has(run.run.err, "24 selected = 22 passed + 2 failed")) << run.run;
}

TEST_P(SerialCut, OneThatHangsIsEndedAfterASignalOrRunTimeout) {
  const SuiteRun signalled = Run({{"CUT_SERIAL", "interrupt and hang"}});
  EXPECT_EQ(signalled.run.exit_code, 72) << signalled.run;
  EXPECT_TRUE(Has(signalled.run.err,
                  "Mount(\"ro\") went on for 2 s after the run was told to end: "
                  "interrupted by SIGINT"))
      << signalled.run;
  EXPECT_TRUE(Has(signalled.run.err, "24 selected = 11 passed + 1 failed + 12 not run"));
  const SuiteRun late = Run({{"CUT_SERIAL", "read"}}, {"--combtest_run_timeout=500ms"});
  EXPECT_EQ(late.run.exit_code, 72) << late.run;
  EXPECT_TRUE(Has(late.run.err, "the run took longer than run_timeout (500 ms)")) << late.run;
}

TEST_P(SerialCut, OneThatComesToItsEndIsReportedAsEver) {
  const SuiteRun run = Run({{"CUT_SERIAL", "terminate"}});
  ExpectAgreement(run, "All/Mounts.");
  EXPECT_EQ(Ledger(run)["passed"], 11);
  EXPECT_EQ(Ledger(run)["not run"], 12);
}

TEST_P(SerialCut, StatesAreWritten) {
  const std::string states = FreshDirectory() + "/states.jsonl";
  const SuiteRun run = Run({{"CUT_SERIAL", "hang"}},
                           {"--combtest_serial_timeout=300ms", "--combtest_states=" + states});
  EXPECT_EQ(run.run.exit_code, 72) << run.run;
  EXPECT_GE(Lines(ReadFile(states)).size(), 12u) << run.run;
}

INSTANTIATE_TEST_SUITE_P(All, SerialCut, testing::ValuesIn(kSerialWays),
                         [](const auto& ways) { return ways.param.name; });

TEST(ExitBeforeTheEnd, IsNoSuccess) {
  const std::map<std::string, std::string> kPlaces{
      {"CUT_ENVIRONMENT", "in an environment or a listener of the tests"},
      {"CUT_OPTIONS", "in Options() of Drive"},
      {"CUT_LABEL", "in a Label, a ShouldCancel, a Where"},
      {"CUT_PREDICATE", "in a Label, a ShouldCancel, a Where"},
      {"CUT_WALK", "in the test All/Steps.Pass/Step_2"}};
  for (const auto& [variable, place] : kPlaces) {
    const SuiteRun run = RunSuites(CUT_SHORT_PROGRAM, {"--gtest_filter=All/Steps.*"},
                                   {{variable, "exit 0"}, {"CUT_STEP", "2"}});
    EXPECT_EQ(run.run.exit_code, 71) << run.run;
    EXPECT_TRUE(Has(run.run.err, "exit(0) was called " + place)) << run.run;
  }
}

}  // namespace
}  // namespace combtest::test
