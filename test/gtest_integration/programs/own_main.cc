// A user's main whose own parser knows no flags at all. With LATE_SAMPLE it sets an option too
// late, with SAMPLE_AFTER_TESTS after each iteration.
#include <combtest/gtest.h>

#include <cstdio>
#include <cstdlib>

class AfterTests : public testing::Environment {
  void TearDown() override {
    if (const char* sample = std::getenv("SAMPLE_AFTER_TESTS"))
      combtest::config::Set("sample", sample);
  }
};

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    if (!combtest::Init(&argc, argv)) return 0;
  } catch (const combtest::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  if (argc > 1) {
    std::fprintf(stderr, "what is %s?\n", argv[1]);
    return 3;
  }
  if (const char* sample = std::getenv("LATE_SAMPLE")) combtest::config::Set("sample", sample);
  testing::AddGlobalTestEnvironment(new AfterTests);
  return RUN_ALL_TESTS();
}
