#include "src/os/awake_clock.h"

#include <gtest/gtest.h>

#include <chrono>

namespace combtest::internal {
namespace {

using std::chrono::seconds;

TEST(AwakeTime, LeavesOutWhatNobodyLookedFor) {
  AwakeTime time(seconds(1));
  const auto begin = AwakeTime::Clock::now() + std::chrono::milliseconds(1);
  EXPECT_EQ(time.At(begin) - begin, seconds(0));
  EXPECT_EQ(time.At(begin + std::chrono::milliseconds(900)) - begin,
            std::chrono::milliseconds(900));
  EXPECT_EQ(time.At(begin + seconds(10)) - begin, std::chrono::milliseconds(900));
  EXPECT_EQ(time.At(begin + std::chrono::milliseconds(10'500)) - begin,
            std::chrono::milliseconds(1400));
}

TEST(AwakeTime, CountsWhatItIsToldTo) {
  AwakeTime time(seconds(1));
  const auto begin = AwakeTime::Clock::now();
  time.Skip(begin + seconds(10));
  EXPECT_EQ(time.At(begin + seconds(10)), begin + seconds(10));
}

// A second keeper, and one after all others.
TEST(AwakeClock, IsKeptAgainAndAgain) {
  for (int i = 0; i < 100; ++i) {
    const AwakeClock::Keeper keeper;
    const auto before = AwakeClock::now();
    { const AwakeClock::Keeper inner; }
    EXPECT_GE(AwakeClock::now(), before);
  }
}

}  // namespace
}  // namespace combtest::internal
