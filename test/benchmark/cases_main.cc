// A GoogleTest main that says how long registration took and how much memory it needed. With
// CASES_REGISTER_ONLY in the environment no case runs.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "test/benchmark/arguments.h"

int main(int argc, char** argv) {
  const double seconds = combtest::bench::SecondsOf([&] { testing::InitGoogleTest(&argc, argv); });
  const int result = std::getenv("CASES_REGISTER_ONLY") != nullptr ? 0 : RUN_ALL_TESTS();
  std::fprintf(stderr,
               R"({"register": %.6f, "cases": %d, "peak_kib": %ld})"
               "\n",
               seconds, testing::UnitTest::GetInstance()->total_test_count(),
               combtest::bench::PeakMemory());
  return result;
}
