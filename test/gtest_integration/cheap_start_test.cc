// A filter of whole names registers those walks only.
#include <chrono>
#include <iostream>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

constexpr const char* kOne = "All/Many.Pass/D0_9__D1_8__D2_7__D3_6__D4_5__D5_0";

int Registered(const SuiteRun& run) {
  const std::string label = "registered=";
  const auto at = run.run.out.find(label);
  return at == std::string::npos ? -1 : std::stoi(run.run.out.substr(at + label.size()));
}

TEST(CheapStart, RegistersAFewOfAMillionWalks) {
  const std::string two = "All/Many.Pass/D0_1__D1_1__D2_1__D3_1__D4_1__D5_1";
  for (const Words& flags : {Words{}, Words{"--combtest_threads=4"}}) {
    Words arguments = flags;
    arguments.push_back("--gtest_filter=" + std::string(kOne) + ":" + two + ":Registered.Count");
    const SuiteRun run = RunSuites(MANY_WALKS_PROGRAM, arguments);
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_EQ(run.cases.size(), 3u);
    // The first walk is registered in any case.
    EXPECT_LE(Registered(run), 4);
    EXPECT_GE(Registered(run), 3);
  }
}

TEST(CheapStart, WorksForSuffixes) {
  const SuiteRun run = RunSuites(
      MANY_WALKS_PROGRAM, {"--gtest_filter=*D0_9__D1_8__D2_7__D3_6__D4_5__D5_0:Registered.Count"});
  EXPECT_EQ(run.cases.size(), 2u);
  EXPECT_LE(Registered(run), 3);
}

TEST(CheapStart, PassesOverSuitesThatTheFilterLeavesOut) {
  const SuiteRun run =
      RunSuites(MANY_WALKS_PROGRAM, {"--gtest_filter=Registered.*:All/Man.*:All/Many.Past/*"});
  EXPECT_EQ(run.cases.size(), 1u);
  EXPECT_LE(Registered(run), 2);
}

double Seconds(const std::string& program) {
  const auto start = std::chrono::steady_clock::now();
  const SuiteRun run = RunSuites(program, {"--gtest_filter=" + std::string(kOne)});
  EXPECT_EQ(run.cases.size(), 1u) << run.run;
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(CheapStart, BeatsCombine) {
  const double walks = Seconds(FEWER_WALKS_PROGRAM);
  const double combined = Seconds(FEWER_COMBINED_PROGRAM);
  std::cout << "one of 100,000 by its name: " << 1000 * walks << " ms, testing::Combine "
            << 1000 * combined << " ms, ratio " << combined / walks << "\n";
  EXPECT_GT(combined, 2 * walks);
}

}  // namespace
}  // namespace combtest::test
