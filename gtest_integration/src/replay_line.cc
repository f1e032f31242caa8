#include "gtest_integration/src/replay_line.h"

#include "src/api/framework.h"

namespace combtest::internal {

std::string ReplayLine(const testing::TestInfo& info, const WalkResult& result) {
  return RerunLine(std::string(info.test_suite_name()) + "." + info.name(), {result});
}

std::string RerunLine(const std::string& filter, const std::vector<WalkResult>& walks) {
  std::string arguments = " --gtest_filter='" + filter + "'";
  if (GTEST_FLAG_GET(also_run_disabled_tests)) arguments += " --gtest_also_run_disabled_tests";
  return CommandFor(arguments, walks);
}

}  // namespace combtest::internal
