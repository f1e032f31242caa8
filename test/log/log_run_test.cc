// The log of runs with workers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "test/log/log_lines.h"
#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

struct LogRun {
  int exit_code = 0;
  std::string out, err, log, own;
  std::map<std::string, std::string> files;
  std::vector<LogLineRead> lines;
};

LogRun RunSuite(Variables variables, const std::string& mode = "") {
  variables.try_emplace("COMBTEST_WORKERS", "2");
  variables.try_emplace("COMBTEST_LOG_DIR", "logs");
  variables.emplace("LOG_TEST", mode);
  Program program(COMBTEST_LOG_SUITE, variables);
  LogRun run;
  run.exit_code = program.Wait();
  run.out = program.out();
  run.err = program.err();
  run.own = program.File("own.log");
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(program.directory() / "logs", none))
    run.files[entry.path().filename()] = ReadFile(entry.path());
  run.log = run.files["combtest.log"];
  run.lines = ReadLog(run.log);
  return run;
}

TEST(LogOfWorkers, EachRecordSaysWhereItComesFrom) {
  const LogRun run = RunSuite({});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const auto working = WithText(run.lines, "working ");
  EXPECT_EQ(working.size(), 12u) << run.log;
  std::set<std::string> walks;
  for (const LogLineRead& line : working) {
    const char option = line.text[8];
    const std::string pid = line.text.substr(line.text.find(" in ") + 4);
    EXPECT_THAT(line.who, MatchesRegex("worker [01] \\(pid " + pid + " on .+\\)"));
    EXPECT_EQ(line.severity, "info");
    EXPECT_EQ(line.action, std::string("Work(") + option + ")");
    EXPECT_THAT(line.walk, EndsWith(std::string("__Work_") + option));
    EXPECT_THAT(line.time, MatchesRegex("20..-..-.. ..:..:..[.]......"));
    walks.insert(line.walk);
  }
  EXPECT_EQ(walks.size(), 12u);
  const auto serial = WithText(run.lines, "remounting");
  ASSERT_EQ(serial.size(), 2u);
  EXPECT_EQ(serial[0].who, "main");
  EXPECT_EQ(serial[0].action, "Remount(false)");
  EXPECT_EQ(serial[0].walk, "-");
  EXPECT_THAT(WithText(run.lines, "preparing"), IsEmpty());
  // The way to the walks is the orchestrator's as well, which has said it.
  EXPECT_EQ(WithText(run.lines, "main begins").size(), 1u);
  EXPECT_EQ(WithText(run.lines, "main ends").size(), 1u);
  EXPECT_THAT(run.log, HasSubstr("log suite begins: 12 walks, 2 workers, verbosity 1"));
  EXPECT_THAT(run.log, HasSubstr("log suite is over: 12 selected = 12 passed, in "));
  EXPECT_THAT(run.err, HasSubstr("] info: working 2 in "));
  EXPECT_THAT(run.err, HasSubstr(" (Work(2), walk Prepare_0__Remount_true__Work_2)\n"));
}

TEST(LogOfWorkers, TheOrderOfEachIsKept) {
  for (const char* threads : {"1", "4"}) {
    const LogRun run =
        RunSuite({{"COMBTEST_THREADS", threads}, {"COMBTEST_LOG_CONSOLE", "false"}}, "order");
    EXPECT_EQ(run.exit_code, 0) << run.err;
    std::map<std::string, int> next;  // by the walk, whose lines one thread writes
    std::map<std::string, std::string> last;
    const auto lines = WithText(run.lines, "line ");
    EXPECT_EQ(lines.size(), 12u * 500);
    for (const LogLineRead& line : lines) {
      const int number = std::stoi(line.text.substr(line.text.rfind(' ')));
      EXPECT_EQ(number, next[line.walk]++) << line.walk;
      if (*threads != '1') continue;
      EXPECT_LE(last[line.who], line.time);
      last[line.who] = line.time;
    }
    EXPECT_THAT(run.err, IsEmpty());
  }
}

class LastWords : public testing::TestWithParam<const char*> {};

// The statement before a walk takes its worker down.
TEST_P(LastWords, Arrive) {
  for (const char* threads : {"1", "3"}) {
    const LogRun run =
        RunSuite({{"COMBTEST_VERBOSITY", "2"}, {"COMBTEST_THREADS", threads}}, GetParam());
    EXPECT_EQ(run.exit_code, 1) << run.err;
    EXPECT_THAT(run.out, HasSubstr(" + 2 crashed"));
    const auto words = WithText(run.lines, "last words");
    ASSERT_EQ(words.size(), 2u) << run.log;
    EXPECT_EQ(words[0].walk, "Prepare_1__Remount_false__Work_2");
    EXPECT_EQ(words[1].walk, "Prepare_1__Remount_true__Work_2");
    EXPECT_EQ(words[0].action, "Work(2)");
    EXPECT_TRUE(words[0].from_worker());
  }
}

INSTANTIATE_TEST_SUITE_P(All, LastWords, testing::Values("crash", "abort", "exit"));

// While the walk still runs: nobody should have to wait for its end.
TEST(LogOfWorkers, ALineIsSeenWhileItsWalkRuns) {
  Program program(COMBTEST_LOG_SUITE, {{"COMBTEST_WORKERS", "2"}, {"LOG_TEST", "hang"}});
  EXPECT_TRUE(
      Eventually([&] { return program.err().find("going to sleep") != std::string::npos; }));
}

std::uint64_t Dropped(const LogRun& run) {
  std::uint64_t dropped = 0;
  for (const LogLineRead& line : run.lines) {
    if (line.text.find(" log records were dropped") == std::string::npos) continue;
    EXPECT_EQ(line.severity, "warning");
    EXPECT_TRUE(line.from_worker());
    dropped += std::stoull(line.text);
  }
  return dropped;
}

class Floods : public testing::TestWithParam<std::string_view> {};

// Also those that were dropped last before a crash are counted.
TEST_P(Floods, AreBoundedAndWhatWasDroppedIsCounted) {
  const std::string mode(GetParam());
  const auto begun = std::chrono::steady_clock::now();
  const LogRun run =
      RunSuite({{"COMBTEST_LOG_CONSOLE", "false"}, {"LOG_TEST_LINES", "120000"}}, mode);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  const bool crash = mode == "flood-crash";
  EXPECT_EQ(run.exit_code, crash ? 1 : 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr(crash ? "10 passed + 2 crashed" : "12 passed"));
  const std::uint64_t arrived = WithText(run.lines, "drop ").size();
  const std::uint64_t dropped = Dropped(run);
  EXPECT_EQ(arrived + dropped, 240'000u);
  // Of each of the two workers 50,000 at once and 5,000 a second. A busy machine may take so long
  // that next to nothing has to be dropped.
  EXPECT_LE(static_cast<double>(arrived), 2 * (50'000 + 5'000 * took.count()));
  EXPECT_GT(arrived, 40'000u);
  // What is less than that doesn't crowd out warnings, nor the other way round.
  EXPECT_EQ(WithText(run.lines, "remounting").size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(All, Floods, testing::Values("flood", "errors", "flood-crash"));

TEST(LogOfWorkers, LoggersOfBoostLogAreHeard) {
  const LogRun run = RunSuite({{"COMBTEST_VERBOSITY", "1"}, {"LOG_TEST_OWN_SINK", "1"}}, "boost");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const std::map<std::string, std::string> severities = {{"[disk] own error", "error"},
                                                         {"trivial warning", "warning"},
                                                         {"own loud", "error"},
                                                         {"own plain", "info"}};
  for (const auto& [text, severity] : severities) {
    const auto found = WithText(run.lines, text);
    ASSERT_EQ(found.size(), 12u) << text;
    for (const LogLineRead& line : found) {
      EXPECT_EQ(line.severity, severity);
      EXPECT_TRUE(line.from_worker());
      EXPECT_THAT(line.walk, StartsWith("Prepare_"));
      EXPECT_THAT(line.action, StartsWith("Work("));
    }
  }
  EXPECT_THAT(run.log, Not(HasSubstr("own debug")));
  EXPECT_THAT(run.log, Not(HasSubstr("own quiet")));
}

// The program's own sink has them once each, with Boost.Log's names for what is known of them.
TEST(LogOfWorkers, SinksOfTheProgramSeeWorkersRecords) {
  const LogRun run =
      RunSuite({{"LOG_TEST_OWN_SINK", "1"}, {"COMBTEST_LOG_CONSOLE", "false"}}, "boost");
  std::istringstream own(run.own);
  std::map<std::string, int> texts;
  for (std::string line; std::getline(own, line);) {
    ++texts[line.substr(line.rfind('|') + 1)];
    if (line.find("own error") == std::string::npos) continue;
    EXPECT_THAT(line, MatchesRegex("error[|]disk[|]..:..:..[|][01][|][^|]+[|]0x[0-9a-f]+[|]"
                                   "Prepare_.__Remount_.*__Work_(.)[|]Work.(.).[|]own error"));
  }
  EXPECT_EQ(texts["own error"], 12);
  EXPECT_EQ(texts["own plain"], 12);
  EXPECT_EQ(texts["remounting"], 2);
  EXPECT_EQ(texts["main begins"], 1);
  EXPECT_THAT(run.err, IsEmpty());
}

TEST(LogOfWorkers, AtVerbosity2EachWorkerHasAFile) {
  const LogRun run = RunSuite({{"LOG_TEST_VERBOSITY", "2"}});
  EXPECT_EQ(WithText(run.lines, "preparing ").size(), 12u);
  std::size_t of_workers = 0;
  for (const auto& [name, text] : run.files) {
    if (!name.starts_with("worker-")) continue;
    for (const LogLineRead& line : ReadLog(text)) {
      ++of_workers;
      EXPECT_EQ("worker-" + line.who.substr(7, 1) + ".log", name);
      EXPECT_THAT(run.log, HasSubstr(line.time));
    }
  }
  EXPECT_EQ(of_workers, 36u);  // two lines of Prepare, one of Work
}

TEST(LogOfWorkers, AtVerbosity0WarningsOnly) {
  const LogRun run = RunSuite({{"COMBTEST_VERBOSITY", "0"}});
  EXPECT_EQ(run.lines.size(), 4u) << run.log;
  EXPECT_THAT(run.err, Not(HasSubstr("info")));
  for (const auto& [name, text] : run.files) EXPECT_FALSE(name.starts_with("worker-")) << name;
}

TEST(LogOfWorkers, TextsMayBeAnyBytes) {
  const LogRun run = RunSuite({}, "bytes");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.log, HasSubstr("\\xFF\\xFE\\x01 bytes\n    \n    of any \"kind\""));
  EXPECT_EQ(WithText(run.lines, "\\xFF\\xFE").size(), 2u);
}

TEST(LogOfWorkers, LongTextsAreCut) {
  const LogRun run = RunSuite({{"COMBTEST_LOG_CONSOLE", "false"}}, "long");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.log, HasSubstr("x… (4934464 bytes left out)\n"));
  EXPECT_LT(run.log.size(), 200'000u);
}

TEST(LogOfWorkers, AThreadOfAnActionAndAForkedProcess) {
  const auto beside = WithText(RunSuite({}, "thread").lines, "beside");
  ASSERT_EQ(beside.size(), 2u);
  EXPECT_TRUE(beside[0].from_worker());
  EXPECT_EQ(beside[0].walk, "-");
  const LogRun run = RunSuite({}, "fork");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("in the child"));
}

TEST(LogOfWorkers, ADirectoryThatCannotBeMadeCostsNoVerdict) {
  const LogRun run = RunSuite({{"LOG_TEST_DIR", "/dev/null/logs"}});
  EXPECT_THAT(run.out, HasSubstr("12 selected = 12 passed\n"));
  EXPECT_THAT(run.err, HasSubstr("combtest: the log /dev/null/logs/combtest.log can't be written: "
                                 "Not a directory; the run goes on without it\n"));
  EXPECT_THAT(run.err, HasSubstr("working 1"));
}

}  // namespace
}  // namespace combtest::test
