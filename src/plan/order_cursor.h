// The ids of slot after slot.
#ifndef COMBTEST_SRC_PLAN_ORDER_CURSOR_H_
#define COMBTEST_SRC_PLAN_ORDER_CURSOR_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "combtest/plan.h"

namespace combtest::internal {

// Looks up some at once. One thread at a time.
class OrderCursor {
 public:
  // It must outlive the cursor.
  explicit OrderCursor(const RunOrder& order) : order_(order), listed_(order.listed()) {}

  bool listed() const { return listed_; }
  WalkId operator[](std::uint64_t slot) {
    if (!listed_) return slot;
    if (slot - first_ >= count_) {
      first_ = slot;
      count_ = order_.Read(slot, ids_.data(), ids_.size());
    }
    return ids_[slot - first_];
  }

 private:
  const RunOrder& order_;
  const bool listed_;
  std::uint64_t first_ = 0;
  std::size_t count_ = 0;
  std::array<WalkId, 64> ids_;  // in the slots from first_ on
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PLAN_ORDER_CURSOR_H_
