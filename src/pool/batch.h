// Walks that were sent to a worker and aren't all over.
#ifndef COMBTEST_SRC_POOL_BATCH_H_
#define COMBTEST_SRC_POOL_BATCH_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "combtest/walk_set.h"
#include "src/os/awake_clock.h"

namespace combtest::internal {

struct Batch {
  std::uint64_t id = 0;
  unsigned kind = 0;        // of its walks, as the scheduler counts kinds
  std::uint64_t needs = 0;  // a bit for each resource that it holds
  WalkSet slots;
  std::vector<std::uint64_t> shipped;  // those whose states were sent with it
  std::uint64_t size = 0;
  std::uint64_t done = 0;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;  // [from, to) that are over
  std::optional<AwakeClock::time_point> begun;                 // nothing: it waits for a thread

  // Whether some of [from, to) is over.
  bool Overlaps(std::uint64_t from, std::uint64_t to) const {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const auto& part) { return part.first < to && from < part.second; });
  }
};

// How many walks a batch should have: so many that it lasts a few milliseconds, whatever a walk
// takes.
class BatchSize {
 public:
  std::uint64_t value() const { return size_; }
  void Adapt(std::chrono::nanoseconds took, std::uint64_t walks) {
    if (walks < size_) return;  // a part of a batch says little
    if (took < std::chrono::milliseconds(2)) size_ = std::min<std::uint64_t>(size_ * 2, 1u << 15);
    if (took > std::chrono::milliseconds(8)) size_ = std::max<std::uint64_t>(size_ / 2, 1);
  }
  void Reset() { size_ = 1; }

 private:
  std::uint64_t size_ = 1;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_BATCH_H_
