#include "test/gtest_integration/suite_run.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace combtest::test {
namespace {

std::string Text(const boost::json::value& value, const char* key) {
  return std::string(value.at(key).as_string());
}

// Whether the pattern of '*' and '?' matches all of `text`.
bool Matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return Matches(pattern.substr(1), text) || (!text.empty() && Matches(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         Matches(pattern.substr(1), text.substr(1));
}

bool AnyMatches(const std::string& patterns, const std::string& name) {
  std::istringstream stream(patterns);
  for (std::string pattern; std::getline(stream, pattern, ':');) {
    if (Matches(pattern, name)) return true;
  }
  return false;
}

}  // namespace

Words SuiteRun::Names() const {
  Words names;
  for (const CaseReport& report : cases) names.push_back(report.name);
  return names;
}

const CaseReport& SuiteRun::Case(const std::string& name) const {
  for (const CaseReport& report : cases) {
    if (report.name == name) return report;
  }
  throw std::runtime_error("no case " + name + " in the report");
}

namespace {

// The directories of this process, removed when it ends.
class Directories {
 public:
  ~Directories() {
    if (getpid() != owner_) return;
    for (const auto& path : made_) {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  }

  std::string Make() {
    const std::lock_guard lock(mutex_);
    made_.push_back(std::filesystem::path(testing::TempDir()) /
                    ("combtest_" + std::to_string(owner_) + "_" + std::to_string(made_.size())));
    std::filesystem::remove_all(made_.back());
    std::filesystem::create_directories(made_.back());
    return made_.back().string();
  }

 private:
  const pid_t owner_ = getpid();
  std::mutex mutex_;
  std::vector<std::filesystem::path> made_;
};

}  // namespace

std::string FreshDirectory() {
  static Directories directories;
  return directories.Make();
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Words Lines(const std::string& text) {
  Words lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<CaseReport> ReadJsonReport(const std::string& path) {
  std::vector<CaseReport> cases;
  const std::string text = ReadFile(path);
  if (text.empty()) return cases;
  boost::system::error_code error;
  const boost::json::value report = boost::json::parse(text, error);
  // GoogleTest 1.12 writes no valid JSON where something failed outside of all tests.
  if (error) return cases;
  for (const auto& suite : report.at("testsuites").as_array()) {
    for (const auto& entry : suite.at("testsuite").as_array()) {
      if (Text(entry, "name").empty()) continue;  // newer GoogleTest: what failed beside the tests
      CaseReport& added = cases.emplace_back();
      added.name = Text(suite, "name") + "." + Text(entry, "name");
      added.result = Text(entry, "result");
      if (!entry.as_object().contains("failures")) continue;
      for (const auto& failure : entry.at("failures").as_array()) {
        added.failures.push_back(Text(failure, "failure"));
      }
    }
  }
  return cases;
}

SuiteRun RunSuites(const std::string& program, const Words& arguments,
                   const Environment& environment) {
  Binary binary;
  binary.directory = FreshDirectory();
  binary.argv = {program, "--gtest_output=json:" + binary.directory + "/report.json"};
  binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
  binary.environment = environment;
  binary.environment["ORDER_LOG"] = binary.directory + "/order.log";
  SuiteRun result;
  result.run = RunBinary(binary);
  result.cases = ReadJsonReport(binary.directory + "/report.json");
  result.log = Lines(ReadFile(binary.directory + "/order.log"));
  std::filesystem::remove_all(binary.directory);
  return result;
}

Words ListTests(const std::string& program, const Words& arguments) {
  Binary binary;
  binary.argv = {program, "--gtest_list_tests"};
  binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
  const BinaryRun run = RunBinary(binary);
  EXPECT_EQ(run.exit_code, 0) << run;
  Words names;
  std::string suite;
  for (const std::string& line : Lines(run.out)) {
    const std::string name = line.substr(0, line.find("  #"));
    if (line.starts_with("  ")) {
      names.push_back(suite + name.substr(2));
    } else {
      suite = name;
    }
  }
  // "Running main() from …" stands where a suite's name does.
  return names;
}

Words Logged(const SuiteRun& run, const std::string& prefix) {
  Words lines;
  std::copy_if(run.log.begin(), run.log.end(), std::back_inserter(lines),
               [&](const std::string& line) { return line.starts_with(prefix); });
  return Sorted(lines);
}

Words Sorted(Words words) {
  std::sort(words.begin(), words.end());
  return words;
}

bool FilterSelects(const std::string& filter, const std::string& name) {
  const auto minus = filter.find('-');
  const std::string positive = filter.substr(0, minus);
  if (minus != filter.npos && AnyMatches(filter.substr(minus + 1), name)) return false;
  return AnyMatches(positive.empty() ? "*" : positive, name);
}

std::string Mode::Program() const { return serial ? SUITES_SERIAL_PROGRAM : SUITES_PROGRAM; }

Words Mode::Flags(Words more) const {
  if (threads > 1) more.push_back("--combtest_threads=" + std::to_string(threads));
  return more;
}

std::string Mode::Walk(const std::string& before, const std::string& after) const {
  return before + (serial ? "__Switch_true__" : "__") + after;
}

void PrintTo(const Mode& mode, std::ostream* out) { *out << mode.name; }

const std::vector<Mode>& Modes() {
  static const std::vector<Mode> kModes = {{"Plain", false, 1},
                                           {"PlainThreads", false, 4},
                                           {"Serial", true, 1},
                                           {"SerialThreads", true, 4}};
  return kModes;
}

std::string ModeName(const testing::TestParamInfo<Mode>& info) { return info.param.name; }

}  // namespace combtest::test
