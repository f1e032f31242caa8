// Serial actions in a process of their own: whatever they do there, they fail their branch and no
// other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "test/worker/scopes_run.h"

namespace combtest::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::StartsWith;
using testing::UnorderedElementsAre;

constexpr const char* kAllPassed = "144 selected = 144 passed; balanced";

ScopesRun Isolated(const std::string& suite, Variables variables) {
  if (suite == "once") variables.emplace("COMBTEST_ISOLATE_SERIAL", "true");
  ScopesRun run = RunScopes(suite, std::move(variables));
  EXPECT_THAT(run.ledger, HasSubstr("; balanced")) << run.err;
  EXPECT_THAT(run.left_behind, IsEmpty());
  return run;
}

std::set<int> Stages(const ScopesRun& run) {
  std::set<int> processes;
  for (const auto& [place, pid] : run.log) {
    if (place.find(":SetMode") != place.npos || place.find(":SetLevel") != place.npos)
      processes.insert(pid);
  }
  return processes;
}

class StageModes
    : public testing::TestWithParam<std::tuple<const char*, const char*, const char*>> {};

TEST_P(StageModes, RunsWhatItShouldAndNothingElse) {
  const auto [suite, workers, threads] = GetParam();
  const ScopesRun run =
      Isolated(suite, {{"COMBTEST_WORKERS", workers}, {"COMBTEST_THREADS", threads}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.ledger, kAllPassed);
  EXPECT_EQ(Stages(run).size(), 1u);
  EXPECT_EQ(run.Count("there:SetMode(1)") + run.Count("there:~SetMode(1)"), 2);
  EXPECT_EQ(run.Count("there:SetLevel(2)") + run.Count("there:~SetLevel(2)"), 4);
  EXPECT_EQ(run.Count("SetMode(1)") + run.Count("SetLevel(2)") + run.Count("~SetLevel(2)"), 0);
}

INSTANTIATE_TEST_SUITE_P(All, StageModes,
                         testing::Combine(testing::Values("own", "own-opaque", "once"),
                                          testing::Values("0", "1", "2", "8"),
                                          testing::Values("1", "4")));

struct Case {
  const char* fault;
  const char* failed;
};

class StageFails : public testing::TestWithParam<std::tuple<Case, const char*>> {};

TEST_P(StageFails, ItsBranchAlone) {
  const auto& [what, workers] = GetParam();
  const ScopesRun run = Isolated("own", {{"COMBTEST_WORKERS", workers},
                                         {"FAULT", what.fault},
                                         {"COMBTEST_SERIAL_TIMEOUT", "1500ms"}});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.failed, ElementsAre(Pair(StartsWith(what.failed), 24)));
  EXPECT_THAT(run.run_failures, IsEmpty());
  // Actions around it don't run again, and are undone.
  EXPECT_EQ(run.Count("there:SetMode(0)") + run.Count("late:SetMode(0)"), 1);
  EXPECT_EQ(run.Count("there:~SetMode(0)") + run.Count("late:~SetMode(0)"), 1);
  EXPECT_EQ(run.Count("there:~SetLevel(1)") + run.Count("late:~SetLevel(1)"), 1);
}

INSTANTIATE_TEST_SUITE_P(
    All, StageFails,
    testing::Combine(
        testing::Values(
            Case{"once-throw@there:SetLevel(1)",
                 "SetLevel(1): failed; SetLevel(1): threw std::runtime_error: thrown on purpose"},
            Case{"once-segv@there:SetLevel(1)", "SetLevel(1): crashed: SIGSEGV"},
            Case{"once-abort@there:SetLevel(1)", "SetLevel(1): crashed: SIGABRT"},
            Case{"once-kill@there:SetLevel(1)", "SetLevel(1): crashed: SIGKILL"},
            Case{"once-exit0@there:SetLevel(1)", "SetLevel(1): exited: code 0"},
            Case{"once-_exit0@there:SetLevel(1)", "SetLevel(1): exited: code 0"},
            Case{"once-close@there:SetLevel(1)", "SetLevel(1): exited: code 113"},
            Case{"once-hang@there:SetLevel(1)", "SetLevel(1): timed out after 1.5 s"}),
        testing::Values("0", "2")));

class StageUndoFails : public testing::TestWithParam<Case> {};

TEST_P(StageUndoFails, TheRunAndNoWalk) {
  const ScopesRun run = Isolated("own", {{"COMBTEST_WORKERS", "2"},
                                         {"FAULT", GetParam().fault},
                                         {"COMBTEST_SERIAL_TIMEOUT", "1500ms"}});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.ledger, kAllPassed);
  EXPECT_THAT(run.run_failures, Contains(StartsWith(GetParam().failed)));
}

INSTANTIATE_TEST_SUITE_P(
    All, StageUndoFails,
    testing::Values(Case{"once-segv@there:~SetLevel(1)", "Undo of SetLevel(1): crashed: SIGSEGV"},
                    Case{"once-exit0@there:~SetMode(0)", "Undo of SetMode(0): exited: code 0"},
                    Case{"once-_exit0@there:~SetLevel(0)", "Undo of SetLevel(0): exited: code 0"},
                    Case{"once-throw@there:~SetMode(1)", "Undo of SetMode(1): threw"},
                    Case{"once-hang@there:~SetLevel(2)", "Undo of SetLevel(2): timed out"}));

TEST(Stage, LosesWhatOnlyItHad) {
  const ScopesRun run = Isolated("own-opaque", {{"FAULT", "once-segv@there:SetLevel(1)"}});
  EXPECT_EQ(run.ledger, "144 selected = 96 passed + 24 crashed + 24 lost; balanced");
  EXPECT_THAT(run.failed,
              UnorderedElementsAre(
                  Pair(StartsWith("SetLevel(1): crashed: SIGSEGV"), 24),
                  Pair(StartsWith("SetMode(0): lost: its branch's state went with the process in "
                                  "which SetLevel(1) crashed: SIGSEGV"),
                       24)));
  EXPECT_THAT(run.run_failures, ElementsAre(StartsWith("Undo of SetMode(0): the state")));
  EXPECT_EQ(run.Count("there:SetLevel(2)") + run.Count("late:SetLevel(2)"), 1);
}

TEST(Stage, GoesOnFromTheStatesWhereItIsKilledBetweenActions) {
  Program program(COMBTEST_SCOPES_SUITE, {{"SUITE", "own"}, {"FAULT", "once-gate@Write(0)"}});
  const auto claimed = program.directory() / "claimed.gate";
  ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(claimed); }));
  std::istringstream log(program.File("log"));
  std::string place;
  int stage = 0;
  while (log >> place >> stage && place != "there:SetMode(0)") continue;
  ::kill(stage, SIGKILL);
  ASSERT_TRUE(
      Eventually([&] { return program.err().find("[stage] ended between") != std::string::npos; }));
  std::ofstream(program.directory() / "gate").flush();
  const ScopesRun run = ResultsOfScopes(program);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.ledger, kAllPassed);
  EXPECT_EQ(run.Count("there:SetMode(0)"), 1);
  EXPECT_EQ(Stages(run).size(), 2u);
}

TEST(Stage, KeepsWhatItsActionsHaveStartedToTheEnd) {
  for (const char* fault : {"once-daemon@there:SetMode(0) once-hang@there:SetLevel(1)",
                            "once-grandchild@there:SetMode(0) once-hang@there:SetLevel(1)"}) {
    const ScopesRun run = Isolated("own", {{"FAULT", fault}, {"COMBTEST_SERIAL_TIMEOUT", "1s"}});
    EXPECT_THAT(run.failed, ElementsAre(Pair(StartsWith("SetLevel(1): timed out"), 24)));
    const std::string left = "[stage] left process";
    const auto named = run.err.find(left);
    ASSERT_NE(named, run.err.npos) << run.err;
    EXPECT_EQ(run.err.find(left, named + 1), run.err.npos) << run.err;
  }
}

TEST(Stage, TakesPartInWhatActsEverywhere) {
  const ScopesRun run =
      Isolated("every-own", {{"COMBTEST_WORKERS", "2"}, {"FAULT", "once-segv@there:SetLevel(1)"}});
  EXPECT_THAT(run.failed, ElementsAre(Pair(StartsWith("SetLevel(1): crashed: SIGSEGV"), 24)));
  std::vector<std::string> late;
  for (const auto& [place, pid] : run.log) {
    if (place.starts_with("late:Set")) late.push_back(place);
  }
  ASSERT_FALSE(late.empty());
  EXPECT_EQ(late[0], "late:SetMode(0)") << "a new stage performs the path first";
}

TEST(Stage, FailsTheBranchThatANewOneCantEnter) {
  const ScopesRun run =
      Isolated("every-own", {{"FAULT", "once-segv@there:SetLevel(1) throw@late:SetMode(0)"}});
  EXPECT_THAT(run.failed,
              UnorderedElementsAre(Pair(StartsWith("SetLevel(1): crashed: SIGSEGV"), 24),
                                   Pair(StartsWith("SetMode(0) in the stage: failed"), 24)));
  EXPECT_EQ(run.Count("late:SetMode(0)"), 1) << "it isn't tried again";
}

TEST(Stage, SharesStatesWithThoseThatActHere) {
  for (const char* suite : {"once-own", "own-once", "own-every", "every-own"}) {
    for (const char* workers : {"0", "2"}) {
      const ScopesRun run = Isolated(suite, {{"COMBTEST_WORKERS", workers}});
      EXPECT_EQ(run.ledger, kAllPassed) << suite << run.err;
      EXPECT_THAT(run.run_failures, IsEmpty());
    }
  }
}

class StageSignals : public testing::TestWithParam<std::tuple<int, const char*, const char*>> {};

TEST_P(StageSignals, EndTheRunWhileItHangs) {
  const auto& [signal, place, workers] = GetParam();
  Program program(COMBTEST_SCOPES_SUITE, {{"SUITE", "own"},
                                          {"COMBTEST_WORKERS", workers},
                                          {"FAULT", std::string("once-hang@there:") + place}});
  ASSERT_TRUE(Eventually([&, where = std::string(place)] {
    return program.File("log").find("there:" + where) != std::string::npos;
  }));
  const auto start = std::chrono::steady_clock::now();
  program.Signal(signal);
  const ScopesRun run = ResultsOfScopes(program);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.ledger, HasSubstr("not run; balanced"));
  EXPECT_THAT(run.run_failures, Contains(HasSubstr("interrupted by")));
  EXPECT_THAT(run.left_behind, IsEmpty());
  // What was entered is undone, in a new process.
  EXPECT_EQ(run.Count("there:~SetMode(0)"), 1);
}

INSTANTIATE_TEST_SUITE_P(All, StageSignals,
                         testing::Combine(testing::Values(SIGTERM, SIGINT),
                                          testing::Values("SetLevel(0)", "~SetLevel(0)"),
                                          testing::Values("0", "2")));

TEST(Stage, IsBoundByRunTimeout) {
  const ScopesRun run = Isolated(
      "own", {{"FAULT", "once-hang@there:SetLevel(0)"}, {"COMBTEST_RUN_TIMEOUT", "500ms"}});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.ledger, HasSubstr("144 not run"));
  EXPECT_THAT(run.run_failures, Contains(HasSubstr("run_timeout")));
}

TEST(Stage, PrintsUnderItsName) {
  const ScopesRun run =
      Isolated("own", {{"SCOPES_PRINT", "1"}, {"FAULT", "once-abort@there:SetMode(1)"}});
  EXPECT_THAT(run.err, HasSubstr("[stage] in SetMode(0)\n"));
  ASSERT_EQ(run.failed.size(), 1u);
  EXPECT_THAT(run.failed.begin()->first, HasSubstr("printed in SetMode(1)"));
}

TEST(Stage, EndsWithTheProgram) {
  Program program(COMBTEST_SCOPES_SUITE,
                  {{"SUITE", "own"}, {"FAULT", "once-hang@there:SetMode(0)"}});
  ASSERT_TRUE(Eventually(
      [&] { return program.File("log").find("there:SetMode(0)") != std::string::npos; }));
  program.Signal(SIGKILL);
  program.Wait();
  EXPECT_TRUE(Eventually([&] { return program.Descendants().empty(); }));
}

// Without a stage: signals that aren't of faults end a program, too.
TEST(SerialCrashHere, IsNamedWhateverTheSignal) {
  for (const auto& [kind, signal] : std::vector<std::pair<std::string, int>>{
           {"abort", SIGABRT}, {"user", SIGUSR1}, {"alarm", SIGALRM}, {"broken-pipe", SIGPIPE}}) {
    const ScopesRun run = RunScopes("once", {{"FAULT", kind + "@SetLevel(1)"}});
    EXPECT_EQ(run.exit_code, -signal) << kind;
    EXPECT_THAT(run.err, HasSubstr("combtest: SetLevel(1) crashed: SIG")) << kind;
  }
}

}  // namespace
}  // namespace combtest::test
