// The line at the end of a failure's message, pasted to a shell.
#include <filesystem>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

// What to paste from the last line of a failure's message.
std::string ReplayLine(const CaseReport& report) {
  const std::string line = Lines(report.failures.at(report.failures.size() - 1)).back();
  const std::string label = "replay: ";
  const auto at = line.find(label);
  return at == line.npos ? line : line.substr(at + label.size());
}

SuiteRun Paste(const std::string& line) {
  Binary shell;
  shell.argv = {"/bin/sh", "-c", line};
  shell.directory = FreshDirectory();
  shell.environment = {{"ORDER_LOG", shell.directory + "/order.log"},
                       {"GTEST_OUTPUT", "json:" + shell.directory + "/report.json"}};
  SuiteRun result;
  result.run = RunBinary(shell);
  result.cases = ReadJsonReport(shell.directory + "/report.json");
  result.log = Lines(ReadFile(shell.directory + "/order.log"));
  return result;
}

class Replay : public AllModes {};

TEST_P(Replay, RunsExactlyTheFailedWalkAgain) {
  for (const std::string suite : {"Mixed", "Indexed", "Custom", "Wrapped"}) {
    const SuiteRun all = Run("All/" + suite + ".Pass/*");
    int pasted = 0;
    for (const CaseReport& report : all.cases) {
      if (report.failures.empty()) continue;
      // Every seventh is enough to see each kind of failure.
      if (pasted++ % 7 != 0) continue;
      SCOPED_TRACE(ReplayLine(report));
      const SuiteRun again = Paste(ReplayLine(report));
      EXPECT_EQ(again.run.exit_code, 1) << again.run;
      EXPECT_EQ(again.cases, std::vector{report});
      EXPECT_LE(Logged(again, "walk").size(), 1u);
      EXPECT_EQ(Logged(again, "switch").size(), GetParam().serial ? 1u : 0u);
    }
    EXPECT_GT(pasted, 7);
  }
}

TEST_P(Replay, WorksForAProgramWithAnAwkwardPath) {
  const std::string program = FreshDirectory() + "/it's a \"program\" of $HOME";
  std::filesystem::create_symlink(GetParam().Program(), program);
  const std::string name = "All/Mixed.Pass/" + Walk("A_1__Misbehave_kExpect", "C_true");
  const SuiteRun run = RunSuites(program, GetParam().Flags({"--gtest_filter=" + name}));
  const SuiteRun again = Paste(ReplayLine(run.Case(name)));
  EXPECT_EQ(again.run.exit_code, 1) << again.run;
  EXPECT_EQ(again.cases, run.cases);
}

INSTANTIATE_TEST_SUITE_P(All, Replay, testing::ValuesIn(Modes()), ModeName);

}  // namespace
}  // namespace combtest::test
