// The slowest walks of a run, where they are worth a word.
#ifndef COMBTEST_SRC_REPORT_SLOW_WALKS_H_
#define COMBTEST_SRC_REPORT_SLOW_WALKS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "combtest/results.h"

namespace combtest::internal {

// Lines "took 1.2 s: Write("x"), …", without newlines; none where all walks were about as quick.
// `mean` is what a walk took on average.
std::vector<std::string> SlowWalkLines(const std::vector<SlowWalk>& slowest, const WalkSpace& space,
                                       std::chrono::nanoseconds mean);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPORT_SLOW_WALKS_H_
