// --combtest_replay, --combtest_step and --combtest_state: walks run again from a trace alone.
#include <filesystem>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

constexpr const char* kQuotaWalk = "AddUser_bob__Remount_false__SetQuota_512__Flush_2__Check_all";
constexpr const char* kRootWalk = "AddUser_root__Remount_true__SetQuota_0__Flush_1__Check_all";
constexpr const char* kGoodWalk = "AddUser_ann__Remount_true__SetQuota_0__Flush_1__Check_all";

BinaryRun Start(const std::string& program, Words arguments) {
  Binary binary;
  binary.argv = {program};
  binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
  return RunBinary(binary);
}
// With this on its standard input.
BinaryRun RunWithInput(const std::string& input, const Words& arguments) {
  std::string command = "printf '" + input + "' | '" REPLAYED_PROGRAM "'";
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  return Start("/bin/sh", {"-c", command});
}

// The trace of the suite, written by a run with many workers.
class ReplayTraceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string directory = FreshDirectory();
    const BinaryRun run =
        Start(REPLAYED_PROGRAM, {"--gtest_filter=All/Servers*", "--combtest_workers=16",
                                 "--combtest_log_dir=" + directory});
    EXPECT_EQ(run.exit_code, 1) << run;
    first_run = new std::string(run.out);
    for (const auto& file : std::filesystem::directory_iterator(directory)) {
      if (file.path().string().ends_with(".trace.jsonl")) trace = new std::string(file.path());
    }
    ASSERT_NE(trace, nullptr);
  }
  static void TearDownTestSuite() {
    delete trace;
    delete first_run;
    trace = first_run = nullptr;
  }
  static std::string Replay(const std::string& walk) {
    return "--combtest_replay=" + *trace + ":" + walk;
  }
  // From a case's first line to its last in GoogleTest's output, less what is said of a replay.
  static std::string Block(const std::string& output, const std::string& walk) {
    const std::string name = std::string("All/Servers.Pass/") + walk;
    const auto begin = output.find("[ RUN      ] " + name);
    const auto end = output.find("[  FAILED  ] " + name, begin);
    if (begin == output.npos || end == output.npos) return "";
    std::string block;
    for (const std::string& line : Lines(output.substr(begin, end - begin)))
      if (!line.starts_with("[  REPLAY  ]")) block += line + "\n";
    return block;
  }

  static inline std::string* trace = nullptr;
  static inline std::string* first_run = nullptr;
};

TEST_F(ReplayTraceTest, AFailedWalkFailsAgainAtTheSamePlaceInTheSameState) {
  for (const std::string walk : {kQuotaWalk, kRootWalk}) {
    const BinaryRun run = Start(REPLAYED_PROGRAM, {Replay(walk)});
    EXPECT_EQ(run.exit_code, 1) << run;
    ASSERT_NE(Block(run.out, walk), "") << run;
    EXPECT_EQ(Block(run.out, walk), Block(*first_run, walk));
    EXPECT_TRUE(Contains(run.out,
                         "as in the trace: failed, with the same failures, in the same "
                         "state"));
    EXPECT_TRUE(Contains(run.out, "[==========] 1 test from 1 test suite ran."));
    EXPECT_EQ(run.out.find("not as in the trace"), run.out.npos);
  }
}

TEST_F(ReplayTraceTest, AWalkHasAnIdToo) {
  // bob is option 1 of 4, false 1 of 2, 512 1 of 3, 2 1 of 2, all 0 of 1.
  const int id = (((1 * 2 + 1) * 3 + 1) * 2 + 1) * 1;
  const BinaryRun run = Start(REPLAYED_PROGRAM, {Replay(std::to_string(id))});
  EXPECT_EQ(Block(run.out, kQuotaWalk), Block(*first_run, kQuotaWalk)) << run;
  const BinaryRun directory =
      Start(REPLAYED_PROGRAM,
            {"--combtest_replay=" + std::filesystem::path(*trace).parent_path().string() + ":" +
             kQuotaWalk});
  EXPECT_EQ(Block(directory.out, kQuotaWalk), Block(*first_run, kQuotaWalk)) << directory;
}

TEST_F(ReplayTraceTest, WorkersAndRetriesDontBearOnIt) {
  const BinaryRun run =
      Start(REPLAYED_PROGRAM, {Replay(kQuotaWalk), "--combtest_workers=3", "--combtest_threads=4",
                               "--combtest_retries=2", "--combtest_states=/no/such/states"});
  EXPECT_EQ(Block(run.out, kQuotaWalk), Block(*first_run, kQuotaWalk)) << run;
}

TEST_F(ReplayTraceTest, APassedWalkShowsItsFinalState) {
  const BinaryRun run = Start(REPLAYED_PROGRAM, {Replay(kGoodWalk)});
  EXPECT_EQ(run.exit_code, 0) << run;
  EXPECT_TRUE(Contains(run.out, R"(final state: {"users":[{"name":"ann","quota":0}],)"
                                R"("read_only":true,"steps":3})"));
  EXPECT_TRUE(Contains(run.out, "as in the trace: passed"));
}

TEST_F(ReplayTraceTest, AnotherInitialStateShowsWhereTheWayParts) {
  const BinaryRun run = Start(
      REPLAYED_PROGRAM,
      {Replay(kQuotaWalk),
       R"(--combtest_state={"users":[{"name":"amy","quota":1}],"read_only":true,"steps":0})"});
  EXPECT_TRUE(Contains(run.out, R"(not as in the trace: state.users[0].name: was "bob", is "amy")"))
      << run;
}

TEST_F(ReplayTraceTest, AStateThatDoesntFitIsRefusedInOneSentence) {
  const auto error = [](const std::string& state) {
    const BinaryRun run =
        Start(REPLAYED_PROGRAM, {Replay(kQuotaWalk), "--combtest_state=" + state});
    EXPECT_EQ(run.exit_code, 1);
    return run.out;
  };
  EXPECT_TRUE(Contains(error("{\"users\":"),
                       "--combtest_state: `{\"users\":` isn't JSON: incomplete JSON"));
  EXPECT_TRUE(Contains(error(R"({"users":[{"name":7,"quota":1}],"read_only":true,"steps":0})"),
                       "--combtest_state doesn't fit: state.users[0].name: expected a string, "
                       "found a number"));
}

TEST_F(ReplayTraceTest, ATraceOfAnOlderBuildReplaysByNamesAndValues) {
  const BinaryRun run = Start(REPLAYED_NEWER_PROGRAM, {Replay(kRootWalk)});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_TRUE(Contains(run.out,
                       "as in the trace: failed, with the same failures, in the same "
                       "state"))
      << run;
}

TEST_F(ReplayTraceTest, WhatIsNoLongerThereIsNamed) {
  const BinaryRun run = Start(REPLAYED_WITHOUT_PROGRAM, {Replay(kRootWalk)});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_TRUE(Contains(run.out,
                       "AddUser has no option \"root\" any more (it has \"ann\", \"bob\"); "
                       "there is no action Flush any more (there are AddUser, Remount, "
                       "SetQuota, Check)"));
}

TEST_F(ReplayTraceTest, WrongTargetsAreRefused) {
  const auto output = [](const std::string& target) {
    const BinaryRun run = Start(REPLAYED_PROGRAM, {"--combtest_replay=" + target});
    EXPECT_EQ(run.exit_code, 1) << run;
    return run.out + run.err;
  };
  EXPECT_TRUE(Contains(output(*trace + ":999"), "has the walks 0 to 47, and no walk 999"));
  EXPECT_TRUE(Contains(output(*trace + ":Nobody"), "has no walk of the name `Nobody`"));
  EXPECT_TRUE(Contains(output("/no/such/trace:1"), "/no/such/trace"));
  EXPECT_TRUE(Contains(output("nonsense"), "`nonsense` isn't TRACE:WALK"));
  const BinaryRun other = Start(BODIES_PROGRAM, {Replay(kGoodWalk)});
  EXPECT_EQ(other.exit_code, 1) << other;
  EXPECT_TRUE(Contains(other.out + other.err,
                       "the trace is of All/Servers.Pass, and nothing of "
                       "this name has run in this program"));
  const BinaryRun alone = Start(REPLAYED_PROGRAM, {"--combtest_step"});
  EXPECT_TRUE(Contains(alone.out + alone.err,
                       "--combtest_step: there is nothing to step through without "
                       "--combtest_replay"));
}

TEST_F(ReplayTraceTest, StepsStopBeforeEachAction) {
  const BinaryRun run = RunWithInput("\\n\\n\\n\\n\\n", {Replay(kQuotaWalk), "--combtest_step"});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_TRUE(Contains(run.out,
                       "[  STEP    ] 1 of 5: AddUser(\"bob\")\n[  STEP    ] state: "
                       "{\"users\":[],\"read_only\":false,\"steps\":0}\n"));
  EXPECT_TRUE(Contains(run.out, "[  STEP    ] 2 of 5: Remount(false)  (serial)\n"));
  EXPECT_TRUE(Contains(run.out,
                       "[  STEP    ] 5 of 5: Check(\"all\")\n[  STEP    ] state: "
                       "{\"users\":[{\"name\":\"bob\",\"quota\":512}],"));
  EXPECT_TRUE(Contains(run.out,
                       "as in the trace: failed, with the same failures, in the same "
                       "state"));
}

TEST_F(ReplayTraceTest, TheEndOfTheInputGoesOn) {
  const BinaryRun run = RunWithInput("\\n", {Replay(kQuotaWalk), "--combtest_step"});
  EXPECT_TRUE(Contains(run.out, "5 of 5: Check")) << run;
  EXPECT_TRUE(Contains(run.out, "as in the trace"));
}

TEST_F(ReplayTraceTest, AStepWaitsForItsKey) {
  // The script presses a key only when it has seen that a step, and not the next one, is shown.
  const std::string directory = FreshDirectory();
  const std::string script =
      "cd '" + directory + "'\nmkfifo keys\n'" REPLAYED_PROGRAM "' '" + Replay(kQuotaWalk) +
      "' --combtest_step < keys > out &\nexec 3> keys\n"
      "until grep -q '1 of 5' out; do :; done\ngrep -q '2 of 5' out && exit 3\necho >&3\n"
      "until grep -q '2 of 5' out; do :; done\ngrep -q '3 of 5' out && exit 4\nexec 3>&-\n"
      "wait\ncat out\n";
  const BinaryRun run = Start("/usr/bin/timeout", {"-s", "KILL", "200", "/bin/sh", "-c", script});
  EXPECT_EQ(run.exit_code, 0) << run;
  EXPECT_TRUE(Contains(run.out, "5 of 5"));
}

TEST_F(ReplayTraceTest, FailsTheSameUnderADebugger) {
  if (!std::filesystem::exists("/usr/bin/gdb")) GTEST_SKIP() << "gdb isn't installed";
  const BinaryRun run =
      Start("/usr/bin/timeout", {"-s", "KILL", "200", "/usr/bin/gdb", "-batch", "-ex", "run",
                                 "--args", REPLAYED_PROGRAM, Replay(kQuotaWalk)});
  EXPECT_EQ(Block(run.out, kQuotaWalk), Block(*first_run, kQuotaWalk)) << run;
  EXPECT_TRUE(Contains(run.out,
                       "as in the trace: failed, with the same failures, in the same "
                       "state"));
  // And gdb stands at the line that failed.
  const BinaryRun stopped =
      Start("/usr/bin/timeout",
            {"-s", "KILL", "200", "/usr/bin/gdb", "-batch", "-ex", "run", "-ex", "backtrace",
             "--args", REPLAYED_PROGRAM, Replay(kQuotaWalk), "--gtest_break_on_failure"});
  EXPECT_TRUE(Contains(stopped.out, "Check::Run")) << stopped;
}

}  // namespace
}  // namespace combtest::test
