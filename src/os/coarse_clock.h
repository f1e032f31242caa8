// A clock that is cheap to read and moves in steps of some milliseconds.
#ifndef COMBTEST_SRC_OS_COARSE_CLOCK_H_
#define COMBTEST_SRC_OS_COARSE_CLOCK_H_

#include <chrono>

namespace combtest::internal {

std::chrono::nanoseconds CoarseTime();
// One step.
std::chrono::nanoseconds CoarseResolution();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_COARSE_CLOCK_H_
