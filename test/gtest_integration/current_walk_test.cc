// What CurrentWalk tells, and the directories that walks ask it for, wherever walks run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>
#include <string>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct Where {
  std::string program;
  std::string path;
  int workers;
  int threads;
  bool serial() const { return program != "Plain"; }
};
void PrintTo(const Where& where, std::ostream* out) { *out << where.program << where.workers; }

// A run, what its walks have logged, and what is left in its temporary directory.
struct CurrentRun {
  BinaryRun run;
  std::vector<CaseReport> cases;
  Words log;
  Words left;  // files below it

  Words Lines(const std::string& begin) const {
    Words lines;
    for (const std::string& line : log) {
      if (line.starts_with(begin)) lines.push_back(line.substr(begin.size()));
    }
    return lines;
  }
};

CurrentRun RunCurrent(const Where& where, const std::string& endings,
                      Environment environment = {}) {
  const std::string directory = FreshDirectory();
  fs::create_directory(directory + "/tmp");
  environment.try_emplace("TMPDIR", directory + "/tmp");
  environment["CURRENT_LOG"] = directory + "/log";
  environment["CURRENT_ENDINGS"] = endings;
  CurrentRun current;
  current.run = RunBinary({{where.path, "--gtest_filter=All/*", "--gtest_output=json:report.json",
                            "--combtest_workers=" + std::to_string(where.workers),
                            "--combtest_threads=" + std::to_string(where.threads)},
                           environment,
                           directory});
  if (fs::exists(directory + "/report.json"))
    current.cases = ReadJsonReport(directory + "/report.json");
  current.log = Lines(ReadFile(directory + "/log"));
  for (const auto& entry : fs::recursive_directory_iterator(directory + "/tmp"))
    current.left.push_back(entry.path());
  return current;
}

// By test name.
std::map<std::string, std::string> Directories(const CurrentRun& current) {
  std::map<std::string, std::string> directories;
  for (const std::string& line : current.Lines("made ")) {
    const auto space = line.find(' ');
    directories[line.substr(0, space)] = line.substr(space + 1);
  }
  return directories;
}

// Each walk's directory is there where the walk has failed, and its message names it.
void ExpectKeptWhereFailed(const CurrentRun& current) {
  const auto directories = Directories(current);
  EXPECT_EQ(directories.size(), current.cases.size());
  std::set<std::string> different;
  for (const CaseReport& report : current.cases) {
    SCOPED_TRACE(report.name);
    ASSERT_TRUE(directories.contains(report.name));
    const std::string& directory = directories.at(report.name);
    different.insert(directory);
    const bool failed = !report.failures.empty();
    EXPECT_EQ(fs::exists(directory + "/made"), failed) << directory;
    if (!failed) continue;
    EXPECT_THAT(report.failures.back(), HasSubstr("\n  kept:   " + directory));
  }
  EXPECT_EQ(different.size(), current.cases.size());
}

class CurrentWalks : public testing::TestWithParam<Where> {};

TEST_P(CurrentWalks, PassAndSkip) {
  const CurrentRun current = RunCurrent(GetParam(), "");
  EXPECT_EQ(current.run.exit_code, 0) << current.run;
  EXPECT_THAT(current.left, IsEmpty());
  ExpectKeptWhereFailed(current);
  EXPECT_THAT(current.cases, SizeIs(GetParam().serial() ? 12 : 6));
  for (const std::string& branch : current.Lines("branch ")) EXPECT_EQ(branch, "");
  for (const std::string& branch : current.Lines("end-branch "))
    EXPECT_THAT(branch, AnyOf(std::string(GetParam().serial() ? "Serve(true)" : ""),
                              std::string(GetParam().serial() ? "Serve(false)" : "")));
  // No more than there are walks.
  const int workers = std::min(GetParam().workers, static_cast<int>(current.cases.size()));
  const std::string count = std::to_string(std::max(1, workers));
  for (const std::string& numbers : current.Lines("numbers ")) {
    const std::string worker = numbers.substr(0, 1);
    EXPECT_LT(std::stoi(worker), std::max(1, workers));
    EXPECT_THAT(numbers, HasSubstr(worker + " of " + count + ", "));
    EXPECT_THAT(numbers, HasSubstr(" of " + std::to_string(GetParam().threads) + ", "));
    EXPECT_THAT(numbers,
                HasSubstr(workers == 0 ? ", unset of unset" : ", " + worker + " of " + count));
  }
}

TEST_P(CurrentWalks, Failures) {
  const CurrentRun current = RunCurrent(GetParam(), "fail");
  EXPECT_EQ(current.run.exit_code, 1) << current.run;
  ExpectKeptWhereFailed(current);
  if (!GetParam().serial()) return;
  // The branch's own directories stay with them.
  for (const std::string& server : current.Lines("server ")) EXPECT_TRUE(fs::exists(server));
  for (const CaseReport& report : current.cases) {
    if (report.failures.empty()) continue;
    EXPECT_THAT(report.failures.back(), HasSubstr("/branch-"));
  }
}

// Walks that are no cases: the trace names the directory of each that failed, the summary some.
TEST_P(CurrentWalks, ExtraWalksThatFailKeepTheirs) {
  const std::string logs = FreshDirectory();
  const CurrentRun current =
      RunCurrent(GetParam(), "fail", {{"COMBTEST_EXPLAIN", "run:6"}, {"COMBTEST_LOG_DIR", logs}});
  std::string of_cases, trace;
  for (const CaseReport& report : current.cases) {
    for (const std::string& failure : report.failures) of_cases += failure + "\n";
  }
  for (const auto& file : fs::directory_iterator(logs)) {
    if (file.path().string().ends_with(".trace.jsonl")) trace += ReadFile(file.path());
  }
  int of_extra = 0;
  for (const std::string& path : current.left) {
    const fs::path made = path;
    if (made.filename() != "made") continue;
    const std::string directory = made.parent_path();
    const bool is_extra = trace.find("\"scratch\":\"" + directory) != trace.npos;
    EXPECT_TRUE(is_extra || of_cases.find("kept:   " + directory) != of_cases.npos) << directory;
    of_extra += is_extra ? 1 : 0;
  }
  EXPECT_GT(of_extra, 0) << current.run;
  EXPECT_THAT(current.run.out, HasSubstr("kept of those that failed: /")) << current.run;
  fs::remove_all(logs);
}

TEST_P(CurrentWalks, Crashes) {
  if (GetParam().workers == 0) GTEST_SKIP() << "takes the program down";
  // Else walks are lost that ran beside the one that crashed.
  if (GetParam().threads > 1) GTEST_SKIP() << "takes others down";
  const CurrentRun current = RunCurrent(GetParam(), "crash");
  EXPECT_EQ(current.run.exit_code, 1) << current.run;
  ExpectKeptWhereFailed(current);
  EXPECT_THAT(current.run.out, HasSubstr("Walk crashed: SIGABRT"));
}

// Walks that are broken off leave nothing.
TEST_P(CurrentWalks, Interruptions) {
  if (GetParam().workers == 0 && !GetParam().serial() && GetParam().threads == 1)
    GTEST_SKIP() << "in test bodies the signal ends the program";
  const CurrentRun current = RunCurrent(GetParam(), "interrupt");
  EXPECT_EQ(current.run.exit_code, 1) << current.run;
  EXPECT_THAT(current.left, IsEmpty()) << current.run;
}

TEST_P(CurrentWalks, NowhereToMakeThem) {
  const CurrentRun current = RunCurrent(GetParam(), "", {{"TMPDIR", "/nonexistent/tmp"}});
  EXPECT_EQ(current.run.exit_code, 1) << current.run;
  EXPECT_THAT(current.run.out,
              testing::ContainsRegex("ScratchDir: can't make /nonexistent/tmp/combtest-[0-9a-f]*: "
                                     "No such file or directory; TMPDIR says where such "
                                     "directories are made\n"));
}

TEST_P(CurrentWalks, OutsideAndInCalls) {
  for (const std::string option : {"--combtest_workers=0", "--combtest_workers=1"}) {
    const BinaryRun run =
        RunBinary({{GetParam().path, "--gtest_filter=Outside.*", option}, {}, "."});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
}

std::vector<Where> Everywhere() {
  std::vector<Where> all;
  for (const auto& [program, path] : std::initializer_list<std::pair<std::string, std::string>>{
           {"Plain", CURRENT_PROGRAM},
           {"Serial", CURRENT_SERIAL_PROGRAM},
           {"EveryProcess", CURRENT_EVERYWHERE_PROGRAM}}) {
    for (const int workers : {0, 1, 2, 8}) {
      for (const int threads : {1, 4}) all.push_back({program, path, workers, threads});
    }
  }
  return all;
}
INSTANTIATE_TEST_SUITE_P(All, CurrentWalks, testing::ValuesIn(Everywhere()), [](const auto& where) {
  return where.param.program + std::to_string(where.param.workers) + "x" +
         std::to_string(where.param.threads);
});

}  // namespace
}  // namespace combtest::test
