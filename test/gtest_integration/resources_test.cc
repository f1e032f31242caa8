// What only so many walks may use at a time, and walks that run in one worker: in real processes.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <string>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

struct Numbers {
  int workers;
  int threads;
  int at_once() const { return std::max(1, workers) * threads; }
};
void PrintTo(const Numbers& numbers, std::ostream* out) {
  *out << numbers.workers << " workers, " << numbers.threads << " threads";
}

// How many were inside at most.
int MostIn(const std::string& directory, const std::string& resource) {
  std::array<int, 2> numbers{};
  std::ifstream(directory + "/" + resource, std::ios::binary)
      .read(reinterpret_cast<char*>(numbers.data()), sizeof numbers);
  return numbers[1];
}

class Resources : public testing::TestWithParam<Numbers> {
 protected:
  SuiteRun Run(const std::string& suite, int wanted, Words more = {}, const std::string& cut = "") {
    more.push_back("--gtest_filter=All/" + suite + ".*");
    more.push_back("--combtest_workers=" + std::to_string(GetParam().workers));
    more.push_back("--combtest_threads=" + std::to_string(GetParam().threads));
    return RunSuites(RESOURCES_PROGRAM, more,
                     {{"RESOURCES_DIR", directory_},
                      {"RESOURCES_WANTED", std::to_string(wanted)},
                      {"RESOURCES_CUT", cut}});
  }
  int Most(const std::string& resource) const { return MostIn(directory_, resource); }

  const std::string directory_ = FreshDirectory();
};

INSTANTIATE_TEST_SUITE_P(All, Resources,
                         testing::Values(Numbers{0, 1}, Numbers{0, 4}, Numbers{1, 1}, Numbers{2, 1},
                                         Numbers{8, 1}, Numbers{1, 4}, Numbers{2, 4},
                                         Numbers{8, 4}),
                         [](const auto& setup) {
                           return std::to_string(setup.param.workers) + "_workers_" +
                                  std::to_string(setup.param.threads) + "_threads";
                         });

TEST_P(Resources, AreUsedByAsManyWalksAsThereAreOfThemAndNoMore) {
  const int wanted = std::min(2, GetParam().at_once());
  const SuiteRun run = Run("Licenses", wanted);
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.cases.size(), 40u);
  EXPECT_EQ(Most("license"), wanted);
}

TEST_P(Resources, AreHeldByWalksThatRunAgain) {
  const int wanted = std::min(2, GetParam().at_once());
  const SuiteRun run = Run("Licenses", wanted, {"--combtest_retries=1"}, "flaky");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_TRUE(Contains(run.run.out, "20 passed + 20 flaky")) << run.run;
  EXPECT_LE(Most("license"), 2);
}

TEST_P(Resources, AreHeldWhateverTheOrder) {
  if (GetParam().workers == 0) return;  // then walks run in the order of their cases
  const std::string logs = "--combtest_log_dir=" + FreshDirectory();
  const int wanted = std::min(2, GetParam().at_once());
  Run("Phases", wanted, {logs}, "flaky");
  const SuiteRun run = Run("Phases", wanted, {logs, "--combtest_order=slowest-first"}, "flaky");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.cases.size(), 160u);
  EXPECT_LE(Most("license"), 2);
  EXPECT_LE(Most("port"), 2);
}

TEST_P(Resources, AreHeldForTheSegmentOfTheirAction) {
  const int wanted = std::min(2, GetParam().at_once());
  const SuiteRun run = Run("Phases", wanted);
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.cases.size(), 160u);
  EXPECT_EQ(Most("license"), wanted);
  EXPECT_EQ(Most("port"), wanted);
}

// A process of four threads runs four walks at a time. Where walks need something, that holds as
// long as there are four left; else several quick ones may be one thread's, and so it holds at
// first.
TEST_P(Resources, ThreadsOfAProcessRunSideBySide) {
  if (GetParam().workers > 1) return;  // one that starts late may find too few
  for (const char* suite : {"MeetPlainly", "MeetInPhases", "MeetInRooms", "MeetTogether"}) {
    SCOPED_TRACE(suite);
    const SuiteRun run = Run(suite, 1);
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_GE(run.cases.size(), 80u);
  }
}

TEST_P(Resources, AreNoReasonToEndAWalkThatWaitsForThem) {
  if (GetParam().workers == 0) return;
  const SuiteRun run = Run("Licenses", 1, {"--combtest_walk_timeout=3s"}, "slow");
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_LE(Most("license"), 2);
}

TEST_P(Resources, KeepNoRunFromEnding) {
  const SuiteRun interrupted = Run("Phases", 1, {}, "interrupt");
  EXPECT_NE(interrupted.run.exit_code, 0);
  EXPECT_TRUE(Contains(interrupted.run.out, "interrupted by SIGINT")) << interrupted.run;
  const SuiteRun fast = Run("Phases", 1, {"--gtest_fail_fast"}, "fail");
  EXPECT_EQ(fast.run.exit_code, 1) << fast.run;
  if (GetParam().workers == 0) return;
  const SuiteRun late = Run("Phases", 1, {"--combtest_run_timeout=2s"}, "hang");
  EXPECT_TRUE(Contains(late.run.out, "run_timeout (2 s)")) << late.run;
}

TEST_P(Resources, LoseNothingThatIsPrinted) {
  const SuiteRun run = Run("Licenses", 1, {"--combtest_failures=all"}, "fail");
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  for (int id = 0; id < 40; id += 2)
    EXPECT_TRUE(Contains(run.run.out + run.run.err, "licensed " + std::to_string(id) + ";"))
        << run.run;
}

// The processes that ran walks of each cache, in this order.
std::map<int, Words> Processes(const std::string& directory) {
  std::map<int, Words> processes;
  for (int cache = 0; cache < 12; ++cache)
    processes[cache] = Lines(ReadFile(directory + "/cache-" + std::to_string(cache)));
  return processes;
}

TEST_P(Resources, WalksThatBelongTogetherRunInOneProcess) {
  const SuiteRun run = Run("Caches", 1);
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  std::set<std::string> all;
  for (const auto& [cache, processes] : Processes(directory_)) {
    const std::set<std::string> distinct(processes.begin(), processes.end());
    EXPECT_EQ(processes.size(), 40u);
    EXPECT_EQ(distinct.size(), 1u) << cache;
    all.insert(distinct.begin(), distinct.end());
  }
  EXPECT_GE(all.size(), std::min<std::size_t>(2, std::max(1, GetParam().workers)));
}

TEST_P(Resources, WhatIsLeftOfAGroupGoesOnTogether) {
  if (GetParam().workers == 0 || GetParam().threads > 1) return;
  const SuiteRun run = Run("Caches", 1, {}, "crash");
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  for (auto& [cache, processes] : Processes(directory_)) {
    processes.erase(std::unique(processes.begin(), processes.end()), processes.end());
    // Two of its walks take their workers down.
    EXPECT_EQ(processes.size(), 3u) << cache;
  }
}

}  // namespace
}  // namespace combtest::test
