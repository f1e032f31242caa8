// Names that are cut: of walks that nobody finds by their names alone.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>
#include <string>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

// Names, and the states in which their walks ended.
std::map<std::string, std::string> StatesIn(const std::string& path) {
  std::map<std::string, std::string> states;
  for (const std::string& line : Lines(ReadFile(path))) {
    const boost::json::value state = boost::json::parse(line);
    states.emplace("All/Long.Pass/" + std::string(state.at("name").as_string()),
                   state.at("state").at("options").as_string());
  }
  return states;
}

class LongNames : public testing::TestWithParam<Words> {
 protected:
  SuiteRun Run(Words flags) {
    flags.push_back("--combtest_states=" + states_);
    flags.insert(flags.end(), GetParam().begin(), GetParam().end());
    return RunSuites(LONG_NAMES_PROGRAM, flags);
  }

  const std::string states_ = FreshDirectory() + "/states.jsonl";
};

TEST_P(LongNames, EachCaseIsItsOwnWalk) {
  const SuiteRun run = Run({});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  const auto states = StatesIn(states_);
  ASSERT_EQ(states.size(), run.cases.size());
  ASSERT_GE(states.size(), 8u);
  std::size_t failed = 0;
  for (const CaseReport& walk : run.cases) {
    ASSERT_TRUE(states.contains(walk.name)) << walk.name;
    EXPECT_EQ(walk.failures.empty(), !states.at(walk.name).ends_with("11")) << walk.name;
    failed += walk.failures.empty() ? 0 : 1;
  }
  EXPECT_GT(failed, 0u);
  EXPECT_LT(failed, run.cases.size());
}

TEST_P(LongNames, AWalkRunsAloneByItsName) {
  Run({});
  const auto states = StatesIn(states_);
  for (const auto& [name, state] : states) {
    const SuiteRun alone = Run({"--gtest_filter=" + name});
    EXPECT_EQ(alone.Names(), Words{name}) << alone.run;
    EXPECT_EQ(alone.run.exit_code, state.ends_with("11") ? 1 : 0) << alone.run;
    EXPECT_EQ(StatesIn(states_), (std::map<std::string, std::string>{{name, state}}));
  }
}

TEST_P(LongNames, WhatFailedRunsAgain) {
  const std::string directory = FreshDirectory();
  Words failed;
  for (const CaseReport& walk : Run({"--combtest_log_dir=" + directory}).cases) {
    if (!walk.failures.empty()) failed.push_back(walk.name);
  }
  const SuiteRun again = Run({"--combtest_rerun=" + directory});
  EXPECT_EQ(Sorted(again.Names()), Sorted(failed)) << again.run;
  EXPECT_EQ(again.run.exit_code, 1);
}

// Nobody hears of these walks ahead of their bodies.
TEST(LongNamesInBodies, EachCaseIsItsOwnWalk) {
  const SuiteRun run =
      RunSuites(LONG_NAMES_PROGRAM, {"--combtest_strength=all", "--combtest_sample=40"});
  ASSERT_EQ(run.cases.size(), 40u) << run.run;
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  std::size_t failed = 0;
  for (const CaseReport& walk : run.cases) failed += walk.failures.empty() ? 0 : 1;
  EXPECT_GT(failed, 0u);
  EXPECT_LT(failed, 20u);
}

TEST(LongNamesInBodies, TheEndOfACutNameSelectsIt) {
  const std::string whole = ListTests(LONG_NAMES_PROGRAM).at(3);
  const SuiteRun run =
      RunSuites(LONG_NAMES_PROGRAM, {"--gtest_filter=*__" + whole.substr(whole.rfind("__") + 2)});
  EXPECT_EQ(run.Names(), Words{whole}) << run.run;
}

INSTANTIATE_TEST_SUITE_P(All, LongNames,
                         testing::Values(Words{}, Words{"--combtest_threads=2"},
                                         Words{"--combtest_workers=2"}, Words{"--gtest_shuffle"}));

}  // namespace
}  // namespace combtest::test
