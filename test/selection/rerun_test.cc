// What hadn't passed runs again, whenever the run before was killed.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "combtest/combtest.h"
#include "src/selection/choice.h"
#include "src/selection/last_run.h"
#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/trace/trace_run.h"

namespace combtest::test {
namespace {

using combtest::internal::Choice;
using combtest::internal::HadFailed;
using combtest::internal::NewestTraces;
using combtest::internal::ReadTrace;
using combtest::internal::RunToRepeat;
using combtest::internal::Trace;
using combtest::internal::TraceWalk;

std::multiset<std::string> AllWalks(int firsts = 5) {
  std::multiset<std::string> walks;
  for (int first = 0; first < firsts; ++first) {
    for (int last = 0; last < 20; ++last) {
      const std::string begin = "First_" + std::to_string(first);
      const std::string end = "__Last_" + std::to_string(last);
      walks.insert(begin + end);
      for (int mode = 0; mode < 3; ++mode)
        walks.insert(begin + "__Mode_" + std::to_string(mode) + end);
    }
  }
  return walks;
}

// Takes those that passed or were cancelled out of `walks`.
void TakeOutPassed(const std::string& directory, std::multiset<std::string>& walks) {
  for (const std::string& path : NewestTraces(directory)) {
    for (const TraceWalk& walk : ReadTrace(path).walks) {
      if (!walk.result.passed() && !walk.result.cancelled()) continue;
      EXPECT_EQ(walks.erase(walk.name), 1u) << walk.name;
    }
  }
}

class Killed : public testing::TestWithParam<const char*> {};

TEST_P(Killed, AtAnyMomentItsTraceTellsWhatToRunAgain) {
  const std::map<std::string, std::string> spin = {{"TRACE_SPIN_US", "300"}};
  const auto start = std::chrono::steady_clock::now();
  {
    const TempDirectory temp;
    TraceRun{{GetParam(), "--combtest_log_dir=" + (temp / "logs")}, spin}();
  }
  const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  std::mt19937 random(4);
  std::size_t cut_short = 0;
  for (int i = 0; i < 34; ++i) {
    const TempDirectory temp;
    const std::string logs = temp / "logs";
    std::filesystem::create_directory(logs);
    TraceRun first{{GetParam(), "--combtest_log_dir=" + logs}, spin};
    first.environment["TRACE_RECORD"] = temp / "first";
    first.timeout = std::chrono::milliseconds(
        std::uniform_int_distribution<long>(0, whole.count() * 11 / 10)(random));
    first();
    std::multiset<std::string> left = AllWalks();
    TakeOutPassed(logs, left);
    const std::multiset<std::string> ran = WalksIn(temp / "first");
    for (const std::string& walk : AllWalks()) {
      EXPECT_LE(ran.count(walk), 1u) << walk;
      EXPECT_TRUE(left.contains(walk) || ran.contains(walk)) << walk << " passed, but never ran";
    }
    cut_short += left.size() > 163 ? 1 : 0;

    TraceRun again{{GetParam(), "--combtest_rerun=" + logs}, {{"TRACE_HEALED", "1"}}};
    again.environment["TRACE_RECORD"] = temp / "again";
    const BinaryRun run = again();
    EXPECT_EQ(run.exit_code, 0) << run;
    EXPECT_EQ(WalksIn(temp / "again"), left) << "killed after " << first.timeout.count() << " ms";
    if (HasFailure()) break;
  }
  EXPECT_GE(cut_short, 5u);  // else the times don't fit the program
}

INSTANTIATE_TEST_SUITE_P(All, Killed,
                         testing::Values("--combtest_workers=0", "--combtest_threads=2",
                                         "--combtest_workers=2"),
                         [](const auto& param) {
                           const std::string flag = param.param;
                           return flag.substr(11, flag.find('=') - 11) +
                                  flag.substr(flag.size() - 1);
                         });

class RerunTest : public testing::TestWithParam<const char*> {
 protected:
  BinaryRun Run(std::vector<std::string> arguments, const std::string& record,
                const char* program = TRACE_SUITE, bool healed = true) const {
    arguments.push_back(GetParam());
    TraceRun run{arguments, {{"TRACE_RECORD", temp_ / record}}, program};
    if (healed) run.environment["TRACE_HEALED"] = "1";
    return run();
  }
  std::multiset<std::string> Ran(const std::string& record) const {
    return WalksIn(temp_ / record);
  }
  const TempDirectory temp_;
  const std::string logs_ = temp_ / "logs";
};

TEST_P(RerunTest, RunsWhatFailedUntilNothingIsLeft) {
  Run({"--combtest_log_dir=" + logs_}, "first", TRACE_SUITE, false);
  std::multiset<std::string> left = AllWalks();
  TakeOutPassed(logs_, left);
  ASSERT_EQ(left.size(), 163u);

  // A part of them passes, and only they are in the newest traces.
  const BinaryRun part = Run({"--combtest_log_dir=" + logs_, "--combtest_rerun=" + logs_,
                              "--gtest_filter=*First_4__*:*First_3__Last_7"},
                             "part");
  EXPECT_EQ(part.exit_code, 0) << part;
  std::multiset<std::string> expected;
  for (const std::string& walk : left) {
    if (walk.starts_with("First_4__") || walk == "First_3__Last_7") expected.insert(walk);
  }
  EXPECT_EQ(Ran("part"), expected);

  const BinaryRun rest = Run({"--combtest_log_dir=" + logs_, "--combtest_rerun=" + logs_}, "rest");
  EXPECT_EQ(rest.exit_code, 0) << rest;
  for (const std::string& walk : expected) left.erase(walk);
  EXPECT_EQ(Ran("rest"), left);
  // Branches of which all has passed aren't entered, and those of the others once.
  std::map<std::string, int> serial;
  for (const std::string& line : LinesOf(temp_ / "rest")) {
    if (line.starts_with("serial")) ++serial[line];
  }
  EXPECT_EQ(serial,
            (std::map<std::string, int>{{"serial 0", 1}, {"serial 1", 1}, {"serial 2", 1}}));

  const BinaryRun none = Run({"--combtest_rerun=" + logs_}, "none");
  EXPECT_EQ(none.exit_code, 0) << none;
  EXPECT_NE(none.err.find("combtest: nothing to run again: no walk of the last run in " + logs_),
            std::string::npos)
      << none;
  EXPECT_TRUE(Ran("none").empty());
}

TEST_P(RerunTest, RunsWhatIsNew) {
  Run({"--combtest_log_dir=" + logs_}, "first");
  const BinaryRun run = Run({"--combtest_rerun=" + logs_}, "new", TRACE_SUITE_MORE);
  EXPECT_EQ(run.exit_code, 0) << run;
  std::multiset<std::string> expected = AllWalks(6);
  for (const std::string& walk : AllWalks(5)) expected.erase(walk);
  EXPECT_EQ(Ran("new"), expected);
}

TEST_P(RerunTest, SaysWhatIsWrongWithItsTrace) {
  const BinaryRun missing = Run({"--combtest_rerun=" + temp_ / "nowhere"}, "x");
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_NE(missing.out.find("there is no trace and no directory of traces at `"),
            std::string::npos)
      << missing;
  Run({"--combtest_log_dir=" + logs_, "--gtest_filter=*Plain*"}, "y");
  const std::string path = NewestTraces(logs_).front();
  std::vector<std::string> lines = LinesOf(path);
  lines[3] = lines[3].substr(0, 20);
  std::ofstream out(path);
  for (const std::string& line : lines) out << line << "\n";
  out.close();
  const BinaryRun corrupt = Run({"--combtest_rerun=" + logs_}, "z");
  EXPECT_EQ(corrupt.exit_code, 1);
  EXPECT_NE(corrupt.out.find(path + ":4: this isn't a trace record: "), std::string::npos)
      << corrupt;
  EXPECT_TRUE(Ran("z").empty());
}

INSTANTIATE_TEST_SUITE_P(All, RerunTest,
                         testing::Values("--combtest_workers=0", "--combtest_workers=2"),
                         [](const auto& param) {
                           return std::string("workers") +
                                  param.param[std::string(param.param).size() - 1];
                         });

std::set<int> failing;

struct Digit : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4};
  void Run(int digit) const {
    if (failing.contains(digit)) throw std::runtime_error("fails");
  }
};

// Returns its trace.
std::string RunDigits(const std::string& logs, std::set<int> fail) {
  failing = std::move(fail);
  RunOptions<NoState> options;
  options.name = "digits";
  options.log_dir = logs;
  return RunTests<NoState, Digit>(options).logs.trace;
}

// As where run_timeout has ended the run while a worker ran the walk.
void BreakOff(const std::string& walk, const std::string& trace) {
  std::ifstream file(trace);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::regex passed("(\"name\":\"" + walk + "\".*\"outcome\":\")passed\"");
  text = std::regex_replace(text, passed, "$1not run\",\"reason\":\"run_timeout\"");
  text = std::regex_replace(text, std::regex("\"not_run\":0"), "\"not_run\":1");
  std::ofstream(trace) << text;
}

TEST(LastRunTest, ARunThatBrokeAWalkOffDoesNotSayThatItNoLongerFails) {
  const TempDirectory temp;
  const std::string logs = temp / "logs";
  const WalkSpace space = Walks<NoState, Digit>().space();
  const auto had_failed = [&] {
    Choice choice;
    choice.rerun = RunToRepeat(logs, "digits");
    return HadFailed(space, WalkSet::Range(0, 5), choice);
  };
  RunDigits(logs, {1, 3});
  EXPECT_EQ(had_failed(), WalkSet::Of({1, 3}));
  const std::string trace = RunDigits(logs, {});
  EXPECT_EQ(had_failed(), WalkSet::Of({}));
  BreakOff(space[3].name(), trace);
  ASSERT_TRUE(ReadTrace(trace).Find(3)->result.not_run());
  EXPECT_EQ(had_failed(), WalkSet::Of({3}));
  RunDigits(logs, {});
  EXPECT_EQ(had_failed(), WalkSet::Of({}));
}

struct Mount : SerialAction {
  static constexpr std::array kOptions = {0};
  void Run(int) const {}
};
struct Stop : Action {
  static constexpr std::array kOptions = {0};
  void Run(int) const { throw std::runtime_error("stops all"); }
};
struct ExpectDigit : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4};
  void Run(int digit) const { EXPECT_NE(digit, 3); }
};

// It has failed, and was to go on behind the serial action.
TEST(LastRunTest, AWalkThatFailedBeforeTheRunEndedEarlyHasFailed) {
  for (const unsigned threads : {1u, 2u}) {
    const TempDirectory temp;
    RunOptions<NoState> options;
    options.name = "digits";
    options.log_dir = temp / "logs";
    options.threads = threads;
    options.stop_on_failure = true;
    const auto results = RunTests<NoState, ExpectDigit, Mount, Stop>(options);
    EXPECT_EQ(results.ledger.failed, 1u);
    const Trace trace = ReadTrace(results.logs.trace);
    ASSERT_NE(trace.Find(3), nullptr);
    EXPECT_TRUE(trace.Find(3)->result.failed());
    EXPECT_EQ(trace.end->ledger.failed, 1u);
    Choice choice;
    choice.rerun = RunToRepeat(options.log_dir, "digits");
    const WalkSpace space = Walks<NoState, ExpectDigit, Mount, Stop>().space();
    EXPECT_EQ(HadFailed(space, WalkSet::Range(0, 5), choice), WalkSet::Of({3}));
  }
}

}  // namespace
}  // namespace combtest::test
