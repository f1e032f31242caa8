// What listeners are told of suites of walks, wherever the walks run.
#include <algorithm>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

Words Heard(const SuiteRun& run) {
  Words heard;
  for (const std::string& line : Lines(run.run.out)) {
    if (line.starts_with("HEARD ")) heard.push_back(line.substr(6));
  }
  return heard;
}

SuiteRun RunListened(const Words& arguments, const Environment& environment = {}) {
  return RunSuites(LISTENED_PROGRAM, arguments, environment);
}

class ListenedSuites : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Modes, ListenedSuites,
                         testing::Values("workers=0", "threads=3", "workers=2", "retries=1"),
                         [](const testing::TestParamInfo<std::string>& mode) {
                           std::string name = mode.param;
                           std::replace(name.begin(), name.end(), '=', '_');
                           return name;
                         });

TEST_P(ListenedSuites, EachWalkIsToldOnceAsItsCaseEnded) {
  const SuiteRun run = RunListened({"--combtest_" + GetParam()});
  EXPECT_EQ(run.run.exit_code, 1);
  Words heard = Heard(run);
  ASSERT_EQ(heard.size(), 6u) << run.run;
  EXPECT_EQ(heard.front(), "begins All/Listened.Pass");
  EXPECT_EQ(heard.back(), "ends: 4 selected = 1 passed + 2 failed + 1 cancelled");
  const Words walks(heard.begin() + 1, heard.end() - 1);
  EXPECT_EQ(Sorted(walks), (Words{"Number(1): passed", "Number(2): failed", "Number(3): cancelled",
                                  "Number(4): failed"}));
}

TEST_P(ListenedSuites, OnlySelectedWalksAreTold) {
  const SuiteRun run = RunListened({"--combtest_" + GetParam(), "--gtest_filter=*Number_1"});
  EXPECT_EQ(Heard(run),
            (Words{"begins All/Listened.Pass", "Number(1): passed", "ends: 1 selected = 1 passed"}))
      << run.run;
}

TEST_P(ListenedSuites, OneThatThrowsFailsTheProgram) {
  const SuiteRun run = RunListened({"--combtest_" + GetParam(), "--gtest_filter=*Number_1"},
                                   {{"LISTENED_THROWS", "1"}});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_TRUE(run.Case("All/Listened.Pass/Number_1").failures.empty());
  const std::string text = "Thrower threw std::runtime_error: no ink; it is called no more";
  EXPECT_NE(run.run.err.find(text), std::string::npos) << run.run;
  EXPECT_NE(run.run.out.find(text), std::string::npos) << run.run;
}

TEST(ListenedReplay, IsARunToo) {
  const std::string directory = FreshDirectory();
  RunListened({"--combtest_log_dir=" + directory});
  const SuiteRun run = RunListened({"--combtest_replay=" + directory + ":1"});
  EXPECT_EQ(run.run.exit_code, 1);
  EXPECT_EQ(Heard(run),
            (Words{"begins All/Listened.Pass", "Number(2): failed", "ends: 1 selected = 1 failed"}))
      << run.run;
}

}  // namespace
}  // namespace combtest::test
