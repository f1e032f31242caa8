// Where in a GoogleTest program a call of RunTests stands.
#ifndef COMBTEST_GTEST_INTEGRATION_SRC_RUNNING_CASE_H_
#define COMBTEST_GTEST_INTEGRATION_SRC_RUNNING_CASE_H_

#include <string>
#include <string_view>

namespace combtest::internal {

// The full name of the test that runs. Where none does: "Suite." in the set-up of a suite, "." in
// that of an environment, empty in main.
std::string RunningCase();
bool IsSetUp(std::string_view running_case);

// RUN_ALL_TESTS runs from now on, or has ended.
void SetInTests(bool in_tests);

// The GoogleTest filter that leads there; empty: none does.
std::string FilterFor(const std::string& running_case);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_SRC_RUNNING_CASE_H_
