// Suites that can't work: the run is refused with one clear line, and the others can be listed.
#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

struct Trouble {
  std::string error;
  std::string says;
  Words flags = {};
};
void PrintTo(const Trouble& trouble, std::ostream* out) { *out << trouble.error; }

class Errors : public testing::TestWithParam<Trouble> {};

int LinesWith(const std::string& text, const std::string& part) {
  int count = 0;
  for (const std::string& line : Lines(text)) count += line.find(part) != line.npos ? 1 : 0;
  return count;
}

TEST_P(Errors, RefuseTheRun) {
  const auto& [error, says, flags] = GetParam();
  for (const std::string threads : {"1", "4"}) {
    const SuiteRun run =
        RunSuites(ERRORS_PROGRAM, flags, {{"SUITE_ERROR", error}, {"COMBTEST_THREADS", threads}});
    EXPECT_EQ(run.run.exit_code, 1) << run.run;
    EXPECT_EQ(run.log, Words{});
    EXPECT_EQ(LinesWith(run.run.out, says), 1) << run.run;
  }
}

TEST_P(Errors, LeaveTheOtherSuitesListed) {
  const auto& [error, says, flags] = GetParam();
  Binary binary;
  binary.argv = {ERRORS_PROGRAM, "--gtest_list_tests"};
  binary.argv.insert(binary.argv.end(), flags.begin(), flags.end());
  binary.environment = {{"SUITE_ERROR", error}};
  const BinaryRun run = RunBinary(binary);
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(LinesWith(run.out, "  Pass/A_"), 6) << run;
  EXPECT_EQ(LinesWith(run.out, "Ordinary."), 1) << run;
  EXPECT_EQ(LinesWith(run.err, says), 1) << run;
}

INSTANTIATE_TEST_SUITE_P(
    All, Errors,
    testing::Values(Trouble{"empty", "Troubled0"},
                    Trouble{"duplicate", "the same name, Troubled0_1"},
                    Trouble{"overflow", "Troubled3"}, Trouble{"throw", "options out of reach"},
                    Trouble{"throw_int", "Options()"},
                    Trouble{"many", "max_cases", {"--combtest_max_cases=1000"}}),
    [](const auto& parameter) { return parameter.param.error; });

TEST(NoErrors, EverythingRuns) {
  const SuiteRun run = RunSuites(ERRORS_PROGRAM, {});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.cases.size(), 6u + 3u + 1u);
}

TEST(Miscounted, HasAnExitCodeOfItsOwn) {
  Binary binary;
  binary.argv = {MISCOUNTED_PROGRAM};
  binary.environment = {{"COMBTEST_THREADS", "2"}};
  const BinaryRun run = RunBinary(binary);
  EXPECT_EQ(run.exit_code, 70) << run;
  EXPECT_NE(run.out.find("INTERNAL ERROR: 3 walks were selected and 4 are accounted for"),
            std::string::npos)
      << run;
}

TEST(Doubled, ASuiteThatIsInstantiatedTwiceIsRefusedInEveryMode) {
  const std::string says = "All/Doubled.Pass is instantiated twice";
  for (const Words& flags :
       {Words{}, Words{"--combtest_workers=2"}, Words{"--combtest_threads=4"}}) {
    for (const Environment& shard :
         {Environment{}, Environment{{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "0"}},
          Environment{{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", "1"}}}) {
      const SuiteRun run = RunSuites(DOUBLED_PROGRAM, flags, shard);
      EXPECT_EQ(run.run.exit_code, 1) << run.run;
      EXPECT_EQ(run.log, Words{});
      EXPECT_EQ(LinesWith(run.run.out, says), 1) << run.run;
    }
  }
  Binary list;
  list.argv = {DOUBLED_PROGRAM, "--gtest_list_tests"};
  EXPECT_EQ(LinesWith(RunBinary(list).err, says), 1);
}

}  // namespace
}  // namespace combtest::test
