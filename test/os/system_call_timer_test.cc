#include "src/os/system_call_timer.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace combtest::internal {
namespace {

TEST(SystemCallTimer, NeverPassesOverACall) {
  SystemCallTimer timer;
  for (int i = 0; i < 100'000; ++i) {
    timer.TooShort();
    static_cast<void>(::getppid());
    ASSERT_FALSE(timer.TooShort()) << i;
    static_cast<void>(::getppid());
    timer.Learn();
  }
}

TEST(SystemCallTimer, KnowsThatNothingTakesLess) {
  if (!SystemCallTimer::kMeasures) GTEST_SKIP() << "nothing here measures so short a time";
  SystemCallTimer timer;
  timer.TooShort();
  bool short_once = false;
  for (int i = 0; i < 100'000 && !short_once; ++i) short_once = timer.TooShort();
  EXPECT_TRUE(short_once);
}

}  // namespace
}  // namespace combtest::internal
