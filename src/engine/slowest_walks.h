// Which walks took longest.
#ifndef COMBTEST_SRC_ENGINE_SLOWEST_WALKS_H_
#define COMBTEST_SRC_ENGINE_SLOWEST_WALKS_H_

#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "combtest/plan.h"

namespace combtest::internal {

// Adds up the segments of each walk. Any thread may report.
class SlowestWalks {
 public:
  using nanoseconds = std::chrono::nanoseconds;
  static constexpr std::size_t kCount = 5;
  // Shorter segments are passed over.
  static constexpr nanoseconds kNotable = std::chrono::milliseconds(1);

  explicit SlowestWalks(const Plan& plan) : plan_(plan) {}

  void Add(std::uint64_t slot, nanoseconds took) {
    if (took >= kNotable) AddNotable(slot, took);
  }
  struct Entry {
    WalkId id = 0;
    nanoseconds took{};
  };
  // At most kCount, the slowest first.
  std::vector<Entry> Top() const;

 private:
  void AddNotable(std::uint64_t slot, nanoseconds took);

  const Plan& plan_;
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, nanoseconds> took_;  // by slot
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_SLOWEST_WALKS_H_
