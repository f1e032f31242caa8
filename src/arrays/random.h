// Random numbers that are the same on every machine and with every standard library: xoshiro256**
// (Blackman and Vigna), its state filled by SplitMix64 from a mixed seed, so that the streams of
// neighbouring seeds have nothing in common.
#ifndef COMBTEST_SRC_ARRAYS_RANDOM_H_
#define COMBTEST_SRC_ARRAYS_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace combtest::internal::arrays {

class Random {
 public:
  // Streams of one seed are independent of each other, too.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t x = Mix(Mix(seed + 0x9e3779b97f4a7c15) ^ (stream + 0xd1b54a32d192ed03));
    for (std::uint64_t& word : state_) word = Mix(x += 0x9e3779b97f4a7c15);
  }

  std::uint64_t Next() {
    const std::uint64_t result = Rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = Rotate(state_[3], 45);
    return result;
  }

  // From 0 to n - 1, for n from 1 to 2^32 - 1. The bias is below n / 2^32.
  std::uint32_t Below(std::size_t n) {
    return static_cast<std::uint32_t>(((Next() >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }

  template <class T>
  void Shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[Below(i)]);
  }

 private:
  static std::uint64_t Rotate(std::uint64_t x, int n) { return (x << n) | (x >> (64 - n)); }
  static std::uint64_t Mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_[4];
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_RANDOM_H_
