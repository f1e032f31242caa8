// Serial actions that act in every process: each walk finds its process as its own serial actions
// left it, and where one goes wrong in any process its branch fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <set>
#include <string>
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

constexpr const char* kAllPassed = "144 selected = 144 passed; balanced";

ScopesRun RunEvery(Variables variables) {
  variables.emplace("SCOPES_SAME", "1");
  variables.emplace("COMBTEST_WORKERS", "2");
  ScopesRun run = RunScopes("every", std::move(variables));
  EXPECT_THAT(run.ledger, HasSubstr("; balanced")) << run.err;
  EXPECT_THAT(run.left_behind, IsEmpty());
  return run;
}

// That the process did what it did in the states that its own serial actions had made.
void ExpectInOrder(const std::vector<std::string>& places) {
  std::string mode, level;
  for (std::string place : places) {
    place.erase(0, place.find(':') == place.npos ? 0 : place.find(':') + 1);
    if (place.starts_with("SetMode")) {
      EXPECT_EQ(mode + level, "") << place;
      mode = place;
    } else if (place.starts_with("SetLevel")) {
      EXPECT_NE(mode, "") << place;
      EXPECT_EQ(level, "") << place;
      level = place;
    } else if (place.starts_with("~SetLevel")) {
      EXPECT_EQ("~" + level, place);
      level.clear();
    } else if (place.starts_with("~SetMode")) {
      EXPECT_EQ("~" + mode + level, place);
      mode.clear();
    } else {
      EXPECT_NE(mode, "") << place;
      EXPECT_EQ(place.starts_with("Read"), !level.empty()) << place;
    }
  }
  EXPECT_EQ(mode + level, "");
}

class EveryProcess : public testing::TestWithParam<std::pair<int, int>> {};

TEST_P(EveryProcess, ActsOnceInEachBeforeAnyWalkOfItsBranch) {
  const auto [workers, threads] = GetParam();
  const ScopesRun run = RunEvery({{"COMBTEST_WORKERS", std::to_string(workers)},
                                  {"COMBTEST_THREADS", std::to_string(threads)}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.ledger, kAllPassed);
  std::set<int> processes, with_walks;
  for (const auto& [place, pid] : run.log) {
    processes.insert(pid);
    if (place.find("Write") != place.npos) with_walks.insert(pid);
  }
  EXPECT_EQ(run.Count("SetMode(1)"), 1);
  EXPECT_EQ(run.Count("SetLevel(2)"), 2);
  for (const int pid : processes) ExpectInOrder(run.PlacesOf(pid));
  if (workers == 0) {
    EXPECT_EQ(processes.size(), 1u);
  } else {
    EXPECT_LE(with_walks.size(), static_cast<std::size_t>(workers));
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, EveryProcess,
                         testing::Values(std::pair(0, 1), std::pair(0, 4), std::pair(1, 1),
                                         std::pair(2, 1), std::pair(2, 4), std::pair(8, 1)),
                         [](const auto& mode) {
                           return std::to_string(mode.param.first) + "Workers" +
                                  std::to_string(mode.param.second) + "Threads";
                         });

// What it does in one process alone, and how the branch then fails.
struct Case {
  const char* fault;
  const char* failed;
  int walks;
};

class EveryProcessFails : public testing::TestWithParam<Case> {};

TEST_P(EveryProcessFails, ItsBranchByNameAndNothingElse) {
  const ScopesRun run =
      RunEvery({{"FAULT", GetParam().fault}, {"COMBTEST_SERIAL_TIMEOUT", "1500ms"}});
  EXPECT_EQ(run.exit_code, 1);
  int walks = 0;
  for (const auto& [how, count] : run.failed) {
    EXPECT_THAT(how, testing::MatchesRegex(GetParam().failed + std::string(".*")));
    walks += count;
  }
  EXPECT_EQ(walks, GetParam().walks) << run.err;
  EXPECT_THAT(run.ledger, HasSubstr(std::to_string(144 - GetParam().walks) + " passed"));
  EXPECT_THAT(run.run_failures, IsEmpty());
  // Nor does a walk of the branch run anywhere after it: the other branch has 12 of each Write.
  if (GetParam().walks == 72) {
    EXPECT_EQ(run.Count("there:Write(0)") + run.Count("late:Write(0)"), 24);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cases, EveryProcessFails,
    testing::Values(
        Case{"once-throw@there:SetMode(1)",
             "SetMode.1. in worker [01]: failed; SetMode.1. in worker [01]: threw "
             "std::runtime_error: thrown on purpose",
             72},
        Case{"throw@there:SetMode(0)", "SetMode.0. in worker [01]: failed", 72},
        Case{"once-segv@there:SetMode(0)", "SetMode.0. in worker [01]: crashed: SIGSEGV", 72},
        Case{"abort@there:SetMode(1)", "SetMode.1. in worker [01]: crashed: SIGABRT", 72},
        Case{"once-exit0@there:SetLevel(1)", "SetLevel.1. in worker [01]: exited: code 0", 24},
        Case{"exit0@there:SetLevel(1)", "SetLevel.1. in worker [01]: exited: code 0", 48},
        Case{"once-_exit0@there:SetMode(1)", "SetMode.1. in worker [01]: exited: code 0", 72},
        Case{"once-close@there:SetMode(1)", "SetMode.1. in worker [01]: exited: code 113", 72},
        Case{"once-hang@there:SetMode(1)", "SetMode.1. in worker [01]: timed out after 1.5 s",
             72}));

TEST(EveryProcessFault, InUndoFailsTheRunAndNoWalk) {
  const ScopesRun run = RunEvery({{"FAULT", "once-abort@there:~SetLevel(1)"}});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.ledger, kAllPassed);
  EXPECT_THAT(run.run_failures,
              ElementsAre(testing::MatchesRegex(
                  "Undo of SetLevel.1. in worker [01]: crashed: SIGABRT .abort.")));
}

TEST(EveryProcessFault, HereIsntTriedElsewhere) {
  const ScopesRun run = RunEvery({{"FAULT", "throw@SetMode(0)"}});
  EXPECT_THAT(run.failed, ElementsAre(Pair(StartsWith("SetMode(0): failed"), 72)));
  EXPECT_EQ(run.Count("there:SetMode(0)") + run.Count("there:~SetMode(0)"), 0);
}

TEST(EveryProcessFault, ElsewhereIsUndoneWhereItWentWell) {
  const ScopesRun run = RunEvery({{"FAULT", "once-throw@there:SetMode(0)"}});
  EXPECT_EQ(run.Count("~SetMode(0)"), 1);
  EXPECT_EQ(run.Count("there:~SetMode(0)") + 1, run.Count("there:SetMode(0)"));
}

TEST(EveryProcessFault, OfAWalkLetsTheNextWorkerPerformThePathFirst) {
  const ScopesRun run = RunEvery({{"FAULT", "once-segv@there:Read(1)"}});
  EXPECT_THAT(run.ledger, HasSubstr("144 selected = 143 passed + 1 crashed"));
  // In a process of its own, outermost first.
  std::set<int> late;
  for (const auto& [place, pid] : run.log) {
    if (place.starts_with("late:")) late.insert(pid);
  }
  // On a busy machine the first two may not both have been there before.
  ASSERT_THAT(late.size(), testing::AllOf(testing::Ge(1u), testing::Le(2u)));
  for (const int pid : late) {
    const auto places = run.PlacesOf(pid);
    EXPECT_THAT(places[0], StartsWith("late:SetMode"));
    ExpectInOrder(places);  // which may begin in the branch after
  }
}

TEST(EveryProcessFault, AndThatWorkersFailureFailsTheBranch) {
  for (const char* workers : {"1", "2"}) {
    for (const char* kind : {"throw", "abort"}) {
      const ScopesRun run = RunEvery(
          {{"COMBTEST_WORKERS", workers},
           {"FAULT", std::string("once-segv@there:Write(1) ") + kind + "@late:SetMode(0)"}});
      EXPECT_EQ(run.exit_code, 1);
      int crashed = 0, failed = 0;
      for (const auto& [how, count] : run.failed) {
        if (how.starts_with("Write(1): crashed: SIGSEGV")) {
          crashed += count;
        } else {
          EXPECT_THAT(how, testing::MatchesRegex("SetMode.0. in worker [01]: .*"));
          failed += count;
        }
      }
      EXPECT_EQ(crashed, 1);
      const int tried = run.Count("late:SetMode(0)");
      // On a busy machine both workers may start only now.
      std::set<int> early;
      for (const auto& [place, pid] : run.log) {
        if (place.starts_with("there:")) early.insert(pid);
      }
      const int late_at_once = std::stoi(workers) - static_cast<int>(early.size()) + 1;
      EXPECT_LE(tried, late_at_once) << "it isn't tried again";
      // The other worker's walks may have come to their ends before.
      if (std::string(workers) == "1") {
        EXPECT_EQ(failed, 71) << kind;
        EXPECT_EQ(run.Count("SetLevel(0)"), 1) << "that of the other branch";
      }
      if (tried == 1) {
        EXPECT_GT(failed + static_cast<int>(run.run_failures.size()), 0) << kind;
      }
    }
  }
}

// Both find out at the same time; either fails the branch, and neither has a second try.
TEST(EveryProcessFault, AndSoDoesThatOfTwoWorkersAtOnce) {
  for (const char* kind : {"throw", "abort"}) {
    const ScopesRun run =
        RunEvery({{"SCOPES_ONE_STARTS", "1"},
                  {"FAULT", std::string("once-segv@there:Write(1) ") + kind + "@late:SetMode(0)"}});
    EXPECT_EQ(run.exit_code, 1);
    int failed = 0;
    for (const auto& [how, count] : run.failed) {
      if (how.starts_with("SetMode(0) in worker ")) failed += count;
    }
    EXPECT_EQ(failed, 71) << run.ledger << run.err;
    EXPECT_THAT(run.ledger, HasSubstr("144 selected = 72 passed + "));
    std::map<int, int> tries;
    for (const auto& [place, pid] : run.log) {
      if (place == "late:SetMode(0)") ++tries[pid];
    }
    EXPECT_GE(tries.size(), 1u);
    EXPECT_LE(tries.size(), 2u);
    for (const auto& [pid, count] : tries) EXPECT_EQ(count, 1) << pid;
    EXPECT_THAT(run.left_behind, testing::IsEmpty());
  }
}

TEST(EveryProcessFault, HangingIsEndedByASignal) {
  Program program(
      COMBTEST_SCOPES_SUITE,
      {{"SUITE", "every"}, {"COMBTEST_WORKERS", "2"}, {"FAULT", "once-hang@there:SetLevel(0)"}});
  ASSERT_TRUE(Eventually(
      [&] { return program.File("log").find("there:SetLevel(0)") != std::string::npos; }));
  program.Signal(SIGTERM);
  const ScopesRun run = ResultsOfScopes(program);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.ledger, testing::MatchesRegex("144 selected = 144 not run; balanced"));
  EXPECT_THAT(run.run_failures, Contains(HasSubstr("interrupted by SIGTERM")));
}

TEST(EveryProcessFault, PrintsAsAWorkerDoes) {
  const ScopesRun run = RunEvery({{"SCOPES_PRINT", "1"}, {"FAULT", "once-abort@there:SetMode(1)"}});
  EXPECT_THAT(run.err, HasSubstr("[worker 0] in SetMode(0)\n"));
  ASSERT_EQ(run.failed.size(), 1u);
  EXPECT_THAT(run.failed.begin()->first, HasSubstr("printed in SetMode(1)"));
}

TEST(WorkersOfThreads, PrintToo) {
  const ScopesRun run = RunScopes(
      "once", {{"SCOPES_PRINT", "1"}, {"COMBTEST_WORKERS", "1"}, {"COMBTEST_THREADS", "4"}});
  for (const char* place : {"Write(0)", "Write(2)", "Read(1)"})
    EXPECT_THAT(run.err, HasSubstr(std::string("[worker 0] in ") + place + "\n"));
}

// The states die with the worker, but it was the action that took it down.
TEST(EveryProcessFault, FailsItsBranchWhoseStatesWentWithTheWorker) {
  for (const char* kind : {"close", "segv", "_exit0", "hang"}) {
    for (const char* workers : {"1", "2", "8"}) {
      SCOPED_TRACE(std::string(kind) + ", workers: " + workers);
      const ScopesRun run =
          RunScopes("turn-opaque", {{"COMBTEST_WORKERS", workers},
                                    {"COMBTEST_SERIAL_TIMEOUT", "1500ms"},
                                    {"FAULT", std::string("once-") + kind + "@there:Turn(1)"}});
      EXPECT_EQ(run.exit_code, 1);
      EXPECT_THAT(run.ledger, HasSubstr("; balanced"));
      int of_branch = 0, lost = 0;
      for (const auto& [how, count] : run.failed) {
        if (testing::Value(how, testing::MatchesRegex("Turn.1. in worker [0-7]: .*"))) {
          of_branch += count;
        } else {
          EXPECT_THAT(how, HasSubstr("lost: the state was in the memory of [worker "));
          lost += count;
        }
      }
      EXPECT_EQ(of_branch, 24) << run.ledger;
      // Of the branch that comes later; the one before is over.
      EXPECT_LE(lost, 24);
      EXPECT_GE(lost, std::string(workers) == "1" ? 24 : 0);
      EXPECT_THAT(run.ledger, HasSubstr("72 selected = " + std::to_string(48 - lost) + " passed"));
      EXPECT_EQ(run.Count("Turn(2)"), 1);
      EXPECT_THAT(run.left_behind, IsEmpty());
    }
  }
}

TEST(EveryProcessFault, LosesNoWalkThatHasntBegun) {
  for (const char* workers : {"1", "2", "8"}) {
    const ScopesRun run = RunScopes("turn-first-opaque", {{"COMBTEST_WORKERS", workers},
                                                          {"FAULT", "once-close@there:Turn(1)"}});
    ASSERT_EQ(run.failed.size(), 1u) << run.err;
    EXPECT_THAT(run.failed.begin()->first,
                testing::MatchesRegex("Turn.1. in worker [0-7]: exited.*"));
    EXPECT_THAT(run.ledger, testing::MatchesRegex("18 selected = 12 passed . 6 crashed; balanced"));
  }
}

TEST(EveryProcessFault, NeedsAStateThatTravelsWhereItTakesOne) {
  const ScopesRun run = RunScopes("every-opaque", {{"COMBTEST_WORKERS", "2"}});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("the serial action SetMode acts in every process, and the state "
                                 "that it takes goes there as JSON"));
  EXPECT_EQ(RunScopes("every-opaque", {}).ledger, kAllPassed);
}

}  // namespace
}  // namespace combtest::test
