// Every fault that a worker can suffer, really suffered by a real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Faults, NoneAtAll) {
  const FaultRun run = RunFaults({});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.run_failures, IsEmpty());
  ExpectTheRestUnharmed(run);
}

struct Ending {
  const char* kind;
  const char* says;
};
void PrintTo(const Ending& ending, std::ostream* out) { *out << ending.kind; }

class Endings : public testing::TestWithParam<Ending> {};

// The last action knows exactly which walk it is.
TEST_P(Endings, InTheLastSegment) {
  const FaultRun run = RunFaults({{"FAULT", GetParam().kind + std::string("@Read(3,1,2,0,1)")}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr(std::string("at Read(1): ") + GetParam().says));
  EXPECT_EQ(run.exit_code, 1);
  ExpectTheRestUnharmed(run);
}

TEST_P(Endings, InTheMiddleSegment) {
  const FaultRun run =
      RunFaults({{"FAULT", "once-" + std::string(GetParam().kind) + "@Write(3,1,2)"}});
  const FaultWalk walk = WalkOf(run.OnlyFailed());
  EXPECT_EQ(walk.open, 3);
  EXPECT_EQ(walk.remount, 1);
  EXPECT_EQ(walk.write, 2);
  EXPECT_THAT(run.failed.begin()->second,
              HasSubstr(std::string("at Write(2): ") + GetParam().says));
  ExpectTheRestUnharmed(run);
}

TEST_P(Endings, InTheFirstSegment) {
  const FaultRun run = RunFaults({{"FAULT", "once-" + std::string(GetParam().kind) + "@Open(3)"}});
  EXPECT_EQ(WalkOf(run.OnlyFailed()).open, 3);
  EXPECT_THAT(run.failed.begin()->second, HasSubstr(std::string("at Open(3): ") + GetParam().says));
  ExpectTheRestUnharmed(run);
}

INSTANTIATE_TEST_SUITE_P(All, Endings,
                         testing::Values(Ending{"segv", "crashed: SIGSEGV"},
                                         Ending{"abort", "crashed: SIGABRT"},
                                         Ending{"fpe", "crashed: SIGFPE"},
                                         Ending{"kill", "crashed: SIGKILL"},
                                         Ending{"_exit0", "exited: "}, Ending{"exit0", "exited: "},
                                         Ending{"exit7", "exited: "}, Ending{"throw", "failed"}),
                         [](const auto& ending) { return std::string(ending.param.kind); });

TEST(Faults, ExitCodesAreNamed) {
  const FaultRun run = RunFaults({{"FAULT", "exit7@Read(0,0,0,0,0) exit0@Read(1,0,0,0,0)"}});
  ASSERT_EQ(run.failed.size(), 2u);
  EXPECT_THAT(run.failed.at(0), HasSubstr("7"));
  EXPECT_THAT((run.failed.at(FaultWalk{1, 0, 0, 0, 0}.id())), HasSubstr("0"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, ManyAtOnce) {
  std::string faults;
  for (int open = 0; open < 8; ++open) {
    for (int write = 0; write < 3; ++write) {
      faults += "segv@Read(" + std::to_string(open) + ",0," + std::to_string(write) + ",0,0) ";
    }
  }
  const FaultRun run = RunFaults({{"FAULT", faults}});
  EXPECT_EQ(run.failed.size(), 24u);
  for (const auto& [id, text] : run.failed)
    EXPECT_THAT(text, HasSubstr("at Read(0): crashed: SIG"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, AHangThatIgnoresSigterm) {
  const FaultRun run =
      RunFaults({{"FAULT", "hang@Read(3,1,2,0,1)"}, {"COMBTEST_WALK_TIMEOUT", "300ms"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("at Read(1): timed out"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, AHangInAnotherGroupOrSession) {
  for (const char* leave : {"leave-group", "leave-session"}) {
    const FaultRun run =
        RunFaults({{"FAULT", std::string(leave) + "@Read(3,1,2,0,1) hang@Read(3,1,2,0,1)"},
                   {"COMBTEST_WALK_TIMEOUT", "300ms"}});
    EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
    EXPECT_THAT(run.failed.begin()->second, HasSubstr("at Read(1): timed out"));
    ExpectTheRestUnharmed(run);
  }
}

// What started the tests may have ignored it.
TEST(Faults, WithSigchldIgnored) {
  FaultRun run =
      RunFaultsBy({"/usr/bin/env", "--ignore-signal=CHLD"}, {{"FAULT", "segv@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("crashed: SIGSEGV"));
  ExpectTheRestUnharmed(run);
  // What a leak, a mock or a thread of a worker's has to say at its end.
  run =
      RunFaultsBy({"/usr/bin/env", "--ignore-signal=CHLD"}, {{"FAULT", "bad-end@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.failed, IsEmpty());
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("ended badly after its walks: exited: code 23"));
}

// Whether it goes on, hangs or dies then.
TEST(Faults, AWalkThatWritesOverSharedMemoryEndsItsWorker) {
  for (const char* then : {"", " hang@Read(3,1,2,0,1)", " segv@Read(3,1,2,0,1)"}) {
    SCOPED_TRACE(then);
    const FaultRun run = RunFaults({{"FAULT", "scribble@Read(3,1,2,0,1)" + std::string(then)}});
    EXPECT_EQ(run.exit_code, 1);
    // It may have said that it has passed before anybody looked.
    EXPECT_TRUE(run.failed.contains(FaultWalk{3, 1, 2, 0, 1}.id()) || *then == '\0');
    for (const auto& [id, text] : run.failed) {
      EXPECT_THAT(text, testing::AnyOf(HasSubstr("is not to be trusted: it wrote over the memory "
                                                 "that it shares with the orchestrator"),
                                       HasSubstr("which isn't to be trusted")))
          << id;
    }
    EXPECT_TRUE(run.ledger.ends_with("; balanced")) << run.ledger;
    ExpectNothingRanTwice(run);
    EXPECT_THAT(run.left_behind, IsEmpty());
  }
}

// That isn't to have written over it.
TEST(Faults, ADeathWhileALongMessageIsWritten) {
  const FaultRun run = RunFaults({{"FAULT", "run-ahead@Read(3,1,2,0,1) segv@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("crashed: SIGSEGV"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, WithFewDescriptors) {
  const FaultRun run = RunFaultsBy({"/bin/sh", "-c", "ulimit -n 64; exec \"$0\""},
                                   {{"FAULT", "segv@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("crashed: SIGSEGV"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, WithTooFewDescriptors) {
  const FaultRun run =
      RunFaultsBy({"/bin/sh", "-c", "ulimit -n 24; exec \"$0\""}, {{"COMBTEST_WORKERS", "8"}});
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("no worker could be started by the launcher `local`"));
  EXPECT_THAT(run.run_failures[0], HasSubstr("Too many open files"));
  EXPECT_THAT(run.left_behind, IsEmpty());
}

TEST(Faults, WithStandardStreamsClosed) {
  const FaultRun run =
      RunFaultsBy({"/bin/sh", "-c", "exec \"$0\" <&-"}, {{"FAULT", "segv@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  ExpectTheRestUnharmed(run);
}

// A limit that leaves no room for the memory that is shared with workers.
TEST(Faults, WithAFileSizeLimit) {
  const FaultRun run = RunFaultsBy({"/bin/sh", "-c", "ulimit -f 64; exec \"$0\""}, {});
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("the limit of file sizes (ulimit -f) is too low"));
}

TEST(Faults, WorkersWhoseDescriptorsAreClosedAtStart) {
  const FaultRun run = RunFaults({{"FAULT_START", "close"}});
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("descriptors that belong to it were closed"));
}

// As under valgrind, under an old kernel, and in some containers.
TEST(Faults, WithoutHandlesOfProcesses) {
  const FaultRun run =
      RunFaultsBy({COMBTEST_DENY_HANDLES}, {{"FAULT",
                                             "segv@Read(3,1,2,0,1) hang@Read(4,1,2,0,1) "
                                             "bare-daemon@Read(5,1,2,0,1)"},
                                            {"COMBTEST_WALK_TIMEOUT", "500ms"}});
  EXPECT_EQ(run.failed.size(), 2u);
  EXPECT_THAT(run.failed.at(FaultWalk{3, 1, 2, 0, 1}.id()), HasSubstr("crashed: SIGSEGV"));
  EXPECT_THAT(run.failed.at(FaultWalk{4, 1, 2, 0, 1}.id()), HasSubstr("timed out"));
  EXPECT_THAT(run.err, HasSubstr("98765"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, AStoppedWorkerIsFoundOutByItsSilence) {
  const FaultRun run =
      RunFaults({{"FAULT", "stop@Read(3,1,2,0,1)"}, {"COMBTEST_HEARTBEAT", "400ms"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("no sign of life for 400"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, AWalkThatClosesAllDescriptors) {
  const FaultRun run = RunFaults({{"FAULT", "close@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("closed descriptors"));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, AFloodOnStandardOutput) {
  const FaultRun run = RunFaults({{"FAULT", "flood@Read(3,1,2,0,1)"}});
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_GE(run.err.size(), 100'000'000u);
  ExpectTheRestUnharmed(FaultRun{.exit_code = 0,
                                 .failed = {},
                                 .states = run.states,
                                 .run_failures = {},
                                 .ledger = run.ledger,
                                 .log = run.log,
                                 .err = "a flood",
                                 .left_behind = run.left_behind});
}

TEST(Faults, WhatACrashedWalkPrintedIsShownWithIt) {
  const FaultRun run = RunFaults({{"FAULT", "print@Read(3,1,2,0,1) segv@Read(3,1,2,0,1)"}});
  EXPECT_THAT(run.failed.at(run.OnlyFailed()), HasSubstr("printed: printed before the end"));
}

TEST(Faults, AGrandchildThatHoldsThePipes) {
  const FaultRun run = RunFaults({{"FAULT", "grandchild@Read(3,1,2,0,1) segv@Read(3,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{3, 1, 2, 0, 1}.id()));
  EXPECT_THAT(run.err, HasSubstr("left process "));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, ADaemonIsEndedAndNamed) {
  const FaultRun run = RunFaults({{"FAULT", "daemon@Read(3,1,2,0,1)"}});
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("left process "));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, ADaemonWithoutItsEnvironmentIsEndedAndNamedToo) {
  const FaultRun run = RunFaults({{"FAULT", "bare-daemon@Read(3,1,2,0,1)"}});
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.err,
              testing::ContainsRegex("left process [0-9]+ behind, which has been ended: "));
  EXPECT_THAT(run.err, HasSubstr("98765"));
  ExpectTheRestUnharmed(run);
}

// Its processes come and go while they are looked for.
TEST(Faults, ADaemonThatStillForksIsEndedAndNamed) {
  const FaultRun run = RunFaults({{"FAULT", "hopping-daemon@Read(7,1,2,1,1)"}});
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("left process "));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, AWorkerKilledBeforeItsHandshake) {
  const FaultRun run = RunFaults({{"FAULT_START", "once-kill"}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  ExpectTheRestUnharmed(run);
}

TEST(Faults, WorkersThatDieAtStartEveryTime) {
  for (const char* workers : {"1", "8"}) {
    const FaultRun run = RunFaults({{"FAULT_START", "abort"}, {"COMBTEST_WORKERS", workers}});
    EXPECT_EQ(run.exit_code, 1);
    ASSERT_EQ(run.run_failures.size(), 1u);
    EXPECT_THAT(run.run_failures[0], HasSubstr("workers keep dying without running anything"));
    EXPECT_THAT(run.run_failures[0], HasSubstr("launcher: local"));
    EXPECT_THAT(run.run_failures[0], HasSubstr("combtest_fault_suite"));
    EXPECT_THAT(run.run_failures[0], HasSubstr("SIGABRT"));
    EXPECT_EQ(run.ledger, "192 selected = 192 not run; balanced");
    EXPECT_THAT(run.left_behind, IsEmpty());
    EXPECT_THAT(run.log, IsEmpty());
  }
}

TEST(Faults, WorkersKilledAtABarrier) {
  for (const char* serial : {"Remount(0)", "Sync(1)"}) {
    for (const char* workers : {"1", "2", "8"}) {
      const FaultRun run = RunFaults({{"FAULT_SERIAL", serial}, {"COMBTEST_WORKERS", workers}});
      EXPECT_EQ(run.exit_code, 0);
      EXPECT_THAT(run.failed, IsEmpty());
      ExpectTheRestUnharmed(run);
    }
  }
}

// Wherever the signal finds it: in a walk, between two, or while it sends.
TEST(Faults, WorkersKilledAtAnyTime) {
  for (int round = 0; round < 6; ++round) {
    const FaultRun run = RunFaults(
        {{"FAULT", "kill-soon@Write(1,0,0) kill-soon@Write(5,1,2) kill-soon@Read(3,1,2,0,1)"},
         {"FAULT_BALLAST", round % 2 == 0 ? "0" : "20000"}});
    EXPECT_LE(run.failed.size(), 9u);
    for (const auto& [id, text] : run.failed) EXPECT_THAT(text, HasSubstr("crashed: SIGKILL"));
    ExpectTheRestUnharmed(run);
  }
}

TEST(Faults, WithoutCheckpointsTheDeadWorkersWalksAreLost) {
  // Of several, one may have had nothing else left to run.
  const FaultRun run = RunFaults({{"FAULT", "segv@Read(3,0,2,0,1)"},
                                  {"COMBTEST_CHECKPOINT", "false"},
                                  {"COMBTEST_WORKERS", "1"}});
  const std::uint64_t culprit = FaultWalk{3, 0, 2, 0, 1}.id();
  ASSERT_TRUE(run.failed.contains(culprit));
  EXPECT_GT(run.failed.size(), 1u);
  for (const auto& [id, text] : run.failed) {
    if (id == culprit) {
      EXPECT_THAT(text, HasSubstr("at Read(1): crashed: SIGSEGV"));
    } else {
      EXPECT_THAT(text, HasSubstr("lost: the state was in the memory of"));
    }
  }
  ExpectTheRestUnharmed(run);
}

TEST(Faults, StatesThatAreNotJsonAreLostWithTheirWorker) {
  const FaultRun run =
      RunFaults({{"FAULT", "segv@Read(3,0,2,0,1)"}, {"COMBTEST_WORKERS", "1"}}, true);
  const std::uint64_t culprit = FaultWalk{3, 0, 2, 0, 1}.id();
  ASSERT_TRUE(run.failed.contains(culprit));
  EXPECT_GT(run.failed.size(), 1u);
  for (const auto& [id, text] : run.failed) {
    EXPECT_THAT(text, HasSubstr(id == culprit ? "crashed: SIGSEGV" : "lost: the state was in"));
  }
  EXPECT_THAT(run.ledger, testing::EndsWith("; balanced"));
  ExpectNothingRanTwice(run);
}

TEST(Faults, WithThreadsTheOtherWalksInFlightAreLost) {
  const FaultRun run = RunFaults({{"FAULT", "segv@Read(3,1,2,0,1)"}, {"COMBTEST_THREADS", "4"}});
  const std::uint64_t culprit = FaultWalk{3, 1, 2, 0, 1}.id();
  ASSERT_TRUE(run.failed.contains(culprit));
  EXPECT_LE(run.failed.size(), 4u);
  for (const auto& [id, text] : run.failed) {
    if (id == culprit) {
      EXPECT_THAT(text, HasSubstr("at Read(1): crashed: SIGSEGV"));
    } else {
      EXPECT_THAT(text, HasSubstr("lost: its worker was taken down by"));
      EXPECT_THAT(text, HasSubstr("Open(3)"));
    }
  }
  ExpectTheRestUnharmed(run);
}

TEST(Faults, WithThreadsAHangTakesTheOthersWithIt) {
  const FaultRun run = RunFaults({{"FAULT", "hang@Read(3,1,2,0,1)"},
                                  {"COMBTEST_THREADS", "4"},
                                  {"COMBTEST_WALK_TIMEOUT", "500ms"}});
  const std::uint64_t culprit = FaultWalk{3, 1, 2, 0, 1}.id();
  ASSERT_TRUE(run.failed.contains(culprit));
  for (const auto& [id, text] : run.failed) {
    EXPECT_THAT(text,
                HasSubstr(id == culprit ? "timed out" : "lost: its worker was taken down by"));
  }
  ExpectTheRestUnharmed(run);
}

class EndsOfThreads : public testing::TestWithParam<Ending> {};

TEST_P(EndsOfThreads, AreBlamedOnTheirWalk) {
  const FaultRun run = RunFaults(
      {{"FAULT", GetParam().kind + std::string("@Read(3,1,2,0,1)")}, {"COMBTEST_THREADS", "4"}});
  const std::uint64_t culprit = FaultWalk{3, 1, 2, 0, 1}.id();
  ASSERT_TRUE(run.failed.contains(culprit));
  EXPECT_LE(run.failed.size(), 4u);
  for (const auto& [id, text] : run.failed) {
    EXPECT_THAT(text,
                HasSubstr(id == culprit ? GetParam().says : "lost: its worker was taken down by"));
  }
  ExpectTheRestUnharmed(run);
}

INSTANTIATE_TEST_SUITE_P(All, EndsOfThreads,
                         testing::Values(Ending{"_exit0", "exited: "}, Ending{"exit7", "exited: "},
                                         Ending{"term", "crashed: SIGTERM"},
                                         Ending{"abort", "crashed: SIGABRT"}),
                         [](const auto& ending) { return std::string(ending.param.kind); });

// Several walks run, and none of them is to blame.
TEST(Faults, WithThreadsNobodyIsBlamedForWhatComesFromOutside) {
  for (const int signal : {SIGKILL, SIGTERM, SIGSEGV}) {
    const Variables variables{
        {"COMBTEST_WORKERS", "1"}, {"COMBTEST_THREADS", "4"}, {"FAULT", "gate@Open(0)"}};
    Program program(COMBTEST_FAULT_SUITE, variables);
    std::vector<int> pids;
    ASSERT_TRUE(Eventually([&] {
      std::istringstream file(program.File("pids"));
      pids.assign(std::istream_iterator<int>(file), {});
      return pids.size() == 4;
    }));
    ::kill(pids[0], signal);
    ASSERT_TRUE(Eventually([&] { return ::kill(pids[0], 0) != 0; }));
    std::ofstream(program.directory() / "gate").flush();
    const FaultRun run = ResultsOf(program, variables);
    EXPECT_EQ(run.failed.size(), 4u);
    for (const auto& [id, text] : run.failed)
      EXPECT_THAT(text, testing::AllOf(HasSubstr("lost: its worker crashed: SIG"),
                                       HasSubstr("isn't known")));
    EXPECT_THAT(run.ledger, HasSubstr("192 selected = 188 passed + 4 lost; balanced"));
    ExpectNothingRanTwice(run);
  }
}

TEST(Faults, MoreWorkersThanWalks) {
  const FaultRun run = RunFaults(
      {{"FAULT_OPENS", "1"}, {"COMBTEST_WORKERS", "40"}, {"FAULT", "segv@Read(0,1,2,0,1)"}});
  EXPECT_EQ(run.OnlyFailed(), (FaultWalk{0, 1, 2, 0, 1}.id()));
  ExpectTheRestUnharmed(run);
}

TEST(Faults, LargeStates) {
  const FaultRun run = RunFaults({{"FAULT_BALLAST", "2000000"},
                                  {"FAULT_OPENS", "1"},
                                  {"FAULT", "segv@Read(0,1,2,0,1) segv@Read(0,0,0,0,0)"}});
  EXPECT_EQ(run.failed.size(), 2u);
  ExpectTheRestUnharmed(run);
}

}  // namespace
}  // namespace combtest::test
