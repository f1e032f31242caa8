#include "src/arrays/best_array.h"

#include <utility>

namespace combtest::internal::arrays {

std::optional<Rows> BestArray::Offer(std::size_t rows, const std::function<Array()>& array,
                                     Seen& seen) {
  const std::lock_guard lock(mutex_);
  if (rows < best_.rows.size()) {
    Array smaller = array();
    if (CoversNoLess(smaller.counts, best_.counts)) {
      best_ = std::move(smaller);
      seen = ++count_;
      return std::nullopt;
    }
  } else if (rows == best_.rows.size() || seen == count_) {
    return std::nullopt;
  }
  seen = count_;
  return best_.rows;
}

}  // namespace combtest::internal::arrays
