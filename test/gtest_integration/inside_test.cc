// What actions ask and say of their walks is the same wherever these run.
#include <gtest/gtest.h>

#include <ostream>
#include <regex>
#include <string>
#include <vector>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {
namespace {

// A report without times, and without what says how to run it again.
std::string Report(const std::string& program, const Words& arguments, int exit_code) {
  const std::string directory = FreshDirectory();
  Words argv = {program, "--gtest_output=xml:out.xml"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const BinaryRun run = RunBinary({argv, {}, directory});
  EXPECT_EQ(run.exit_code, exit_code) << run;
  static const std::regex kVarying(
      R"re( (time|timestamp)="[^"]*"|--combtest_(workers|threads)=\d+)re");
  return std::regex_replace(ReadFile(directory + "/out.xml"), kVarying, "");
}

struct Program {
  std::string name;
  std::string path;
};
void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

class Inside : public testing::TestWithParam<Program> {
 protected:
  // The report with one thread and no worker; that of all other numbers is compared with it.
  std::string SameReport(const std::string& suite, bool several_threads, int exit_code) {
    const std::string filter = "--gtest_filter=All/" + suite + ".*";
    const std::string expected = Report(GetParam().path, {filter}, exit_code);
    for (const char* workers : {"0", "1", "2", "8"}) {
      for (const char* threads : {"1", "4"}) {
        if (threads[0] == '4' && !several_threads) continue;
        SCOPED_TRACE(suite + ", workers " + workers + ", threads " + threads);
        EXPECT_EQ(Report(GetParam().path,
                         {filter, std::string("--combtest_workers=") + workers,
                          std::string("--combtest_threads=") + threads},
                         exit_code),
                  expected);
      }
    }
    return expected;
  }
  bool serial() const { return GetParam().name == "Serial"; }
};

// How often `text` stands in it.
std::size_t Count(const std::string& in, const std::string& text) {
  std::size_t count = 0;
  for (auto at = in.find(text); at != in.npos; at = in.find(text, at + 1)) ++count;
  return count;
}

TEST_P(Inside, OwnCalls) {
  const std::string xml = SameReport("Own", true, 1);
  const std::size_t branches = serial() ? 2 : 1;
  EXPECT_EQ(Count(xml, R"(name="seen" value="fatal")"), 2 * branches);
  EXPECT_EQ(Count(xml, R"(name="seen" value="non-fatal")"), 2 * branches);
  EXPECT_EQ(Count(xml, R"(name="again" value="1")"), 2 * branches);
  EXPECT_EQ(Count(xml, R"(name="again" value="0")"), 4 * branches);
  EXPECT_EQ(Count(xml, R"(name="option" value="1")"), 2 * branches);
  EXPECT_EQ(Count(xml, R"(name="option" value="11")"), 3 * branches);
  // The second is how newer GoogleTest writes a suite's.
  EXPECT_EQ(Count(xml, R"( step="1")") + Count(xml, R"(<property name="step" value="1"/>)"),
            serial() ? 1 : 0)
      << xml;
}

TEST_P(Inside, GoogleTestsOwnCalls) {
  const std::string xml = SameReport("Qualified", true, 1);
  const std::size_t branches = serial() ? 2 : 1;
  EXPECT_EQ(Count(xml, R"(name="seen" value="fatal, failed")"), branches) << xml;
  EXPECT_EQ(Count(xml, R"(name="seen" value="non-fatal, failed")"), branches);
  EXPECT_EQ(Count(xml, R"(name="seen" value="")"), branches);
  EXPECT_EQ(Count(xml, R"(name="seen" value="skipped now")"), branches);
}

TEST_P(Inside, ReservedKeys) {
  const std::string xml = SameReport("Reserved", true, 1);
  EXPECT_NE(xml.find("give the property another name"), xml.npos);
  EXPECT_EQ(Count(xml, R"(name="label" value="1")"), serial() ? 2 : 1);
}

TEST_P(Inside, ThreadsOfActions) {
  const std::string xml = SameReport("Threads", false, 1);
  EXPECT_EQ(Count(xml, R"(<failure message=")"), serial() ? 4 : 2) << xml;
  EXPECT_EQ(Count(xml, R"(name="thread" value="has failed")"), serial() ? 2 : 1);
}

// In the walk's own test body it is right.
TEST_P(Inside, PropertiesInGoogleTest) {
  const std::string filter = "--gtest_filter=All/QualifiedProperty.*";
  if (!serial()) {
    const std::string xml = Report(GetParam().path, {filter}, 0);
    EXPECT_EQ(Count(xml, R"(name="qualified" value="1")"), 1) << xml;
  }
  for (const char* option :
       {"--combtest_workers=1", "--combtest_workers=2", "--combtest_threads=2"}) {
    SCOPED_TRACE(option);
    const std::string xml = Report(GetParam().path, {filter, option}, 1);
    EXPECT_EQ(Count(xml, "write RecordProperty(\"qualified\", …)"), serial() ? 2 : 1) << xml;
    EXPECT_EQ(Count(xml, R"(name="qualified")"), 0) << xml;
  }
}

// Several walks run when the assertion fails: nobody can tell whose it is.
TEST_P(Inside, ThreadsAmongSeveralWalks) {
  const BinaryRun run = RunBinary(
      {{GetParam().path, "--gtest_filter=All/Together.*", "--combtest_threads=2"}, {}, "."});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.out.find("of which nobody can tell whose it is"), run.out.npos) << run;
  EXPECT_NE(run.out.find("in one of two"), run.out.npos);
  EXPECT_EQ(Count(run.out, "Walk failed"), 0u);
}

TEST_P(Inside, ElsewhereAndInCalls) {
  for (const char* option : {"--combtest_workers=0", "--combtest_workers=2"}) {
    SCOPED_TRACE(option);
    Report(GetParam().path, {"--gtest_filter=Outside.*", option}, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Inside,
                         testing::Values(Program{"Plain", INSIDE_PROGRAM},
                                         Program{"Serial", INSIDE_SERIAL_PROGRAM}),
                         [](const auto& program) { return program.param.name; });

}  // namespace
}  // namespace combtest::test
