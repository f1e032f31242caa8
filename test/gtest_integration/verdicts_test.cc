// What GoogleTest reports about walks that fail, skip, throw and pass, and the flags about
// failures.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <regex>
#include <set>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

constexpr std::size_t kNone = std::string::npos;

class Verdicts : public AllModes {
 protected:
  std::size_t MixedCount() const { return GetParam().serial ? 84 : 42; }

  // The report of the walk of All/Mixed.Pass with A_2, this fault and C_true.
  SuiteRun RunFault(const std::string& fault, Words flags = {}) {
    return Run(FaultCase(fault), std::move(flags));
  }
  std::string FaultCase(const std::string& fault) const {
    return "All/Mixed.Pass/" + Walk("A_2__Misbehave_" + fault, "C_true");
  }
};

void ExpectMessage(const std::string& message, const Words& parts) {
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = message.find(part, at);
    EXPECT_NE(found, kNone) << "no `" << part << "`, or not in this place, in\n" << message;
    if (found != kNone) at = found + part.size();
  }
}

void ExpectVerdictsByName(const SuiteRun& run) {
  for (const CaseReport& report : run.cases) {
    SCOPED_TRACE(report.name);
    const auto has = [&](const char* part) { return report.name.find(part) != kNone; };
    const bool fails = has("_kExpect") || has("_kAssert") || has("_kThrow");
    const bool skips = has("_kSkip") || has("_kCancel");
    EXPECT_EQ(report.result, skips ? "SKIPPED" : "COMPLETED");
    EXPECT_EQ(!report.failures.empty(), fails);
  }
}

TEST_P(Verdicts, EachWalkHasItsOwn) {
  const SuiteRun run = Run("All/Mixed.*");
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_EQ(run.cases.size(), MixedCount());
  ExpectVerdictsByName(run);
  // After a fatal failure or a skip the walk's later actions don't run, after a non-fatal one they
  // do.
  EXPECT_EQ(Logged(run, "walk").size(), MixedCount() / 7 * 2);
}

TEST_P(Verdicts, NamesThatSayNothingStillFindTheirWalks) {
  for (const std::string suite : {"Indexed", "Custom"}) {
    SCOPED_TRACE(suite);
    // Faults come in this order: none, EXPECT, ASSERT, throw, throw, skip, cancel; each for all
    // options of the actions after it.
    const std::size_t each = GetParam().serial ? 4 : 2;
    for (const Words& flags : {Words{}, Words{"--gtest_shuffle", "--gtest_random_seed=5"}}) {
      const SuiteRun run = Run("All/" + suite + ".Pass/*", flags);
      EXPECT_EQ(run.cases.size(), MixedCount());
      for (const CaseReport& report : run.cases) {
        SCOPED_TRACE(report.name);
        const std::size_t id = std::stoul(report.name.substr(report.name.find_last_of("/k") + 1));
        const std::size_t fault = id / each % 7;
        EXPECT_EQ(report.result, fault >= 5 ? "SKIPPED" : "COMPLETED");
        EXPECT_EQ(!report.failures.empty(), fault >= 1 && fault <= 4);
        if (fault == 1)
          ExpectMessage(report.failures.at(1),
                        {"walk:   A(" + std::to_string(id / each / 7 + 1) + ")"});
      }
    }
  }
}

TEST_P(Verdicts, FailuresNameWalkActionAndOption) {
  for (const auto& [fault, text] : std::map<std::string, std::string>{
           {"kExpect", "expected no such fault"}, {"kAssert", "asserted no such fault"}}) {
    const SuiteRun run = RunFault(fault);
    const Words failures = run.cases.at(0).failures;
    ASSERT_EQ(failures.size(), 2u) << run.run;
    ExpectMessage(failures[0], {"programs/actions.h:", text, "Google Test trace:", "traced"});
    ExpectMessage(failures[1], {"suites.cc:", "Walk failed", "in:     Misbehave(" + fault + ")",
                                "walk:   A(2), Misbehave(" + fault + "), ", "C(true)",
                                "state:  {\"text\":\"A2 M"});
    ExpectMessage(run.run.out, {text, "Walk failed", "replay: "});
  }
  for (const auto& [fault, text] : std::map<std::string, std::string>{
           {"kThrow", "std::runtime_error: thrown on purpose"}, {"kThrowText", "a mere text"}}) {
    const SuiteRun run = RunFault(fault);
    const Words failures = run.cases.at(0).failures;
    ASSERT_EQ(failures.size(), 1u) << run.run;
    ExpectMessage(failures[0],
                  {"suites.cc:", "Walk failed: threw ", text, "in:     Misbehave(" + fault + ")",
                   "action 2 of ", "walk:   A(2), Misbehave(" + fault + "), ", "state: "});
  }
}

TEST_P(Verdicts, SkippedWalksSayWhy) {
  for (const auto& [fault, reason] : std::map<std::string, std::string>{
           {"kSkip", "skipped on purpose"}, {"kCancel", "cancelled on purpose"}}) {
    SCOPED_TRACE(fault);
    const std::string report = FreshDirectory() + "/report.xml";
    const SuiteRun run = RunFault(fault, {"--gtest_output=xml:" + report});
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_NE(run.run.out.find("[  SKIPPED ] 1 test"), kNone) << run.run;
    EXPECT_NE(run.run.out.find(reason), kNone) << run.run;
    const std::string xml = ReadFile(report);
    EXPECT_NE(xml.find("result=\"skipped\""), kNone) << xml;
    ExpectMessage(xml, {"<skipped message=", reason});
  }
}

TEST_P(Verdicts, RepeatRunsEverythingAgain) {
  const SuiteRun good = Run("All/Good.Pass/*", {"--gtest_repeat=3"});
  EXPECT_EQ(good.run.exit_code, 0) << good.run;
  const std::size_t walks = GetParam().serial ? 36 : 18;
  EXPECT_EQ(Logged(good, "walk").size(), 3 * walks);
  const Words lines = Logged(good, "walk");
  EXPECT_EQ(std::set<std::string>(lines.begin(), lines.end()).size(), walks);
  EXPECT_EQ(Logged(good, "switch").size(), GetParam().serial ? 6u : 0u);
  EXPECT_EQ(Logged(good, "undo").size(), GetParam().serial ? 6u : 0u);

  const SuiteRun mixed = Run("All/Mixed.*", {"--gtest_repeat=2"});
  EXPECT_EQ(mixed.run.exit_code, 1);
  ExpectVerdictsByName(mixed);
  const std::string failed = std::to_string(MixedCount() / 7 * 4) + " FAILED TESTS";
  const std::size_t first = mixed.run.out.find(failed);
  ASSERT_NE(first, kNone) << mixed.run;
  EXPECT_NE(mixed.run.out.find(failed, first + 1), kNone) << mixed.run;
}

Words Order(const SuiteRun& run) {
  Words order;
  for (const std::string& line : Lines(run.run.out)) {
    if (line.starts_with("[ RUN      ] ")) order.push_back(line.substr(13));
  }
  return order;
}

TEST_P(Verdicts, ShuffleChangesTheOrderOnly) {
  const Words straight = Order(Run("All/Mixed.*"));
  const SuiteRun shuffled = Run("All/Mixed.*", {"--gtest_shuffle", "--gtest_random_seed=7"});
  ExpectVerdictsByName(shuffled);
  EXPECT_EQ(straight.size(), MixedCount());
  EXPECT_NE(Order(shuffled), straight);
  EXPECT_EQ(Sorted(Order(shuffled)), Sorted(straight));
  EXPECT_EQ(Order(Run("All/Mixed.*", {"--gtest_shuffle", "--gtest_random_seed=7"})),
            Order(shuffled));
  EXPECT_EQ(Logged(shuffled, "walk").size(), MixedCount() / 7 * 2);
}

TEST_P(Verdicts, FailFastStopsAtTheFirstFailure) {
  const SuiteRun run = Run("All/Mixed.*:All/Reads.*", {"--gtest_fail_fast"});
  EXPECT_EQ(run.run.exit_code, 1);
  // Threads may have begun some walks together with the one that failed.
  const auto failed = std::count_if(run.cases.begin(), run.cases.end(),
                                    [](const CaseReport& one) { return !one.failures.empty(); });
  EXPECT_GE(failed, 1) << run.run;
  EXPECT_LE(failed, GetParam().threads) << run.run;
  ExpectMessage(run.run.out, {"expected no such fault", "Walk failed", "replay: "});
  EXPECT_LE(Logged(run, "walk").size(), 8u);
  // Nothing of the suite after it.
  EXPECT_EQ(Logged(run, "walk A1 Bx").size(), 0u);
  const SuiteRun good = Run("All/Reads.*", {"--gtest_fail_fast"});
  EXPECT_EQ(good.run.exit_code, 0) << good.run;
  EXPECT_EQ(Logged(good, "walk").size(), GetParam().serial ? 36u : 18u);
}

TEST_P(Verdicts, BreakOnFailureTrapsAfterPrintingTheFailure) {
  const SuiteRun run = RunFault("kExpect", {"--gtest_break_on_failure"});
  EXPECT_EQ(run.run.signal, SIGTRAP) << run.run;
  EXPECT_NE((run.run.out + run.run.err).find("expected no such fault"), kNone) << run.run;
  EXPECT_EQ(Run("All/Good.*", {"--gtest_break_on_failure"}).run.exit_code, 0);
}

TEST_P(Verdicts, ThrowOnFailureEndsTheProgram) {
  const SuiteRun run = RunFault("kExpect", {"--gtest_throw_on_failure"});
  EXPECT_EQ(run.run.signal, SIGABRT) << run.run;
  EXPECT_NE((run.run.out + run.run.err).find("expected no such fault"), kNone) << run.run;
}

TEST_P(Verdicts, UncaughtExceptionsReachTheDebugger) {
  const SuiteRun run = RunFault("kThrow", {"--gtest_catch_exceptions=0"});
  EXPECT_EQ(run.run.signal, SIGABRT) << run.run;
  EXPECT_NE(run.run.err.find("thrown on purpose"), kNone) << run.run;
  // A cancelled walk is no error even so.
  const SuiteRun cancelled = RunFault("kCancel", {"--gtest_catch_exceptions=0"});
  EXPECT_EQ(cancelled.run.exit_code, 0) << cancelled.run;
  EXPECT_EQ(cancelled.cases.at(0).result, "SKIPPED");
}

TEST_P(Verdicts, BriefPrintsFailuresOnly) {
  const SuiteRun good = Run("All/Good.*", {"--gtest_brief=1"});
  EXPECT_EQ(good.run.exit_code, 0) << good.run;
  EXPECT_EQ(good.run.out.find("[ RUN "), kNone) << good.run;
  EXPECT_EQ(good.run.out.find("Good"), kNone) << good.run;
  EXPECT_EQ(good.run.err, "");
  const SuiteRun failing = RunFault("kExpect", {"--gtest_brief=1"});
  EXPECT_EQ(failing.run.out.find("[ RUN "), kNone) << failing.run;
  ExpectMessage(failing.run.out, {"expected no such fault", "replay: ", "[  FAILED  ] "});
}

// The XML report without what differs from run to run.
std::string Normalised(const std::string& xml) {
  return std::regex_replace(xml, std::regex("time(stamp)?=\"[^\"]*\""), "time=\"\"");
}

std::string XmlOf(const Mode& mode, const std::string& filter) {
  const std::string path = FreshDirectory() + "/report.xml";
  Binary binary;
  binary.argv = {mode.Program(), "--gtest_filter=" + filter, "--gtest_output=xml:" + path};
  for (const std::string& flag : mode.Flags()) binary.argv.push_back(flag);
  RunBinary(binary);
  return Normalised(ReadFile(path));
}

// Without serial actions one thread runs each walk in its test body, and four run them ahead.
TEST(Reports, AreTheSameForAnyNumberOfThreads) {
  for (const std::string program : {"Plain", "Serial"}) {
    SCOPED_TRACE(program);
    for (const std::string filter : {"-*Bodies*", "All/Mixed.*", "All/Reads.*:Ordinary.*"}) {
      const std::string one = XmlOf({program, program == "Serial", 1}, filter);
      EXPECT_NE(one.find("<testcase "), kNone);
      EXPECT_EQ(one, XmlOf({program, program == "Serial", 4}, filter));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Verdicts, testing::ValuesIn(Modes()), ModeName);

}  // namespace
}  // namespace combtest::test
