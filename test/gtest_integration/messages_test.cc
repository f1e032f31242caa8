// What a person is told: of a run that is refused, and of one that had nothing to do or went wrong.
#include <fstream>
#include <string>
#include <string_view>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

SuiteRun RunWith(const Words& arguments) { return RunSuites(MESSAGES_PROGRAM, arguments); }

int Count(const std::string& text, const std::string& part) {
  int count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// In one sentence, which comes last, and without a word about the cases.
void ExpectRefused(const SuiteRun& run, const std::string& sentence) {
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_EQ(run.log, Words{});
  EXPECT_EQ(Count(run.run.out + run.run.err, sentence), 1) << run.run;
  EXPECT_EQ(Count(run.run.out, "SKIPPED"), 0) << run.run;
  Words lines = Lines(run.run.out);
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  ASSERT_FALSE(lines.empty());
  EXPECT_TRUE(Contains(lines.back(), sentence));
  EXPECT_LE(lines.size(), 7u) << run.run;
  for (const CaseReport& report : run.cases) {
    // Newer versions of GoogleTest report the failure itself as one.
    if (report.name.starts_with("NonTestSuiteFailure.")) continue;
    EXPECT_NE(report.result, "COMPLETED") << report.name;
  }
}

TEST(RefusedRun, ForRetriesWithASerialAction) {
  ExpectRefused(
      RunWith({"--gtest_filter=All/*", "--combtest_retries=1"}),
      "combtest: All/Turning: --combtest_retries: a failed walk can't be run again alone");
}

TEST(RefusedRun, ForStatesThatAreNoJson) {
  ExpectRefused(RunWith({"--gtest_filter=All/*-All/Reading*",
                         "--combtest_states=" + FreshDirectory() + "/states"}),
                "combtest: --combtest_states asks for states as JSON, and (anonymous "
                "namespace)::Opaque isn't JSON-able; ");
}

TEST(States, ThatAreNoJsonCantComeFromWorkers) {
  const SuiteRun run = RunWith({"--gtest_filter=All/Reading*", "--combtest_workers=2"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_EQ(Count(run.run.out,
                  "state() can't be read: a worker hands it over as JSON, and (anonymous "
                  "namespace)::Canvas isn't JSON-able; describe (anonymous namespace)::Opaque "
                  "(`state.points[]`) with BOOST_DESCRIBE_STRUCT or derive it from "
                  "combtest::JsonSerializable"),
            3)
      << run.run;
  EXPECT_EQ(RunWith({"--gtest_filter=All/Reading*"}).run.exit_code, 0);
}

TEST(RefusedRun, ForAnUnwritableStatesFile) {
  ExpectRefused(RunWith({"--gtest_filter=All/Turning*", "--combtest_states=/no/such/states"}),
                "combtest: the states file /no/such/states can't be opened: ");
}

TEST(RefusedRun, ForALastRunThatIsntThere) {
  ExpectRefused(RunWith({"--combtest_rerun=/no/such/logs"}), "combtest: --combtest_rerun: ");
}

TEST(RefusedRun, ForAReplayOfNothing) {
  ExpectRefused(RunWith({"--combtest_replay=nonsense"}),
                "combtest: --combtest_replay: `nonsense` isn't TRACE:WALK");
}

TEST(States, StayInTheirFileUntilARunIsOver) {
  const std::string path = FreshDirectory() + "/states";
  std::ofstream(path) << "before\n";
  const SuiteRun crashed = RunWith({"--gtest_filter=*Behave_crash", "--combtest_states=" + path});
  EXPECT_EQ(crashed.run.signal, SIGABRT) << crashed.run;
  EXPECT_EQ(ReadFile(path), "before\n");
  const SuiteRun passed = RunWith({"--gtest_filter=*Behave_well", "--combtest_states=" + path});
  EXPECT_EQ(passed.run.exit_code, 0) << passed.run;
  EXPECT_EQ(ReadFile(path),
            R"({"suite":"All/Behaving.Pass","id":0,"name":"Behave_well","branch":"",)"
            R"("outcome":"passed","state":0})"
            "\n");
}

TEST(States, OfRunTestsToo) {
  const std::string path = FreshDirectory() + "/states";
  const Words arguments = {"--combtest_workers=2", "--combtest_walk_timeout=3s",
                           "--combtest_states=" + path,
                           "--gtest_filter=Calls.*:*Turning.*Touch_1*"};
  const SuiteRun run = RunWith(arguments);
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  const std::string states = ReadFile(path);
  EXPECT_EQ(Lines(states).size(), 4u) << states;
  EXPECT_TRUE(Contains(states, R"({"suite":"Calls.RunTests","id":1,"name":"Behave_cancel",)"
                               R"("branch":"","outcome":"cancelled","state":0})"));
  EXPECT_EQ(Count(states, "All/Turning.Pass"), 2) << states;
}

TEST(States, WhoseFileIsFullAreAFailureOfRunTests) {
  const SuiteRun run = RunWith({"--combtest_workers=2", "--combtest_walk_timeout=3s",
                                "--combtest_states=/dev/full", "--gtest_filter=Calls.*"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "the states file /dev/full can't be written: No space left"));
}

TEST(Order, WithoutAnEarlierRunIsSaidOnce) {
  const std::string logs = FreshDirectory() + "/logs";
  const Words arguments = {"--gtest_filter=All/Turning*:All/Behaving*well:*Hidden*",
                           "--combtest_workers=1", "--combtest_order=failed-first"};
  const SuiteRun nowhere = RunWith(arguments);
  EXPECT_EQ(Count(nowhere.run.err,
                  "combtest: --combtest_order has no earlier run to go by; --combtest_log_dir or "
                  "--combtest_order_from says where one is: walks start in their declared order\n"),
            1)
      << nowhere.run;
  Words with_logs = arguments;
  with_logs.push_back("--combtest_log_dir=" + logs);
  const std::string none = "combtest: --combtest_order has no earlier run to go by in " + logs +
                           ": walks start in their declared order\n";
  EXPECT_EQ(Count(RunWith(with_logs).run.err, none), 1);
  EXPECT_EQ(RunWith(with_logs).run.err, "");
}

TEST(Order, OfWalksThatRunInTheirCasesIsSaidToNeedWorkers) {
  const SuiteRun run = RunWith({"--gtest_filter=*Behave_well", "--combtest_order=slowest-first"});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.run.err,
            "combtest: --combtest_order needs walks that run ahead of their cases: add "
            "--combtest_workers=auto\n");
}

TEST(TimeLimits, ThatNobodyWatchesAreSaidToNeedWorkers) {
  const auto idle = [](const std::string& limit) {
    return "combtest: --combtest_" + limit +
           " needs workers to end a walk that hangs: add --combtest_workers=auto\n";
  };
  const std::string here = "--gtest_filter=*Behave_well", serial = "--gtest_filter=All/Turning*";
  EXPECT_EQ(RunWith({here, "--combtest_run_timeout=1h"}).run.err, idle("run_timeout"));
  EXPECT_EQ(RunWith({here, "--combtest_walk_timeout=1h"}).run.err, idle("walk_timeout"));
  EXPECT_EQ(RunWith({here + ":All/Turning*", "--combtest_run_timeout=1h"}).run.err,
            idle("run_timeout"));
  EXPECT_EQ(RunWith({serial, "--combtest_walk_timeout=1h"}).run.err, idle("walk_timeout"));
  EXPECT_EQ(RunWith({serial, "--combtest_run_timeout=1h"}).run.err, "");
  EXPECT_EQ(RunWith({here, "--combtest_run_timeout=1h", "--combtest_threads=2"}).run.err, "");
}

TEST(Rerun, OfARunWithCancelledWalksSaysWhatItMeans) {
  const std::string logs = FreshDirectory() + "/logs";
  const std::string filter = "--gtest_filter=All/Behaving.Pass/Behave_cancel:*Behave_well";
  EXPECT_EQ(RunWith({filter, "--combtest_log_dir=" + logs}).run.exit_code, 0);
  const SuiteRun again = RunWith({filter, "--combtest_rerun=" + logs});
  EXPECT_EQ(again.run.exit_code, 0) << again.run;
  EXPECT_EQ(again.log, Words{});
  EXPECT_EQ(again.run.err, "combtest: nothing to run again: no walk of the last run in " + logs +
                               " has failed or is unfinished, and none is new.\n");
  EXPECT_TRUE(Contains(again.run.out, "Google Test filter = " + filter.substr(15) + "\n"));
}

// The suite's first walk has failed, and the filter leaves it out.
TEST(Rerun, OfOtherWalksThanThoseThatFailedSaysWhatItMeans) {
  const std::string logs = FreshDirectory() + "/logs";
  EXPECT_EQ(RunSuites(MESSAGES_PROGRAM,
                      {"--gtest_filter=All/Behaving.Pass/Behave_cancel:*Behave_well",
                       "--combtest_log_dir=" + logs},
                      {{"MESSAGES_ILL", "1"}})
                .run.exit_code,
            1);
  const std::string filter = "--gtest_filter=All/Behaving.Pass/Behave_cancel";
  const SuiteRun again = RunWith({filter, "--combtest_rerun=" + logs});
  EXPECT_EQ(again.run.exit_code, 0) << again.run;
  EXPECT_EQ(again.log, Words{});
  EXPECT_EQ(again.run.err, "combtest: nothing to run again: no walk of the last run in " + logs +
                               " has failed or is unfinished, and none is new.\n");
  EXPECT_TRUE(Contains(again.run.out, "Google Test filter = " + filter.substr(15) + "\n"));
}

TEST(ReplayLine, KeepsAProgramFromCrashingAndHanging) {
  const SuiteRun run = RunWith(
      {"--gtest_filter=All/Behaving*", "--combtest_workers=2", "--combtest_walk_timeout=1500ms"});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  const std::string program = MESSAGES_PROGRAM " --gtest_filter='All/Behaving.Pass/Behave_";
  const std::string crash = program + "crash' --combtest_workers=1\n";
  const std::string hang = program + "hang' --combtest_workers=1 --combtest_walk_timeout=1500ms\n";
  EXPECT_TRUE(Contains(run.run.out, "  replay: " + crash));
  EXPECT_TRUE(Contains(run.run.out, "  replay: " + hang));
  EXPECT_TRUE(Contains(run.run.out, "run what failed: " + program +
                                        "crash:All/Behaving.Pass/Behave_hang' "
                                        "--combtest_workers=1 --combtest_walk_timeout=1500ms\n"));
  for (const std::string& line : {crash, hang}) {
    Binary shell;
    shell.argv = {"/bin/sh", "-c", line};
    const BinaryRun pasted = RunBinary(shell);
    EXPECT_EQ(pasted.exit_code, 1) << pasted;
    EXPECT_TRUE(Contains(pasted.out, "1 selected = 1 "));
  }
}

TEST(Replay, SaysWhatItRunsBeforeItCrashes) {
  const std::string logs = FreshDirectory() + "/logs";
  RunWith({"--gtest_filter=*Behave_crash", "--combtest_workers=1", "--combtest_log_dir=" + logs});
  const SuiteRun replay = RunWith({"--combtest_replay=" + logs + ":Behave_crash"});
  EXPECT_EQ(replay.run.signal, SIGABRT) << replay.run;
  EXPECT_TRUE(Contains(replay.run.out, "[  REPLAY  ] walk 2 of " + logs));
  EXPECT_TRUE(Contains(replay.run.out, ": Behave(\"crash\")\n"));
}

// How much memory a worker takes at most for a message of 120 megabytes, in the message's size.
double PeakFor(const std::string& how) {
  const SuiteRun run =
      RunWith({"--gtest_filter=All/Loud.Pass/Shout_" + how + ":All/Loud.Pass/Shout_measure",
               "--combtest_workers=1"});
  EXPECT_TRUE(Contains(run.run.out, "xxx… (124780")) << run.run.err;  // so much is left out
  if (run.log.size() != 1) return -1;
  return std::stod(run.log[0].substr(std::string_view("peak ").size())) / (120 << 10);
}

TEST(HugeMessage, IsCopiedByNobodyButWhoMadeIt) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep what is freed";
#endif
  // The action's own string and the exception's.
  EXPECT_LT(PeakFor("throw"), 2.6);
  EXPECT_LT(PeakFor("cancel"), 2.6);
  // GoogleTest makes seven of it before it tells anybody.
  EXPECT_LT(PeakFor("assert"), 8.6);
}

}  // namespace
}  // namespace combtest::test
