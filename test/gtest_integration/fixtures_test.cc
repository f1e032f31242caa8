// Fixtures of the user's own are the same wherever walks run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <regex>
#include <string>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

struct FixtureRun {
  BinaryRun run;
  std::string xml;                      // without times
  std::map<std::string, Words> events;  // by walk, in their order
  Words others;                         // SetUpTestSuite and the like

  const Words& Of(const std::string& walk) const { return events.at("All/Fixtures.Pass/" + walk); }
};

FixtureRun RunFixtures(const std::string& program, const Words& arguments,
                       Environment environment = {}) {
  const std::string directory = FreshDirectory();
  environment["FIXTURES_LOG"] = directory + "/log";
  Words argv = {program, "--gtest_output=xml:out.xml"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  FixtureRun result;
  result.run = RunBinary({argv, environment, directory});
  static const std::regex kVarying(
      R"re( (time|timestamp)="[^"]*"|--combtest_(workers|threads)=\d+)re");
  result.xml = std::regex_replace(ReadFile(directory + "/out.xml"), kVarying, "");
  for (const std::string& line : Lines(ReadFile(directory + "/log"))) {
    const auto space = line.find(' ');
    if (space == line.npos) {
      result.others.push_back(line);
    } else {
      result.events[line.substr(0, space)].push_back(line.substr(space + 1));
    }
  }
  return result;
}

struct Program {
  std::string name;
  std::string path;
};
void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

class OwnFixtures : public testing::TestWithParam<Program> {
 protected:
  bool serial() const { return GetParam().name == "Serial"; }
  FixtureRun Run(int workers, int threads, const std::string& suite = "Fixtures",
                 const Environment& environment = {}) {
    return RunFixtures(
        GetParam().path,
        {"--gtest_filter=All/" + suite + ".*", "--combtest_workers=" + std::to_string(workers),
         "--combtest_threads=" + std::to_string(threads)},
        environment);
  }
  std::string Walk(const std::string& what, int branch = 1) const {
    return "Choose_" + what + (serial() ? "__Between_" + std::to_string(branch) : "") +
           "__Second_10";
  }
};

TEST_P(OwnFixtures, TheSameEverywhere) {
  const FixtureRun expected = Run(0, 1);
  EXPECT_EQ(expected.run.exit_code, 1) << expected.run;
  EXPECT_THAT(expected.Of(Walk("kNothing")), ElementsAre("SetUp", "first", "second", "TearDown"));
  EXPECT_THAT(expected.Of(Walk("kExpectInSetUp")),
              ElementsAre("SetUp", "first", "second", "TearDown, non-fatal"));
  EXPECT_THAT(expected.Of(Walk("kAssertInSetUp")), ElementsAre("SetUp", "TearDown, fatal"));
  EXPECT_THAT(expected.Of(Walk("kSkipInSetUp")), ElementsAre("SetUp", "TearDown"));
  EXPECT_THAT(expected.Of(Walk("kCancelInSetUp")), ElementsAre("SetUp", "TearDown"));
  EXPECT_THAT(expected.Of(Walk("kAssertInRun")), ElementsAre("SetUp", "first", "TearDown, fatal"));
  if (serial()) {
    EXPECT_THAT(expected.Of(Walk("kNothing", 3)), ElementsAre("SetUp", "first", "TearDown"));
  }
  EXPECT_THAT(expected.xml, HasSubstr("thrown in SetUp"));
  EXPECT_THAT(expected.xml, HasSubstr("thrown in TearDown"));
  EXPECT_THAT(expected.xml, HasSubstr("in:     SetUp of "));
  for (const int workers : {0, 1, 2, 8}) {
    for (const int threads : {1, 4}) {
      SCOPED_TRACE("workers " + std::to_string(workers) + ", threads " + std::to_string(threads));
      const FixtureRun run = Run(workers, threads);
      EXPECT_EQ(run.run.exit_code, 1) << run.run;
      EXPECT_EQ(run.xml, expected.xml);
      EXPECT_EQ(run.events, expected.events);
      // Once in each process.
      EXPECT_EQ(std::count(run.others.begin(), run.others.end(), "SetUpTestSuite"), workers + 1);
      EXPECT_EQ(std::count(run.others.begin(), run.others.end(), "TearDownTestSuite"), workers + 1);
    }
  }
}

TEST_P(OwnFixtures, BodiesGoOnKnowingHowTheirWalkEnded) {
  if (serial()) return;
  const std::map<std::string, Words> expected = {
      {"pass", {"not_failed"}},           {"expect", {"failed,fatal,non-fatal"}},
      {"assert", {"failed,fatal"}},       {"throw", {"failed,fatal"}},
      {"cancel", {"not_failed,skipped"}}, {"skip", {"not_failed,skipped"}}};
  for (const int workers : {0, 1}) {
    for (const int threads : {1, 2}) {
      const FixtureRun run = Run(workers, threads, "ToldBodies");
      EXPECT_EQ(run.run.exit_code, 1) << run.run;
      EXPECT_EQ(run.events, expected) << run.run;
      EXPECT_THAT(run.xml, HasSubstr("tests=\"6\" failures=\"3\" disabled=\"0\" skipped=\"2\""));
    }
  }
}

TEST_P(OwnFixtures, Crashes) {
  const FixtureRun run = Run(2, 1, "Fixtures", {{"FIXTURES_CRASH", "1"}});
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_THAT(run.run.out, testing::ContainsRegex("Walk crashed: SIGABRT [^\n]*\n  in:     SetUp "
                                                  "of [^\n]*Lab"));
  EXPECT_THAT(run.run.out, testing::ContainsRegex("Walk crashed: SIGABRT [^\n]*\n  in:     "
                                                  "TearDown of [^\n]*Lab"));
  // Whoever goes on with a walk sets a fixture up of its own.
  EXPECT_THAT(run.Of(Walk("kNothing")),
              AnyOf(ElementsAre("SetUp", "first", "second", "TearDown"),
                    ElementsAre("SetUp", "first", "SetUp", "second", "TearDown"),
                    ElementsAre("SetUp", "first", "SetUp", "second", "TearDown", "TearDown")));
  EXPECT_THAT(run.xml, HasSubstr(serial() ? "tests=\"78\"" : "tests=\"26\""));
}

TEST_P(OwnFixtures, FailuresTooLate) {
  if (!serial()) return;
  for (const int workers : {0, 2}) {
    const FixtureRun run = Run(workers, 1, "Fixtures", {{"FIXTURES_LATE", "1"}});
    EXPECT_EQ(run.run.exit_code, 1) << run.run;
    EXPECT_THAT(run.run.out, HasSubstr("[  FAILED  ] All/Fixtures: SetUpTestSuite or "
                                       "TearDownTestSuite"));
    EXPECT_THAT(run.run.out, testing::ContainsRegex("TearDown of [^\n]*Lab"));
  }
}

TEST_P(OwnFixtures, MistakesInSuites) {
  if (serial()) return;
  for (const int workers : {0, 1}) {
    const FixtureRun run = Run(workers, 1, "ForgottenBody");
    EXPECT_EQ(run.run.exit_code, 1) << run.run;
    EXPECT_THAT(run.run.out, HasSubstr("the test body didn't call RunWalk()"));
  }
  const FixtureRun run = Run(0, 1, "Hiding");
  EXPECT_EQ(run.run.exit_code, 1) << run.run;
  EXPECT_THAT(run.run.out, HasSubstr("the suite's own TearDown() hides that of its WalkTest"));
}

INSTANTIATE_TEST_SUITE_P(All, OwnFixtures,
                         testing::Values(Program{"Plain", FIXTURES_PROGRAM},
                                         Program{"Serial", FIXTURES_SERIAL_PROGRAM}),
                         [](const auto& program) { return program.param.name; });

}  // namespace
}  // namespace combtest::test
