// Arrays of which as many walks run as there is time for.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "test/gtest_integration/array_run.h"

namespace combtest::test {
namespace {

class BudgetTest : public ArrayFileTest {};

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

Words Traces(const std::string& directory) {
  Words files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().string().ends_with(".trace.jsonl")) files.push_back(entry.path().string());
  }
  return files;
}

// As if it had been measured: a second each.
void AddTimes(const std::string& file, const std::string& serial = "") {
  Words lines = Lines(ReadFile(file));
  lines.insert(lines.begin() + 2,
               "{\"times_us\":{\"walk\":1000000,\"serial\":{" + serial + "},\"walks\":[]}}");
  std::ofstream text(file);
  for (const std::string& line : lines) text << line << "\n";
}

Words With(const std::string& result, const SuiteRun& run) {
  Words names;
  for (const CaseReport& one : run.cases) {
    if (one.result == result) names.push_back(one.name);
  }
  return names;
}
std::string WalkOf(const std::string& test) { return test.substr(test.rfind('/') + 1); }

Words Ran(const SuiteRun& run) { return With("COMPLETED", run); }
Words Skipped(const SuiteRun& run) { return With("SKIPPED", run); }

constexpr const char* kNoneRuns =
    "combtest: All/Pairs.Pass: NO WALK RUNS: nothing has been tested. --combtest_budget cuts off "
    "all that is selected: ";

TEST_F(BudgetTest, ABudgetIsSpentOnTheWalksThatCoverMost) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  AddTimes(file_);
  const std::string text = ReadFile(file_);
  const SuiteRun five =
      RunWith({"--combtest_budget=5s", "--combtest_coverage=2"}, ARRAYS_PROGRAM, "All/Pairs.*");
  EXPECT_EQ(five.run.exit_code, 0) << five.run;
  EXPECT_EQ(five.Names(), all);
  EXPECT_EQ(Ran(five), Words(all.begin(), all.begin() + 5));
  EXPECT_TRUE(Says(five,
                   "9 of 81 walks cover each combination of 2 actions' options; 5 of them are "
                   "expected to take 5 s, within the budget of 5 s, which cuts off P_"))
      << five.run;
  EXPECT_TRUE(Says(five, "2-way 55.555 % (30 of 54)")) << five.run;
  EXPECT_EQ(ReadFile(file_), text);
  // Twice as many walks run in that time.
  for (const Words& mode : {Words{"--combtest_workers=2"}, Words{"--combtest_threads=2"}}) {
    Words flags = mode;
    flags.push_back("--combtest_budget=3s");
    EXPECT_EQ(Ran(RunWith(flags, ARRAYS_PROGRAM, "All/Pairs.*")).size(), 6u);
  }
  Words shards, skipped;
  for (const std::string index : {"0", "1"}) {
    const SuiteRun shard =
        RunOf("All/Pairs.*", {"--combtest_budget=3s", "--combtest_array=" + file_},
              {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", index}});
    for (const std::string& name : Ran(shard)) shards.push_back(name);
    for (const std::string& name : Skipped(shard)) skipped.push_back(name);
  }
  EXPECT_EQ(Sorted(shards), Sorted(Words(all.begin(), all.begin() + 6)));
  EXPECT_EQ(Sorted(skipped), Sorted(Words(all.begin() + 6, all.end())));
}

TEST_F(BudgetTest, WhatABudgetCutsOffIsSkippedWithItsReason) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  AddTimes(file_);
  const Words runs(all.begin(), all.begin() + 5), cut_off(all.begin() + 5, all.end());
  // As many walks in each: a worker or a thread more doubles what there is time for.
  const std::vector<std::pair<Words, std::string>> modes = {
      {{"--combtest_budget=5s"}, "5s"},
      {{"--combtest_budget=2.5s", "--combtest_workers=2"}, "2500ms"},
      {{"--combtest_budget=2.5s", "--combtest_threads=2"}, "2500ms"},
      {{"--combtest_budget=5s", "--combtest_retries=1"}, "5s"}};
  for (const auto& [mode, budget] : modes) {
    const std::string logs = FreshDirectory();
    Words flags = mode;
    flags.insert(flags.end(), {"--combtest_coverage=2", "--combtest_log_dir=" + logs});
    const SuiteRun run = RunWith(flags, ARRAYS_PROGRAM, "All/Pairs.*");
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_EQ(Ran(run), runs) << run.run;
    EXPECT_EQ(Skipped(run), cut_off) << run.run;
    const std::string reason = "cut off by --combtest_budget=" + budget +
                               ": 5 walks of the array, which should take " +
                               (budget == "5s" ? "5 s" : "2.5 s") + ", came before it";
    EXPECT_EQ(Count(run.run.out, "not run: " + reason), 4u) << run.run;
    EXPECT_TRUE(Says(run, " (not run)\n")) << run.run;
    EXPECT_FALSE(Says(run, "(not selected)")) << run.run;
    const std::string trace = ReadFile(Traces(logs).at(0));
    EXPECT_EQ(Count(trace, R"("outcome":"not run","cut_off":true,"reason":")" + reason + "\""), 4u)
        << trace;
    EXPECT_EQ(Count(trace, R"("outcome":"passed")"), 5u) << trace;
    EXPECT_EQ(Count(trace, R"("selected":9,"passed":5,)"), 1u) << trace;
    EXPECT_EQ(Count(trace, R"("not_run":4,"cut_off":4)"), 1u) << trace;
    // What was cut off runs when it is run again without a budget, and is cut off again with it.
    EXPECT_EQ(Ran(RunWith({"--combtest_rerun=" + logs}, ARRAYS_PROGRAM, "All/Pairs.*")), cut_off);
    flags.push_back("--combtest_rerun=" + logs);
    const SuiteRun again = RunWith(flags, ARRAYS_PROGRAM, "All/Pairs.*");
    EXPECT_EQ(again.run.exit_code, 0) << again.run;
    EXPECT_EQ(again.cases.size(), 4u) << again.run;
    EXPECT_EQ(Skipped(again), cut_off) << again.run;
    // Nothing has been tested, which is said.
    EXPECT_EQ(Count(again.run.err, kNoneRuns + std::string("4 walks.\n")), 1u) << again.run;
    EXPECT_EQ(Count(run.run.err, "NO WALK RUNS"), 0u) << run.run;
  }
}

// Whatever the budget: it is what one wants to see pass.
TEST_F(BudgetTest, ABudgetCutsOffNothingThatRunsAgainAsItFailed) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  const std::string logs = FreshDirectory();
  const std::string failed = all[7];
  const Environment fails = {{"ARRAYS_FAIL", StateAfter(failed)}};
  RunOf("All/Pairs.*", {"--combtest_array=" + file_, "--combtest_log_dir=" + logs}, fails);
  AddTimes(file_);
  for (const Words& mode :
       {Words{"--combtest_budget=5s"}, Words{"--combtest_budget=2.5s", "--combtest_workers=2"}}) {
    Words flags = mode;
    flags.insert(flags.end(), {"--combtest_array=" + file_, "--combtest_log_dir=" + logs});
    // That it was cut off since is no answer.
    EXPECT_EQ(RunOf("All/Pairs.*", flags, fails).run.exit_code, 0);
    flags.push_back("--combtest_rerun=" + logs);
    const SuiteRun again = RunOf("All/Pairs.*", flags, fails);
    EXPECT_EQ(again.run.exit_code, 1) << again.run;
    EXPECT_EQ(Ran(again), Words{failed}) << again.run;
    EXPECT_EQ(Skipped(again), (Words{all[5], all[6], all[8]})) << again.run;
    EXPECT_TRUE(Says(again, "which cuts off " + WalkOf(all[5]) + ", " + WalkOf(all[6]) + " and " +
                                WalkOf(all[8]) + "; 1 walk that had failed runs "))
        << again.run;
  }
}

TEST_F(BudgetTest, NorWhatARunThatEndedEarlyDidNotComeTo) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  const std::string logs = FreshDirectory();
  Words flags = {"--combtest_array=" + file_, "--combtest_log_dir=" + logs};
  RunOf("All/Pairs.*", flags, {{"ARRAYS_FAIL", StateAfter(all[7])}});
  AddTimes(file_);
  flags.push_back("--gtest_fail_fast");
  const SuiteRun cut = RunOf("All/Pairs.*", flags, {{"ARRAYS_FAIL", StateAfter(all[0])}});
  EXPECT_EQ(Skipped(cut), Words(all.begin() + 1, all.end())) << cut.run;
  flags.back() = "--combtest_budget=5s";
  flags.push_back("--combtest_rerun=" + logs);
  const SuiteRun again = RunOf("All/Pairs.*", flags);
  EXPECT_EQ(again.run.exit_code, 0) << again.run;
  EXPECT_EQ(Ran(again), (Words{all[0], all[1], all[2], all[3], all[4], all[7]})) << again.run;
  EXPECT_EQ(Skipped(again), (Words{all[5], all[6], all[8]})) << again.run;
}

TEST_F(BudgetTest, NorWhereThoseRunsWereOfAllWalks) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  const std::string logs = FreshDirectory();
  Words flags = {"--combtest_strength=all", "--combtest_log_dir=" + logs};
  RunOf("All/Pairs.*", flags, {{"ARRAYS_FAIL", StateAfter(all[7])}});
  AddTimes(file_);
  flags.push_back("--gtest_fail_fast");
  RunOf("All/Pairs.*", flags, {{"ARRAYS_FAIL", StateAfter(all[0])}});
  const SuiteRun again =
      RunOf("All/Pairs.*", {"--combtest_budget=5s", "--combtest_array=" + file_,
                            "--combtest_log_dir=" + logs, "--combtest_rerun=" + logs});
  EXPECT_EQ(again.run.exit_code, 0) << again.run;
  EXPECT_EQ(Ran(again), (Words{all[0], all[1], all[2], all[3], all[4], all[7]})) << again.run;
}

TEST_F(BudgetTest, CallsRunAgainWhatFailedInSpiteOfABudget) {
  const std::string logs = FreshDirectory();
  const Environment fails = {{"ARRAYS_FAIL", StateAfter(RunOf("All/Pairs.*").Names()[7])}};
  RunOf("Calls.Budget", {"--combtest_array=" + file_, "--combtest_log_dir=" + logs}, fails);
  AddTimes(file_);
  const SuiteRun again = RunOf(
      "Calls.Budget",
      {"--combtest_budget=5s", "--combtest_array=" + file_, "--combtest_rerun=" + logs}, fails);
  EXPECT_EQ(again.run.exit_code, 1) << again.run;
  EXPECT_TRUE(Says(again, "1 selected = 1 failed\n")) << again.run;
}

TEST_F(BudgetTest, WhatABudgetCutsOffCanBeFilteredAndRunsByItsName) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  AddTimes(file_);
  // Only what is cut off: the run says so, too.
  std::string pattern = all[7];
  pattern.back() = '?';
  for (const Words& mode :
       {Words{"--combtest_budget=5s"}, Words{"--combtest_budget=2.5s", "--combtest_workers=2"}}) {
    const std::string logs = FreshDirectory();
    Words flags = mode;
    flags.push_back("--combtest_log_dir=" + logs);
    const SuiteRun one = RunWith(flags, ARRAYS_PROGRAM, pattern);
    EXPECT_EQ(one.run.exit_code, 0) << one.run;
    EXPECT_EQ(Skipped(one), Words{all[7]}) << one.run;
    EXPECT_EQ(one.cases.size(), 1u) << one.run;
    EXPECT_EQ(Count(one.run.err, kNoneRuns + std::string("1 walk.\n")), 1u) << one.run;
    const std::string trace = ReadFile(Traces(logs).at(0));
    EXPECT_EQ(Count(trace, R"("selected":1,"passed":0,)"), 1u) << trace;
    EXPECT_EQ(Ran(RunWith(mode, ARRAYS_PROGRAM, all[7])), Words{all[7]});
  }
  // A sample is of those that run.
  const SuiteRun sample =
      RunWith({"--combtest_budget=5s", "--combtest_sample=2"}, ARRAYS_PROGRAM, "All/Pairs.*");
  EXPECT_EQ(Ran(sample), Words(all.begin(), all.begin() + 2)) << sample.run;
  EXPECT_EQ(Skipped(sample), Words(all.begin() + 5, all.end())) << sample.run;
}

TEST_F(BudgetTest, NumberedCasesAreCutOffByTheirWalks) {
  const SuiteRun whole = RunWith({}, ARRAYS_PROGRAM, "All/Indexed.*");
  AddTimes(file_);
  for (const Words& mode :
       {Words{"--combtest_budget=5s"}, Words{"--combtest_budget=2.5s", "--combtest_workers=2"}}) {
    const SuiteRun run = RunWith(mode, ARRAYS_PROGRAM, "All/Indexed.*");
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_EQ(run.Names(), whole.Names());
    EXPECT_EQ(Ran(run).size(), 5u) << run.run;
    EXPECT_EQ(run.log, Words(whole.log.begin(), whole.log.begin() + 5)) << run.run;
  }
}

TEST_F(BudgetTest, CallsOfRunTestsAccountForWhatABudgetCutsOff) {
  RunWith({}, ARRAYS_PROGRAM, "Calls.Budget");
  AddTimes(file_);
  for (const Words& mode :
       {Words{"--combtest_budget=5s"}, Words{"--combtest_budget=2.5s", "--combtest_workers=2"}}) {
    const SuiteRun run = RunWith(mode, ARRAYS_PROGRAM, "Calls.Budget");
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_TRUE(Says(run, "9 selected = 5 passed + 4 not run (cut off by the budget)")) << run.run;
    EXPECT_TRUE(Says(run, "missing: not run\n")) << run.run;
  }
}

TEST_F(BudgetTest, ALargeBudgetGoesOnWithTheNextStrength) {
  const Words all = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  AddTimes(file_);
  const Words old = Lines(ReadFile(file_));
  const SuiteRun more = RunWith({"--combtest_budget=20s"}, ARRAYS_PROGRAM, "All/Pairs.*");
  EXPECT_EQ(Ran(more).size(), 20u) << more.run;
  EXPECT_TRUE(
      Says(more, " of 81 walks cover each combination of 3 actions' options; 20 of them are "))
      << more.run;
  EXPECT_TRUE(Says(more, "2-way 100 %")) << more.run;
  const Words names = Ran(more);
  EXPECT_EQ(Words(names.begin(), names.begin() + 9), all);
  // Nobody asked for the rest of that strength: the summary has it, and no case.
  EXPECT_EQ(Skipped(more), Words());
  EXPECT_TRUE(Says(more, "which cuts off P_")) << more.run;
  // The file has those, too, and no line of it has changed.
  const Words now = Lines(ReadFile(file_));
  EXPECT_GE(now.size(), old.size() + 18);
  EXPECT_EQ(Words(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(old.size())), old);
}

TEST_F(BudgetTest, WhatCallsRunOfTheNextStrengthCutsNothingOff) {
  RunWith({}, ARRAYS_PROGRAM, "Calls.Budget");
  AddTimes(file_);
  const SuiteRun run = RunWith({"--combtest_budget=20s"}, ARRAYS_PROGRAM, "Calls.Budget");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_TRUE(Says(run, "20 selected = 20 passed\n")) << run.run;
}

// The second walk covers nothing that those behind it don't.
TEST_F(BudgetTest, NoWalkIsCutOffWhereThereIsTime) {
  Write(R"({"combtest":"array","version":1}
{"suite":"All/Pairs.Pass"}
["P_1","Q_1","R_1","S_1"]
["P_1","Q_1","R_1","S_2"]
["P_2","Q_2","R_2","S_2"]
["P_3","Q_3","R_3","S_3"]
)");
  AddTimes(file_);
  const auto with = [&](const std::string& budget) {
    return RunWith({"--combtest_strength=1", "--combtest_budget=" + budget}, ARRAYS_PROGRAM,
                   "All/Pairs.*");
  };
  const SuiteRun all = with("4s");
  EXPECT_EQ(Ran(all).size(), 4u) << all.run;
  EXPECT_EQ(Skipped(all), Words()) << all.run;
  EXPECT_EQ(Skipped(with("3s")), Words{"All/Pairs.Pass/P_1__Q_1__R_1__S_2"});
}

TEST_F(BudgetTest, ABudgetCountsSerialActions) {
  RunWith({}, ARRAYS_PROGRAM, "All/Serial.*");
  AddTimes(file_, "\"Mount\":10000000");
  const std::string logs = FreshDirectory();
  const SuiteRun run =
      RunWith({"--combtest_budget=14s", "--combtest_workers=1", "--combtest_log_dir=" + logs},
              ARRAYS_PROGRAM, "All/Serial.*");
  // One of the three runs of Mount, and what there is time for in its branch.
  EXPECT_TRUE(Says(run, ", in 2 phases and 1 serial step") ||
              Says(run, "; 2 phases and 1 serial step"))
      << run.run;
  EXPECT_LE(Ran(run).size(), 4u);
  EXPECT_GE(Skipped(run).size(), 5u);
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  // No phase of the others runs.
  const std::string trace = ReadFile(Traces(logs).at(0));
  EXPECT_EQ(Count(trace, R"("step":"run")"), 1u) << trace;
  EXPECT_EQ(Count(trace, R"("type":"segment")"), Ran(run).size()) << trace;
  EXPECT_EQ(Count(trace, R"("phase":)"), 2 * Ran(run).size()) << trace;
}

TEST_F(BudgetTest, TimesComeFromATrace) {
  const std::string logs = directory_ + "/logs";
  const Words made = RunWith({"--combtest_log_dir=" + logs}).Names();
  const Words old = Lines(ReadFile(file_));
  const SuiteRun none = RunWith({"--combtest_budget=1h"});
  EXPECT_EQ(none.run.exit_code, 1);
  EXPECT_TRUE(Says(none, "--combtest_budget: " + file_ + " has no times of All/Pairs.Pass; "))
      << none.run;
  EXPECT_EQ(RunWith({"--combtest_times=" + logs}).Names(), made);
  const Words now = Lines(ReadFile(file_));
  ASSERT_EQ(now.size(), old.size() + 2);
  EXPECT_TRUE(now[2].starts_with("{\"times_us\":{\"walk\":")) << now[2];
  const std::string text = ReadFile(file_);
  EXPECT_NE(text.find(",\"serial\":{\"Mount\":"), std::string::npos) << text;
  const SuiteRun little = RunWith({"--combtest_budget=1ns"});
  EXPECT_TRUE(Says(little, "--combtest_budget: 1 ns isn't enough for one walk of All/Pairs.Pass"))
      << little.run;
  EXPECT_EQ(little.run.exit_code, 1);
  EXPECT_EQ(ReadFile(file_), text);
  const SuiteRun wrong = RunWith({"--combtest_times=" + directory_ + "/none"});
  EXPECT_TRUE(Says(wrong, "--combtest_times: there is no trace and no directory")) << wrong.run;
  for (const std::string option : {"budget=1m", "times=logs", "include=logs.trace.jsonl"}) {
    const SuiteRun without = RunOf("All/Pairs.*", {"--combtest_" + option});
    EXPECT_TRUE(Says(without, "needs --combtest_array=FILE")) << without.run;
    EXPECT_EQ(without.run.exit_code, 1);
  }
  const SuiteRun all = RunWith({"--combtest_budget=1m", "--combtest_strength=all"});
  EXPECT_TRUE(Says(all, "--combtest_budget chooses among the walks of an array")) << all.run;
}

}  // namespace
}  // namespace combtest::test
