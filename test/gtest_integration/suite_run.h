// Starts the programs under test and reads what they reported.
#ifndef COMBTEST_TEST_GTEST_INTEGRATION_SUITE_RUN_H_
#define COMBTEST_TEST_GTEST_INTEGRATION_SUITE_RUN_H_

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "test/support/run_binary.h"

namespace combtest::test {

using Words = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

struct CaseReport {
  std::string name;    // "All/Good.Pass/A_1__B_x__C_true"
  std::string result;  // COMPLETED, SKIPPED, SUPPRESSED
  Words failures;

  friend bool operator==(const CaseReport&, const CaseReport&) = default;
};

struct SuiteRun {
  BinaryRun run;
  std::vector<CaseReport> cases;  // what the JSON report says; empty where there is none
  Words log;                      // what the actions logged
  Words Names() const;
  const CaseReport& Case(const std::string& name) const;
};

// An empty directory of its own for each call, below the test's temporary directory.
std::string FreshDirectory();
std::string ReadFile(const std::string& path);
Words Lines(const std::string& text);
std::vector<CaseReport> ReadJsonReport(const std::string& path);

// Runs `program` with the arguments, asking it for a JSON report and an order log.
SuiteRun RunSuites(const std::string& program, const Words& arguments,
                   const Environment& environment = {});
// Full names, as --gtest_list_tests gives them.
Words ListTests(const std::string& program, const Words& arguments = {});
// Lines of the log that begin with `prefix`, sorted.
Words Logged(const SuiteRun& run, const std::string& prefix);
Words Sorted(Words words);

// Whether GoogleTest's filter selects the name: written anew, to compare with.
bool FilterSelects(const std::string& filter, const std::string& name);

// The program of suites with and without serial actions, with one thread and with four.
struct Mode {
  std::string name;
  bool serial;
  int threads;

  std::string Program() const;
  Words Flags(Words more = {}) const;
  // "A_1__B_x__C_true" as it is called in this mode, on the first option of the serial action.
  std::string Walk(const std::string& before, const std::string& after) const;
};
void PrintTo(const Mode& mode, std::ostream* out);

class AllModes : public testing::TestWithParam<Mode> {
 protected:
  SuiteRun Run(const std::string& filter, Words flags = {}, const Environment& variables = {}) {
    flags.push_back("--gtest_filter=" + filter);
    return RunSuites(GetParam().Program(), GetParam().Flags(flags), variables);
  }
  std::string Walk(const std::string& before, const std::string& after) const {
    return GetParam().Walk(before, after);
  }
};
const std::vector<Mode>& Modes();
std::string ModeName(const testing::TestParamInfo<Mode>& info);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_GTEST_INTEGRATION_SUITE_RUN_H_
