// A state that JSON has no words for fails its walk where the state is asked for, wherever it runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

using testing::StartsWith;

std::string OutOf(const std::string& workers, const std::vector<std::string>& more = {}) {
  Program program(COMBTEST_NOT_FINITE_SUITE, {{"COMBTEST_WORKERS", workers}}, more);
  EXPECT_EQ(program.Wait(), 0) << program.err();
  return program.out();
}

constexpr const char* kGathered =
    "4 selected = 1 passed + 3 failed, 1 states\n"
    "1 failed in Measure(kNan): its state can't be written as JSON: state.parts.left[1].ratio is "
    "NaN, which JSON has no word for; keep it finite, or make it a std::optional where there may "
    "be none\n"
    "2 failed in Measure(kInfinite): its state can't be written as JSON: "
    "state.parts.left[1].ratio is -Infinity, which JSON has no word for; keep it finite, or make "
    "it a std::optional where there may be none\n"
    "3 failed in Measure(kNanAndFails): threw std::runtime_error: out of order: its state can't be "
    "written as JSON: state.parts.left[1].ratio is NaN";

TEST(StateThatIsNotFinite, FailsItsWalkWhereStatesAreGathered) {
  EXPECT_THAT(OutOf("0", {"gather"}), StartsWith(kGathered));
  EXPECT_THAT(OutOf("2", {"gather"}), StartsWith(kGathered));
}

TEST(StateThatIsNotFinite, IsNobodysBusinessElsewhere) {
  EXPECT_THAT(OutOf("0"), StartsWith("4 selected = 3 passed + 1 failed, 0 states\n3 failed"));
  EXPECT_THAT(OutOf("2"), StartsWith("4 selected = 3 passed + 1 failed, 0 states\n3 failed"));
}

}  // namespace
}  // namespace combtest::test
