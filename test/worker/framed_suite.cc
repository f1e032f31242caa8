// Two walk suites with what GoogleTest runs around them, which can be made to fail.
#include <combtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "test/worker/misbehave.h"

namespace {

bool Is(const char* variable, std::string_view value) {
  const char* given = std::getenv(variable);
  return given != nullptr && given == value;
}
bool InWorker() { return std::getenv("COMBTEST_INTERNAL_ID") != nullptr; }

struct Count : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4, 5};
  void Run(int option, int& state) const {
    state += option;
    AppendLine("log", "Count(" + std::to_string(option) + ")");
    MisbehaveAt("Count(" + std::to_string(option) + ")");
  }
};

class Framed : public combtest::WalkTest<int> {
 public:
  static void SetUpTestSuite() {
    AppendLine("log", InWorker() ? "suite in a worker" : "suite");
    ASSERT_FALSE(Is("FAIL_SUITE", "everywhere")) << "no suite";
    ASSERT_FALSE(Is("FAIL_SUITE", "worker") && InWorker()) << "no suite in a worker";
  }
};

class World : public testing::Environment {
 public:
  void SetUp() override {
    AppendLine("log", InWorker() ? "world in a worker" : "world");
    ASSERT_FALSE(Is("FAIL_WORLD", "worker") && InWorker()) << "no world in a worker";
  }
};
[[maybe_unused]] const auto* const kWorld = testing::AddGlobalTestEnvironment(new World);

TEST_P(Framed, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Framed, (combtest::Walks<int, Count>()), combtest::WalkName());

TEST(After, Ordinary) { AppendLine("log", "After.Ordinary"); }

COMBTEST_WALKS(Later, int, Count);

}  // namespace
