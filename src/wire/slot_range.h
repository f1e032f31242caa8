// Slots in arithmetic progression: how walks are named between the orchestrator and its workers.
#ifndef COMBTEST_SRC_WIRE_SLOT_RANGE_H_
#define COMBTEST_SRC_WIRE_SLOT_RANGE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

namespace combtest::internal {

struct StridedRange {
  std::uint64_t first = 0;
  std::uint64_t stride = 1;
  std::uint64_t count = 0;

  std::uint64_t operator[](std::uint64_t i) const { return first + i * stride; }
  // Takes the first `n` out.
  StridedRange TakeFront(std::uint64_t n) {
    const StridedRange front{first, stride, std::min(n, count)};
    first += front.count * stride;
    count -= front.count;
    return front;
  }
  StridedRange TakeBack(std::uint64_t n) {
    n = std::min(n, count);
    count -= n;
    return {first + count * stride, stride, n};
  }
  // Whether all of it lies in [first, last), without overflow.
  bool Within(std::uint64_t begin, std::uint64_t end) const {
    if (count == 0) return true;
    if (first < begin || first >= end) return false;
    return count == 1 || (stride > 0 && (end - 1 - first) / stride >= count - 1);
  }
  friend bool operator==(const StridedRange&, const StridedRange&) = default;
};

// Ranges one behind the other, each slot at a position counted through all of them.
class SlotList {
 public:
  SlotList() = default;
  explicit SlotList(std::vector<StridedRange> ranges) : ranges_(std::move(ranges)) {}

  const std::vector<StridedRange>& ranges() const { return ranges_; }
  std::uint64_t size() const {
    std::uint64_t size = 0;
    for (const StridedRange& range : ranges_) size += range.count;
    return size;
  }
  bool empty() const { return size() == 0; }
  void PushBack(StridedRange range) {
    if (range.count > 0) ranges_.push_back(range);
  }
  // Joined to the last range where it continues it.
  void PushBack(std::uint64_t slot) {
    if (!ranges_.empty()) {
      StridedRange& last = ranges_.back();
      if (last.count == 1 && slot > last.first) {
        last.stride = slot - last.first;
        last.count = 2;
        return;
      }
      if (last.count > 1 && slot == last[last.count]) {
        ++last.count;
        return;
      }
    }
    ranges_.push_back({slot, 1, 1});
  }
  // Calls f(position, slot) for the positions [from, to).
  template <class F>
  void ForEach(std::uint64_t from, std::uint64_t to, F f) const {
    std::uint64_t position = 0;
    for (const StridedRange& range : ranges_) {
      const std::uint64_t begin = std::max(from, position) - position;
      for (std::uint64_t i = begin; i < range.count && position + i < to; ++i)
        f(position + i, range[i]);
      position += range.count;
      if (position >= to) return;
    }
  }

 private:
  std::vector<StridedRange> ranges_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_SLOT_RANGE_H_
