// The best of the arrays that several searches make of one model.
#ifndef COMBTEST_SRC_ARRAYS_BEST_ARRAY_H_
#define COMBTEST_SRC_ARRAYS_BEST_ARRAY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

// Any thread.
class BestArray {
 public:
  // Counts those that were the best while a search has looked on; 0 for a new one.
  using Seen = std::uint64_t;

  explicit BestArray(Array first) : best_(std::move(first)) {}

  // A search has an array of so many rows, which `array` gives. It becomes the best where it is
  // smaller and covers no less. Otherwise the rows that the search is to go on from, where there
  // are better ones than its own that it hasn't begun from yet; nothing: it goes on with its own.
  std::optional<Rows> Offer(std::size_t rows, const std::function<Array()>& array, Seen& seen);

  Array Take() { return std::move(best_); }

 private:
  std::mutex mutex_;
  Array best_;
  Seen count_ = 1;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_BEST_ARRAY_H_
