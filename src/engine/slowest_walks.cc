#include "src/engine/slowest_walks.h"

#include <algorithm>
#include <utility>

namespace combtest::internal {
namespace {

// Where each walk has one segment, no more than this many need be remembered.
constexpr std::size_t kRemembered = 1024;

}  // namespace

void SlowestWalks::AddNotable(std::uint64_t slot, nanoseconds took) {
  const std::lock_guard lock(mutex_);
  took_[slot] += took;
  if (took_.size() <= kRemembered || plan_.phase_count() > 1) return;
  std::vector<nanoseconds> times;
  for (const auto& [other, time] : took_) times.push_back(time);
  std::nth_element(times.begin(), times.begin() + kCount, times.end(), std::greater<>());
  std::erase_if(took_, [least = times[kCount]](const auto& walk) { return walk.second <= least; });
}

std::vector<SlowestWalks::Entry> SlowestWalks::Top() const {
  const std::lock_guard lock(mutex_);
  std::vector<Entry> top;
  for (const auto& [slot, took] : took_) top.push_back({plan_.order()[slot], took});
  const auto less = [](const Entry& a, const Entry& b) {
    return std::pair(b.took, a.id) < std::pair(a.took, b.id);
  };
  const std::size_t count = std::min(top.size(), kCount);
  std::partial_sort(top.begin(), top.begin() + static_cast<std::ptrdiff_t>(count), top.end(), less);
  top.resize(count);
  return top;
}

}  // namespace combtest::internal
