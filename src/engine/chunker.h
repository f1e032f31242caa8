// Hands out a range of slots to threads in chunks that last about a tenth of a millisecond each.
#ifndef COMBTEST_SRC_ENGINE_CHUNKER_H_
#define COMBTEST_SRC_ENGINE_CHUNKER_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace combtest::internal {

struct Chunk {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool empty() const { return first == last; }
};

class Chunker {
 public:
  Chunker(std::uint64_t first, std::uint64_t last) : next_(first), last_(last) {}

  Chunk Take(std::uint64_t size) {
    // A plain fetch_add could run past the end of 64 bits; so few calls are made that this costs
    // nothing.
    std::uint64_t first = next_.load(std::memory_order_relaxed);
    std::uint64_t last;
    do {
      last = size < last_ - first ? first + size : last_;
    } while (!next_.compare_exchange_weak(first, last, std::memory_order_relaxed));
    return {first, last};
  }
  // What nobody took, and from now on nobody can.
  Chunk TakeRest() { return Take(last_); }

 private:
  std::atomic<std::uint64_t> next_;
  const std::uint64_t last_;
};

// One thread's idea of a good chunk: it doubles while chunks are short and halves when they are
// long.
class ChunkSize {
 public:
  explicit ChunkSize(std::uint64_t max) : max_(std::max<std::uint64_t>(1, max)) {}
  std::uint64_t value() const { return size_; }
  void Adapt(std::chrono::nanoseconds took) {
    if (took < std::chrono::microseconds(50)) size_ = std::min(max_, size_ * 2);
    if (took > std::chrono::microseconds(200)) size_ = std::max<std::uint64_t>(1, size_ / 2);
  }

 private:
  const std::uint64_t max_;
  std::uint64_t size_ = 1;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_CHUNKER_H_
