// Few walks that stand for all: registered, run, sharded, rerun and replayed as any others.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "test/gtest_integration/array_run.h"

namespace combtest::test {
namespace {

Words Selected(const Words& names, const std::string& filter) {
  Words selected;
  std::copy_if(names.begin(), names.end(), std::back_inserter(selected),
               [&](const std::string& name) { return FilterSelects(filter, name); });
  return selected;
}

TEST(Arrays, FewWalksRunAndTheSummarySaysWhatTheyCovered) {
  const SuiteRun run = RunOf("All/Pairs.*");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.cases.size(), 9u);
  EXPECT_TRUE(Says(run,
                   "[  WALKS   ] 9 of 81 walks cover each combination of 2 actions' options\n"
                   "[  WALKS   ] covered 1-way 100 % (12 of 12), 2-way 100 % (54 of 54), 3-way "
                   "33.333 % (36 of 108)\n"))
      << run.run;
}

TEST(Arrays, TheStrengthIsChosenForARun) {
  EXPECT_EQ(RunOf("All/Pairs.*", {"--combtest_strength=all"}).cases.size(), 81u);
  EXPECT_EQ(RunOf("All/Pairs.*", {"--combtest_strength=3"}).cases.size(), 27u);
  EXPECT_EQ(RunOf("All/Pairs.*", {"--combtest_strength=1"}).cases.size(), 3u);
  EXPECT_EQ(RunOf("All/Pairs.*", {"--combtest_strength=6"}).cases.size(), 81u);
  const SuiteRun wrong = RunOf("All/Pairs.*", {"--combtest_strength=7"});
  EXPECT_NE(wrong.run.exit_code, 0);
}

TEST(Arrays, AreTheSameWithWorkersAndInShardsButNotWithAnotherSeed) {
  for (const std::string filter : {"All/Pairs.*", "All/Serial.*", "All/Indexed.*"}) {
    const Words all = RunOf(filter).Names();
    EXPECT_EQ(RunOf(filter, {"--combtest_workers=8"}).Names(), all);
    Words shards;
    for (const std::string index : {"0", "1", "2"}) {
      const SuiteRun shard =
          RunOf(filter, {}, {{"GTEST_TOTAL_SHARDS", "3"}, {"GTEST_SHARD_INDEX", index}});
      EXPECT_EQ(shard.run.exit_code, 0) << shard.run;
      const Words names = shard.Names();
      shards.insert(shards.end(), names.begin(), names.end());
    }
    EXPECT_EQ(Sorted(shards), Sorted(all));
    EXPECT_EQ(Selected(ListTests(ARRAYS_PROGRAM), filter), all);
  }
  EXPECT_NE(Sorted(RunOf("All/Pairs.*", {"--combtest_seed=2"}).Names()),
            Sorted(RunOf("All/Pairs.*").Names()));
}

// Branches are in the order of their first walks, in workers and other processes, too.
TEST(Arrays, EachWalkThatAWorkerRunsIsItsOwn) {
  const std::string states = FreshDirectory() + "/states.jsonl";
  const std::vector<std::pair<std::string, std::string>> modes = {
      {"2", "1"}, {"2", "2"}, {"2", "3"}, {"0", "1"}, {"0", "2"}};
  for (const auto& [workers, seed] : modes) {
    const SuiteRun run =
        RunOf("All/Serial.*", {"--combtest_workers=" + workers, "--combtest_isolate_serial",
                               "--combtest_states=" + states, "--combtest_seed=" + seed});
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    std::size_t walks = 0;
    for (const std::string& line : Lines(ReadFile(states))) {
      const boost::json::value state = boost::json::parse(line);
      const std::string name(state.at("name").as_string());  // P_3__Mount_2__Q_1__R_2
      const std::string ran{name[0], name[2], name[14], name[16], name[19], name[21]};
      EXPECT_EQ(state.at("state").at("name").as_string(), ran) << name;
      ++walks;
    }
    EXPECT_EQ(walks, run.cases.size());
    EXPECT_GT(walks, 0u);
  }
}

TEST(Arrays, SerialActionsAreCoveredAndConstraintsHold) {
  const SuiteRun run = RunOf("All/Serial.*", {"--combtest_workers=2"});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_TRUE(Says(run, "2-way 100 % (52 of 52; 2 impossible)")) << run.run;
  EXPECT_GE(run.cases.size(), 9u);
  EXPECT_LE(run.cases.size(), 11u);
  std::set<std::string> pairs;
  for (const std::string& name : run.Names()) {
    EXPECT_EQ(name.find("Q_2__R_2"), std::string::npos) << name;
    EXPECT_FALSE(name.find("P_3") != std::string::npos && name.find("R_3") != std::string::npos);
    pairs.insert(name.substr(name.find("P_"), 12));  // P_1__Mount_1
  }
  EXPECT_EQ(pairs.size(), 9u);
}

// Also where the array doesn't have it, and without making one.
TEST(Arrays, AWalkOfTheFullProductRunsByItsName) {
  const std::string asked = FreshDirectory() + "/asked";
  const std::string name = "All/Serial.Pass/P_1__Mount_1__Q_1__R_3";
  const SuiteRun run = RunOf(name, {}, {{"ARRAYS_ASKED", asked}});
  EXPECT_EQ(run.Names(), Words{name}) << run.run;
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_LE(ReadFile(asked).size(), 10u);
  EXPECT_FALSE(Says(run, "walks cover")) << run.run;
}

TEST(Arrays, NumberedCasesKeepTheirNumbersWhereOneIsFiltered) {
  const SuiteRun all = RunOf("All/Indexed.*");
  EXPECT_EQ(all.run.exit_code, 0) << all.run;
  EXPECT_EQ(all.log.size(), all.cases.size());
  for (const std::string& line : all.log) {
    const SuiteRun one = RunOf("All/Indexed." + line.substr(0, line.find(' ')));
    EXPECT_EQ(one.log, Words{line});
  }
}

TEST(Arrays, WhatFailedRunsAgain) {
  const std::string logs = FreshDirectory();
  const std::string failed = RunOf("All/Pairs.*").Names()[4];
  const std::string walk = StateAfter(failed);
  const SuiteRun first =
      RunOf("All/Pairs.*", {"--combtest_log_dir=" + logs}, {{"ARRAYS_FAIL", walk}});
  EXPECT_EQ(first.run.exit_code, 1) << first.run;
  EXPECT_TRUE(Says(first, "2-way 88.888 % (48 of 54)")) << first.run;
  const SuiteRun again =
      RunOf("All/Pairs.*", {"--combtest_rerun=" + logs}, {{"ARRAYS_FAIL", walk}});
  EXPECT_EQ(again.Names(), Words{failed}) << again.run;
}

TEST(Arrays, RunTestsTakesThem) {
  for (const Words& flags : {Words{}, Words{"--combtest_workers=2"}}) {
    const SuiteRun run = RunOf("Calls.Pairs", flags);
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
  }
}

TEST(Arrays, ARunBelowTheRequiredCoverageFails) {
  EXPECT_EQ(RunOf("All/Pairs.*", {"--combtest_require_coverage=2:100,3:33"}).run.exit_code, 0);
  for (const Words& mode : {Words{}, Words{"--combtest_workers=2"}}) {
    Words flags = mode;
    flags.push_back("--combtest_require_coverage=2:100,3:80");
    const SuiteRun run = RunOf("All/Pairs.*", flags);
    EXPECT_EQ(run.run.exit_code, 1) << run.run;
    EXPECT_TRUE(Says(run,
                     "3-way coverage is 33.333 % (36 of 108), less than the 80 % that are "
                     "required"))
        << run.run;
  }
  const SuiteRun typo = RunOf("All/Pairs.*", {"--combtest_require_coverage=2;100"});
  EXPECT_EQ(typo.run.exit_code, 1) << typo.run;
  EXPECT_TRUE(Says(typo, "--combtest_require_coverage: \"2;100\" has no colon")) << typo.run;
  const SuiteRun shard = RunOf("All/Pairs.*", {"--combtest_require_coverage=2:100"},
                               {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "0"}});
  EXPECT_EQ(shard.run.exit_code, 1) << shard.run;
  EXPECT_TRUE(Says(shard, "give it --combtest_log_dir, and combtest-merge judges")) << shard.run;
}

TEST(Arrays, WhatIsMissingOrImpossibleIsListedOnRequest) {
  const SuiteRun run = RunOf("All/Serial.*", {"--combtest_coverage=2", "--combtest_sample=5"});
  EXPECT_EQ(run.cases.size(), 5u) << run.run;
  EXPECT_TRUE(Says(run, "[  WALKS   ] impossible: P(3), R(3) by Where(walk)\n")) << run.run;
  EXPECT_TRUE(Says(run, "[  WALKS   ] impossible: Q(2), R(2) by Requires(Q(2), R(1 or 3))\n"))
      << run.run;
  EXPECT_TRUE(Says(run, " (not selected)\n")) << run.run;
  EXPECT_TRUE(Says(run, "[  WALKS   ] of P and Q: ")) << run.run;
  EXPECT_FALSE(Says(RunOf("All/Serial.*"), "impossible: ")) << run.run;
}

TEST(Arrays, ASampleOfAnArrayIsItsBeginning) {
  const Words all = RunOf("All/Pairs.*").Names();
  const Words six = RunOf("All/Pairs.*", {"--combtest_sample=6"}).Names();
  EXPECT_EQ(six, Words(all.begin(), all.begin() + 6));
  EXPECT_EQ(RunOf("All/Pairs.*", {"--combtest_fraction=0.5"}).cases.size(), 5u);
  // Of all walks any: the first one is registered, and not run unless it is among them.
  const SuiteRun any = RunOf("All/Pairs.*", {"--combtest_sample=7", "--combtest_strength=all"});
  EXPECT_EQ(any.cases.size(), 7u) << any.run;
  EXPECT_EQ(any.run.exit_code, 0);
  const SuiteRun call = RunOf("Calls.Pairs", {"--combtest_sample=2"});
  EXPECT_TRUE(Says(call, "Which is: 2")) << call.run;
}

TEST(Arrays, AStrengthThatIsEveryWalkIsSaid) {
  const SuiteRun run = RunOf("All/Pairs.*", {"--combtest_strength=6"});
  EXPECT_NE(
      run.run.err.find("combtest: All/Pairs.Pass: a strength of 6 among 4 actions is every walk\n"),
      std::string::npos)
      << run.run;
}

TEST(Arrays, CoverageIsMeasuredOfAllWalksToo) {
  const SuiteRun run = RunOf("All/Pairs.*", {"--combtest_strength=all", "--combtest_coverage=2"});
  EXPECT_TRUE(Says(run, "covered 1-way 100 % (12 of 12), 2-way 100 % (54 of 54)\n")) << run.run;
  EXPECT_FALSE(Says(RunOf("All/Pairs.*", {"--combtest_strength=all"}), "covered")) << run.run;
}

TEST_F(ArrayFileTest, KeepsWhatWasMade) {
  const Words made = RunOf("All/Pairs.*:All/Serial.*").Names();
  EXPECT_EQ(RunWith().Names(), made);
  const std::string text = ReadFile(file_);
  EXPECT_TRUE(
      text.starts_with("{\"combtest\":\"array\",\"version\":1}\n"
                       "{\"suite\":\"All/Pairs.Pass\"}\n"
                       "[\"P_1\",\"Q_1\",\"R_1\",\"S_1\"]\n"))
      << text;
  // A seed makes no difference to what is there.
  EXPECT_EQ(RunWith({"--combtest_seed=5"}).Names(), made);
  EXPECT_EQ(ReadFile(file_), text);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_), {}), 1);
}

TEST_F(ArrayFileTest, IsExtendedByAHigherStrengthAndGivesTheLowerOneAsBefore) {
  const Words two = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  const Words three = RunWith({"--combtest_strength=3"}, ARRAYS_PROGRAM, "All/Pairs.*").Names();
  EXPECT_GT(three.size(), 26u);
  EXPECT_EQ(Words(three.begin(), three.begin() + 9), two);
  EXPECT_EQ(RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").Names(), two);
}

// An option more in both suites, and an action more in one.
TEST_F(ArrayFileTest, IsExtendedForNewOptionsAndActionsWithNoLineChanged) {
  const Words before = RunWith().Names();
  const Words old = Lines(ReadFile(file_));
  const SuiteRun more = RunWith({}, ARRAYS_MORE_PROGRAM);
  EXPECT_EQ(more.run.exit_code, 0) << more.run;
  EXPECT_EQ(std::count(more.run.out.begin(), more.run.out.end(), '%'), 6) << more.run;
  EXPECT_TRUE(Says(more, "2-way 100 % (63 of 63)")) << more.run;
  const Words now = Lines(ReadFile(file_));
  EXPECT_GT(now.size(), old.size());
  std::size_t kept = 0;
  for (const std::string& line : now) kept += kept < old.size() && line == old[kept] ? 1 : 0;
  EXPECT_EQ(kept, old.size());
  // The walks of the suite that has no new action are there by their names.
  const Words names = more.Names();
  for (const std::string& name : Selected(before, "All/Pairs.*"))
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
  const std::string text = ReadFile(file_);
  EXPECT_EQ(RunWith({}, ARRAYS_MORE_PROGRAM).Names(), names);
  EXPECT_EQ(ReadFile(file_), text);
}

TEST_F(ArrayFileTest, WhatIsWrongIsSaidInASentence) {
  RunWith();
  const std::string text = ReadFile(file_);
  const auto with = [&](const std::string& line) { Write(text + line + "\n"); };
  const std::string last = ":" + std::to_string(Lines(text).size() + 1) + ": ";
  with("[\"P_9\",\"Mount_1\",\"Q_1\",\"R_1\"]");
  EXPECT_NE(Refused().find("combtest: All/Serial.Pass: " + file_ + last +
                           "All/Serial.Pass has no option P_9; take the line out, and others are "
                           "added for it"),
            std::string::npos);
  with("[\"P_1\",\"Mount_1\",\"Q_2\",\"R_2\"]");
  EXPECT_NE(Refused().find(last + "this walk of All/Serial.Pass is excluded now"),
            std::string::npos);
  with(Lines(text).back());
  EXPECT_NE(Refused().find(last + "this walk of All/Serial.Pass is there twice"),
            std::string::npos);
  with("{\"walk\":99,\"and\":[\"P_1\"]}");
  EXPECT_NE(Refused().find(last + "\"walk\" is the number of a walk of the suite"),
            std::string::npos);
  with("P_1");
  EXPECT_NE(Refused().find(last + "this is no line of an array"), std::string::npos);
  with("{\"suite\":\"All/Pairs.Pass\"}");
  EXPECT_NE(Refused().find(last + "the suite All/Pairs.Pass is there twice"), std::string::npos);
  Write("[\"P_1\"]\n");
  EXPECT_NE(Refused().find(file_ + ":1: this isn't a file of arrays, whose first line is "
                                   "{\"combtest\":\"array\",\"version\":1}"),
            std::string::npos);
  std::filesystem::remove(file_);
  const SuiteRun nowhere =
      RunOf("All/Pairs.*", {"--combtest_array=" + directory_ + "/none/arrays.jsonl"});
  EXPECT_TRUE(Says(nowhere, "/none/arrays.jsonl can't be written: No such file or directory"))
      << nowhere.run;
  EXPECT_EQ(nowhere.run.exit_code, 1);
}

TEST_F(ArrayFileTest, IncludesTheWalksOfAListOrATrace) {
  const std::string list = directory_ + "/bugs.txt";
  std::ofstream(list) << "# last month's\n\nAll/Pairs.Pass/P_3__Q_2__R_1__S_1\n"
                      << "All/Other.Pass/P_9\n  P_2__Q_3__R_3__S_1  \n";
  const Words names = RunOf("All/Pairs.*", {"--combtest_include=" + list}).Names();
  ASSERT_GT(names.size(), 8u);
  EXPECT_EQ(names[1], "All/Pairs.Pass/P_3__Q_2__R_1__S_1");
  EXPECT_EQ(names[2], "All/Pairs.Pass/P_2__Q_3__R_3__S_1");
  std::ofstream(list, std::ios::app) << "All/Pairs.Pass/P_9\n";
  const SuiteRun unknown = RunOf("All/Pairs.*", {"--combtest_include=" + list});
  EXPECT_TRUE(Says(unknown, "--combtest_include: " + list + ":6: All/Pairs.Pass has no walk P_9"))
      << unknown.run;
  const SuiteRun nowhere = RunOf("All/Pairs.*", {"--combtest_include=" + list + "x"});
  EXPECT_TRUE(Says(nowhere, "x can't be read: No such file or directory")) << nowhere.run;

  const std::string logs = directory_ + "/logs";
  const std::string walk = "All/Pairs.Pass/P_3__Q_3__R_3__S_1";
  RunOf(walk, {"--combtest_log_dir=" + logs});
  const SuiteRun run = RunWith({"--combtest_include=" + logs}, ARRAYS_PROGRAM, "All/Pairs.*");
  const Words with = run.Names();
  EXPECT_EQ(std::count(with.begin(), with.end(), walk), 1) << run.run;
  EXPECT_TRUE(Says(run, "2-way 100 %")) << run.run;
}

TEST_F(ArrayFileTest, OptimizeFindsFewer) {
  // Every walk covers all pairs, too.
  RunWith({"--combtest_strength=3"}, ARRAYS_PROGRAM, "All/Pairs.*");
  Words lines = Lines(ReadFile(file_));
  std::reverse(lines.begin() + 2, lines.end());
  std::ostringstream text;
  for (const std::string& line : lines) text << line << "\n";
  Write(text.str());
  const std::size_t many = RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").cases.size();
  EXPECT_GT(many, 9u);
  EXPECT_EQ(RunWith({"--combtest_optimize=5s"}, ARRAYS_PROGRAM, "All/Pairs.*").cases.size(), 9u);
  EXPECT_EQ(RunWith({}, ARRAYS_PROGRAM, "All/Pairs.*").cases.size(), 9u);
  EXPECT_EQ(Lines(ReadFile(file_)).size(), 11u);
  const SuiteRun without = RunOf("All/Pairs.*", {"--combtest_optimize=5s"});
  EXPECT_TRUE(Says(without, "--combtest_optimize needs --combtest_array=FILE")) << without.run;
  EXPECT_EQ(without.run.exit_code, 1);
}

}  // namespace
}  // namespace combtest::test
