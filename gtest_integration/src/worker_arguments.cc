#include "gtest_integration/src/worker_arguments.h"

#include <gtest/gtest.h>

namespace combtest::internal {
namespace {

std::string Flag(const char* name, bool value) {
  return std::string("--gtest_") + name + (value ? "=1" : "=0");
}

}  // namespace

std::vector<std::string> ArgumentsForWorker(const std::string& filter) {
  return {"--gtest_filter=" + filter,
          // What is disabled has been left out by the orchestrator already.
          Flag("also_run_disabled_tests", true),
          Flag("catch_exceptions", GTEST_FLAG_GET(catch_exceptions)),
          Flag("throw_on_failure", GTEST_FLAG_GET(throw_on_failure)),
          Flag("break_on_failure", GTEST_FLAG_GET(break_on_failure))};
}

}  // namespace combtest::internal
