#include "gtest_integration/src/running_case.h"

#include <gtest/gtest.h>

#include <atomic>

namespace combtest::internal {
namespace {

std::atomic<bool> in_tests_now = false;

}  // namespace

void SetInTests(bool in_tests) { in_tests_now = in_tests; }

std::string RunningCase() {
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  if (const testing::TestInfo* info = program.current_test_info())
    return std::string(info->test_suite_name()) + "." + info->name();
  if (const testing::TestSuite* suite = program.current_test_suite())
    return std::string(suite->name()) + ".";
  return in_tests_now ? "." : "";
}

bool IsSetUp(std::string_view running_case) { return running_case.ends_with('.'); }

std::string FilterFor(const std::string& running_case) {
  if (running_case == ".") return "*";
  return IsSetUp(running_case) ? running_case + "*" : running_case;
}

}  // namespace combtest::internal
