// Plain gtest_main, combtest::gtest_main, a main of one's own; combtest's flags under each.
#include <fstream>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

struct Main {
  const char* name;
  const char* program;
  int refusal;  // the exit code for a bad flag
};

class Mains : public testing::TestWithParam<Main> {
 protected:
  static SuiteRun Run(const Words& arguments, const Environment& environment = {}) {
    return RunSuites(GetParam().program, arguments, environment);
  }
  static void ExpectRefused(const SuiteRun& run, const Words& parts) {
    EXPECT_EQ(run.run.exit_code, GetParam().refusal) << run.run;
    EXPECT_EQ(run.log, Words{});
    int lines = 0;
    for (const std::string& line : Lines(run.run.out + run.run.err)) {
      bool all = true;
      for (const std::string& part : parts) all = all && line.find(part) != line.npos;
      lines += all ? 1 : 0;
    }
    EXPECT_EQ(lines, 1) << "lines that say all at once\n" << run.run;
  }
};

TEST_P(Mains, RunAllWalks) {
  for (const Words& flags : {Words{}, Words{"--combtest_threads=4"}}) {
    const SuiteRun run = Run(flags);
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
    EXPECT_EQ(run.cases.size(), 6u);
    EXPECT_EQ(run.log.size(), 6u);
  }
}

TEST_P(Mains, KnowGoogleTestsFlags) {
  EXPECT_EQ(Run({"--gtest_filter=All/One.Pass/A_2__C_true"}).log, Words{"walk A2 C1 (none)"});
  EXPECT_EQ(ListTests(GetParam().program).size(), 6u);
}

TEST_P(Mains, RefuseUnknownFlags) {
  ExpectRefused(Run({"--combtest_treads=4"}), {"--combtest_treads", "did you mean `threads`?"});
  ExpectRefused(Run({"--combtest_threads"}), {"--combtest_threads lacks its value"});
  ExpectRefused(Run({}, {{"COMBTEST_COLOUR", "blue"}}), {"COMBTEST_COLOUR", "colour"});
}

TEST_P(Mains, RefuseBadValues) {
  ExpectRefused(Run({"--combtest_threads=many"}), {"--combtest_threads", "`many`", "1 to 1024"});
  ExpectRefused(Run({}, {{"COMBTEST_THREADS", "0"}}), {"COMBTEST_THREADS", "`0`", "1 to 1024"});
}

TEST_P(Mains, ListNothingWrongSilently) {
  Binary binary;
  binary.argv = {GetParam().program, "--gtest_list_tests", "--combtest_treads=4"};
  const BinaryRun run = RunBinary(binary);
  const auto at = run.err.find("there is no option `treads`");
  EXPECT_NE(at, std::string::npos) << run;
  const bool catches_itself = std::string(GetParam().name) == "Own";
  EXPECT_TRUE(catches_itself || at == run.err.rfind("there is no option `treads`")) << run;
}

TEST_P(Mains, PrintTheHelpOnceInsteadOfTests) {
  const SuiteRun run = Run({"--combtest_help", "--gtest_filter=*"});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  const auto help = run.run.out.find("--combtest_threads=");
  EXPECT_NE(help, std::string::npos) << run.run;
  EXPECT_EQ(run.run.out.find("--combtest_threads=", help + 1), std::string::npos) << run.run;
  EXPECT_EQ(run.run.out.find("[==="), std::string::npos) << run.run;
  EXPECT_EQ(run.log, Words{});
}

INSTANTIATE_TEST_SUITE_P(All, Mains,
                         testing::Values(Main{"GoogleTests", PLAIN_MAIN_PROGRAM, 1},
                                         Main{"Combtests", COMBTEST_MAIN_PROGRAM, 1},
                                         Main{"Own", OWN_MAIN_PROGRAM, 2}),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

TEST(OwnMain, SeesNoFlagOfOurs) {
  EXPECT_EQ(RunSuites(OWN_MAIN_PROGRAM, {"--combtest_threads=4", "--mine"}).run.err,
            "what is --mine?\n");
}

TEST(LateOptions, ThatSayWhichWalksThereAreRefuseTheRun) {
  const SuiteRun late = RunSuites(OWN_MAIN_PROGRAM, {}, {{"LATE_SAMPLE", "1"}});
  EXPECT_EQ(late.run.exit_code, 1) << late.run;
  EXPECT_TRUE(Contains(late.run.out,
                       "the option sample was set after InitGoogleTest, which registers the walks "
                       "by it; set it before"))
      << late.run;
  // Where nothing is selected, too.
  const SuiteRun none =
      RunSuites(OWN_MAIN_PROGRAM, {"--gtest_filter=No.Test"}, {{"LATE_SAMPLE", "1"}});
  EXPECT_EQ(none.run.exit_code, 1) << none.run;
  EXPECT_TRUE(Contains(none.run.out, "the option sample was set after InitGoogleTest")) << none.run;
  // What is in force anyway may be set at any time, and the command line is stronger.
  EXPECT_EQ(RunSuites(OWN_MAIN_PROGRAM, {}, {{"LATE_SAMPLE", "0"}}).run.exit_code, 0);
  EXPECT_EQ(
      RunSuites(OWN_MAIN_PROGRAM, {"--combtest_sample=1"}, {{"LATE_SAMPLE", "2"}}).run.exit_code,
      0);
}

// They are for calls of RunTests.
TEST(LateOptions, ThatTestsSetRefuseNoLaterIteration) {
  const SuiteRun run =
      RunSuites(OWN_MAIN_PROGRAM, {"--gtest_repeat=2"}, {{"SAMPLE_AFTER_TESTS", "1"}});
  EXPECT_EQ(run.run.exit_code, 0) << run.run;
  EXPECT_EQ(run.log.size(), 12u);
}

}  // namespace
}  // namespace combtest::test
