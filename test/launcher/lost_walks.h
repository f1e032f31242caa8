// What must hold of a run that has lost a host.
#ifndef COMBTEST_TEST_LAUNCHER_LOST_WALKS_H_
#define COMBTEST_TEST_LAUNCHER_LOST_WALKS_H_

#include <cstddef>

#include "test/worker/fault_run.h"

namespace combtest::test {

// The most walks that a host of two workers may have been sent when it is cut off.
inline constexpr std::size_t kMostLost = 2 * 2 * 16;

// Where a walk was lost it was with its host, and everything else is as in a local run.
void ExpectTheSameButForTheLost(const FaultRun& run, const FaultRun& local, std::size_t most);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_LAUNCHER_LOST_WALKS_H_
