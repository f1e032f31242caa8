#include <time.h>  // NOLINT(modernize-deprecated-headers): POSIX's

#include "src/os/coarse_clock.h"

namespace combtest::internal {
namespace {

std::chrono::nanoseconds ToDuration(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

std::chrono::nanoseconds CoarseTime() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return ToDuration(time);
}

std::chrono::nanoseconds CoarseResolution() {
  timespec step{};
  ::clock_getres(CLOCK_MONOTONIC_COARSE, &step);
  return ToDuration(step);
}

}  // namespace combtest::internal
