// Whatever bytes a user's text holds, what is written for programs can be read by them.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <regex>
#include <set>

#include "test/gtest_integration/suite_run.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

const std::string kStrange = "--gtest_filter=All/Strange.*";
const Words kModes[] = {{}, {"--combtest_threads=2"}, {"--combtest_workers=2"}};

std::string Joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

// Boost.JSON's own check of UTF-8: a string holds everything but what JSON escapes.
bool IsUtf8(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    quoted += ascii && (c < 0x20 || c == '"' || c == '\\') ? '.' : c;
  }
  boost::json::error_code error;
  boost::json::parse(quoted + "\"", error);
  return !error;
}

void ExpectReadable(const std::string& what, const std::string& text) {
  EXPECT_FALSE(text.empty()) << what;
  EXPECT_TRUE(IsUtf8(text)) << what << ": " << text;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 || c == '\n' || c == '\t') continue;
    ADD_FAILURE() << what << " holds the control character " << int{byte};
    return;
  }
}

void ExpectJsonLines(const std::string& path) {
  const std::string text = ReadFile(path);
  ExpectReadable(path, text);
  for (const std::string& line : Lines(text)) {
    boost::json::error_code error;
    boost::json::parse(line, error);
    EXPECT_FALSE(error) << path << ": " << line;
  }
}

std::string FileEndingIn(const std::string& directory, const std::string& suffix) {
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().string().ends_with(suffix)) return entry.path();
  }
  return {};
}

Words Messages(const SuiteRun& run) {
  Words messages;
  for (const CaseReport& report : run.cases) {
    for (const std::string& failure : report.failures) {
      // The line to paste names the mode.
      messages.push_back(report.name + ": " + failure.substr(0, failure.find("\n  replay:")));
    }
  }
  return Sorted(messages);
}

Words With(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(StrangeText, LeavesEveryReportReadable) {
  for (const Words& mode : kModes) {
    SCOPED_TRACE("mode " + Joined(mode));
    const std::string directory = FreshDirectory();
    const SuiteRun run = RunSuites(
        STRANGE_TEXT_PROGRAM, With(mode, {kStrange, "--combtest_log_dir=" + directory + "/logs",
                                          "--combtest_states=" + directory + "/states.jsonl"}));
    EXPECT_EQ(run.run.exit_code, 1) << run.run;
    EXPECT_EQ(run.cases.size(), 30u);
    ExpectJsonLines(directory + "/states.jsonl");
    ExpectJsonLines(FileEndingIn(directory + "/logs", ".jsonl"));
    const std::string log = ReadFile(FileEndingIn(directory + "/logs", ".log"));
    ExpectReadable("the log", log);
    EXPECT_TRUE(Contains(log, "has \\x1B[1mgr\\xFCn and 1234567"));
    const std::string xml = directory + "/report.xml";
    RunSuites(STRANGE_TEXT_PROGRAM, With(mode, {kStrange, "--gtest_output=xml:" + xml}));
    ExpectReadable("XML", ReadFile(xml));
    EXPECT_TRUE(Contains(ReadFile(xml), "said \\xFE\\x01 of gr\\xFBn"));
    EXPECT_TRUE(Contains(ReadFile(xml), "value \\xFE\\x01"));
    EXPECT_TRUE(Contains(ReadFile(xml), "Open(&quot;/tmp/\\xFF\\n&quot;)"));
  }
}

TEST(StrangeText, GivesTheSameMessagesInEveryMode) {
  const Words messages = Messages(RunSuites(STRANGE_TEXT_PROGRAM, With(kModes[0], {kStrange})));
  EXPECT_EQ(messages.size(), 18u);  // an EXPECT has its walk's message as well
  for (const Words& mode : kModes)
    EXPECT_EQ(Messages(RunSuites(STRANGE_TEXT_PROGRAM, With(mode, {kStrange}))), messages)
        << Joined(mode);
}

TEST(StrangeText, IsReplayedByName) {
  std::set<std::string> names;
  for (const std::string& name : ListTests(STRANGE_TEXT_PROGRAM, {kStrange})) {
    if (!name.ends_with("End_pass")) continue;
    names.insert(name);
    const SuiteRun run = RunSuites(STRANGE_TEXT_PROGRAM, {"--gtest_filter=" + name});
    ASSERT_EQ(run.cases.size(), 1u) << name;
    EXPECT_EQ(run.cases[0].name, name);
    EXPECT_EQ(run.run.exit_code, 0) << run.run;
  }
  EXPECT_EQ(names.size(), 6u);
}

TEST(StrangeText, ThatACrashedWorkerPrinted) {
  const std::string directory = FreshDirectory();
  const SuiteRun run = RunSuites(
      STRANGE_TEXT_PROGRAM,
      {"--gtest_filter=All/Crashing.*", "--combtest_workers=2", "--combtest_log_dir=" + directory});
  ASSERT_EQ(run.cases.size(), 6u);
  for (const CaseReport& report : run.cases) {
    ASSERT_EQ(report.failures.size(), 1u) << run.run;
    EXPECT_TRUE(Contains(report.failures[0], "last words: \\xFE\\x01"));
  }
  ExpectJsonLines(FileEndingIn(directory, ".jsonl"));
}

// GoogleTest's own numbers follow the locale; combtest's don't.
TEST(StrangeText, NumbersAreTheSameInAnyLocale) {
  const Environment grouping = {{"STRANGE_LOCALE", "1"}};
  // Without a JSON report, whose numbers GoogleTest would group.
  const auto run = [](const Words& arguments, const Environment& environment) {
    return RunBinary({With({STRANGE_TEXT_PROGRAM, kStrange}, arguments), environment});
  };
  EXPECT_EQ(run({"--gtest_list_tests"}, grouping).out, run({"--gtest_list_tests"}, {}).out);
  const std::regex grouped("[0-9][_,][0-9]");
  for (const Words& mode : kModes) {
    SCOPED_TRACE("mode " + Joined(mode));
    const std::string directory = FreshDirectory();
    const BinaryRun grouped_run =
        run(With(mode, {"--combtest_verbosity=2", "--combtest_log_dir=" + directory}), grouping);
    // Where walks run in bodies nothing sums them up.
    EXPECT_TRUE(mode.empty() || Contains(grouped_run.out, "30 selected = 6 passed + 12 failed"));
    Words lines = Lines(grouped_run.out + grouped_run.err);
    for (const std::string& line : Lines(ReadFile(FileEndingIn(directory, ".log"))))
      lines.push_back(line);
    ExpectJsonLines(FileEndingIn(directory, ".jsonl"));
    for (const std::string& line : lines) {
      const bool from_google_test = line.starts_with("[") || Contains(line, "FAILED TEST") ||
                                    Contains(line, "is part of") || line.ends_with(": Failure") ||
                                    line.ends_with(": Skipped");
      EXPECT_FALSE(!from_google_test && std::regex_search(line, grouped)) << line;
    }
  }
}

}  // namespace
}  // namespace combtest::test
