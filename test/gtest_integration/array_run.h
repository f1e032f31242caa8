// Runs of the program whose suites have arrays.
#ifndef COMBTEST_TEST_GTEST_INTEGRATION_ARRAY_RUN_H_
#define COMBTEST_TEST_GTEST_INTEGRATION_ARRAY_RUN_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "test/gtest_integration/suite_run.h"

namespace combtest::test {

inline SuiteRun RunOf(const std::string& filter, Words flags = {},
                      const Environment& variables = {},
                      const std::string& program = ARRAYS_PROGRAM) {
  flags.push_back("--gtest_filter=" + filter);
  return RunSuites(program, flags, variables);
}

inline bool Says(const SuiteRun& run, const std::string& text) {
  return run.run.out.find(text) != std::string::npos;
}

// "P1Q2R3S1" of "All/Pairs.Pass/P_1__Q_2__R_3__S_1".
inline std::string StateAfter(const std::string& name) {
  std::string state = name.substr(name.rfind('/') + 1);
  state.erase(std::remove(state.begin(), state.end(), '_'), state.end());
  return state;
}

class ArrayFileTest : public testing::Test {
 protected:
  SuiteRun RunWith(Words flags = {}, const std::string& program = ARRAYS_PROGRAM,
                   const std::string& filter = "All/Pairs.*:All/Serial.*") {
    flags.push_back("--combtest_array=" + file_);
    return RunOf(filter, flags, {}, program);
  }
  void Write(const std::string& text) { std::ofstream(file_) << text; }
  // Of the error that refuses the run.
  std::string Refused() {
    const SuiteRun run = RunWith();
    EXPECT_EQ(run.run.exit_code, 1) << run.run;
    EXPECT_TRUE(run.cases.empty() || run.run.out.find("[  PASSED  ]") == std::string::npos);
    return run.run.out;
  }

  const std::string directory_ = FreshDirectory();
  const std::string file_ = directory_ + "/arrays.jsonl";
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_GTEST_INTEGRATION_ARRAY_RUN_H_
