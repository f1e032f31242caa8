#include "src/report/slow_walks.h"

#include "combtest/duration.h"

namespace combtest::internal {
namespace {

// What a person waits for.
constexpr auto kAlwaysLong = std::chrono::seconds(1);
// What stands out from the others. Less is what a busy machine makes of any walk.
constexpr auto kOutstanding = std::chrono::milliseconds(100);
constexpr int kTimesMean = 3;

}  // namespace

std::vector<std::string> SlowWalkLines(const std::vector<SlowWalk>& slowest, const WalkSpace& space,
                                       std::chrono::nanoseconds mean) {
  std::vector<std::string> lines;
  for (const SlowWalk& walk : slowest) {
    if (walk.took < kAlwaysLong && (walk.took < kOutstanding || walk.took < kTimesMean * mean))
      continue;
    lines.push_back("took " + DurationText(walk.took) + ": " + ToString(space[walk.id]));
  }
  return lines;
}

}  // namespace combtest::internal
