// How a worker starts: whatever main does, it runs its walks and nothing else, in the world that
// the program was started in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// All that ran, sorted.
std::vector<std::string> Ran(const Program& program) {
  std::istringstream file(program.File("ran"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

struct Way {
  friend std::ostream& operator<<(std::ostream& out, const Way& way) { return out << way.mode; }

  std::string mode;
  Variables variables = {};
  std::vector<std::string> arguments = {};
};

std::vector<std::string> RanWith(const Way& way, const char* workers, const char* threads) {
  Variables variables = way.variables;
  variables["MODE"] = way.mode;
  variables["COMBTEST_WORKERS"] = workers;
  variables["COMBTEST_THREADS"] = threads;
  Program program(COMBTEST_STARTING_SUITE, variables, way.arguments);
  EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
  EXPECT_THAT(program.err(), Not(HasSubstr("[worker"))) << "and nothing was said";
  return Ran(program);
}

class Starting : public testing::TestWithParam<Way> {};

TEST_P(Starting, IsTheSameForAnyNumberOfWorkers) {
  const std::vector<std::string> expected = RanWith(GetParam(), "0", "1");
  EXPECT_FALSE(expected.empty());
  for (const char* workers : {"0", "1", "2", "8"}) {
    for (const char* threads : {"1", "4"})
      EXPECT_EQ(RanWith(GetParam(), workers, threads), expected) << workers << ", " << threads;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Modes, Starting,
    testing::Values(Way{"nothing"}, Way{"directory"}, Way{"filter"}, Way{"own arguments"},
                    Way{"repeat"}, Way{"printer"}, Way{"files"}, Way{"twice"}, Way{"calls"},
                    Way{"filter", {}, {"--gtest_shuffle", "--gtest_repeat=2"}},
                    Way{"nothing", {{"GTEST_FILTER", "All/*"}, {"GTEST_RESOURCE_DIR", "/r"}}},
                    Way{"nothing", {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "1"}}}));

TEST(StartingDirectory, HoldsTheSettingsFileAndAllThatIsWritten) {
  for (const char* mode : {"directory", "walks move"}) {
    for (const char* workers : {"0", "2"}) {
      for (const char* threads : {"1", "4"}) {
        SCOPED_TRACE(mode + std::string(", workers ") + workers + ", threads " + threads);
        Program program(
            COMBTEST_STARTING_SUITE,
            {{"MODE", mode}, {"COMBTEST_WORKERS", workers}, {"COMBTEST_THREADS", threads}},
            {"--combtest_log_dir=logs", "--combtest_states=states.jsonl",
             "--combtest_report=report.html", "--combtest_strength=2",
             "--combtest_array=array.json"});
        EXPECT_EQ(program.Wait(), 0) << program.out() << program.err();
        for (const char* file :
             {"logs/combtest.log", "states.jsonl", "report.html", "array.json"}) {
          EXPECT_TRUE(std::filesystem::exists(program.directory() / file)) << file;
          EXPECT_FALSE(std::filesystem::exists(program.directory() / "elsewhere" / file)) << file;
        }
        // The log, and a trace of each suite.
        EXPECT_EQ(
            std::distance(std::filesystem::directory_iterator(program.directory() / "logs"), {}),
            4);
      }
    }
  }
}

TEST(StartingCall, ThatNoWorkerCanReachSaysSo) {
  Program program(COMBTEST_STARTING_SUITE, {{"MODE", "late"}, {"COMBTEST_WORKERS", "2"}},
                  {"--gtest_filter=Plain*"});
  EXPECT_EQ(program.Wait(), 1);
  EXPECT_THAT(program.out() + program.err(), HasSubstr("this one stands elsewhere"));
  EXPECT_EQ(Ran(program), std::vector<std::string>{"test"});
}

}  // namespace
}  // namespace combtest::test
