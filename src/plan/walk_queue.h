// Slots that wait to be run, in their order.
#ifndef COMBTEST_SRC_PLAN_WALK_QUEUE_H_
#define COMBTEST_SRC_PLAN_WALK_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "combtest/walk_set.h"

namespace combtest::internal {

// There may be very many, with one range each: an empty one has nothing of its own.
class WalkQueue {
 public:
  std::uint64_t size() const { return size_; }

  void Clear() {
    if (size_ > 0) *this = {};
  }
  void PushFront(const Progression& range) {
    if (begin_ == 0) {
      begin_ = ranges_.size() + 1;
      ranges_.insert(ranges_.begin(), begin_, Progression());
    }
    ranges_[--begin_] = range;
    size_ += range.count;
  }
  void PushBack(const Progression& range) {
    ranges_.push_back(range);
    size_ += range.count;
  }
  // As one more of a progression, where it is.
  void Append(std::uint64_t slot) {
    if (size_++ > 0) {
      Progression& last = ranges_.back();
      if (last.count == 1) last.step = slot - last.first;
      if (last[last.count] == slot) {
        ++last.count;
        return;
      }
    }
    ranges_.push_back({slot, 1, 1});
  }
  // At most so many, at least one, of the first or the last range; it isn't empty.
  Progression TakeFront(std::uint64_t most) {
    Progression& range = ranges_[begin_];
    const Progression front{range.first, std::min(most, range.count), range.step};
    range.first = range[front.count];
    range.count -= front.count;
    if (range.count == 0) ++begin_;
    Forget(front.count);
    return front;
  }
  Progression TakeBack(std::uint64_t most) {
    Progression& range = ranges_.back();
    const std::uint64_t count = std::min(most, range.count);
    range.count -= count;
    const Progression back{range[range.count], count, range.step};
    if (range.count == 0) ranges_.pop_back();
    Forget(count);
    return back;
  }

 private:
  void Forget(std::uint64_t slots) {
    size_ -= slots;
    if (size_ == 0) *this = {};
  }

  std::vector<Progression> ranges_;
  std::size_t begin_ = 0;   // of them; those before are taken, or room
  std::uint64_t size_ = 0;  // slots in them
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PLAN_WALK_QUEUE_H_
