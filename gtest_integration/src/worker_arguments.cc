#include "gtest_integration/src/worker_arguments.h"

#include <gtest/gtest.h>

#include <string>

namespace combtest::internal {
namespace {

std::string Flag(const char* name, bool value) {
  return std::string("--gtest_") + name + (value ? "=1" : "=0");
}

}  // namespace

std::vector<std::string> ArgumentsForWorker(const std::string& filter) {
  const bool shuffled = GTEST_FLAG_GET(shuffle);
  const int seed =
      shuffled ? testing::UnitTest::GetInstance()->random_seed() : GTEST_FLAG_GET(random_seed);
  return {"--gtest_filter=" + filter,
          // What is disabled has been left out by the orchestrator already.
          Flag("also_run_disabled_tests", true),
          Flag("catch_exceptions", GTEST_FLAG_GET(catch_exceptions)),
          Flag("throw_on_failure", GTEST_FLAG_GET(throw_on_failure)),
          Flag("break_on_failure", GTEST_FLAG_GET(break_on_failure)),
          // What walks may ask for.
          Flag("shuffle", shuffled), "--gtest_random_seed=" + std::to_string(seed),
          "--gtest_death_test_style=" + GTEST_FLAG_GET(death_test_style),
          "--gtest_stack_trace_depth=" + std::to_string(GTEST_FLAG_GET(stack_trace_depth)),
          Flag("brief", true)};
}

}  // namespace combtest::internal
