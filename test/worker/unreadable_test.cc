// A state that can't be read back fails its walk, whatever its from_json throws.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

TEST(UnreadableState, FailsItsWalkAlone) {
  Program program(COMBTEST_UNREADABLE_SUITE, {});
  EXPECT_EQ(program.Wait(), 0) << program.err();
  const std::string out = program.out();
  EXPECT_THAT(out, testing::HasSubstr("1 failed: its state can't be read back from JSON: "));
  EXPECT_THAT(out, testing::HasSubstr(": no such word\n")) << program.err();
  EXPECT_THAT(out, testing::HasSubstr("2 selected = 1 failed + 1 crashed"));
}

}  // namespace
}  // namespace combtest::test
