// FNV-1a, 64 bits: short, and the same in every build and on every platform, as names and
// fingerprints need (std::hash promises neither). http://www.isthe.com/chongo/tech/comp/fnv/
#ifndef COMBTEST_SRC_TEXT_HASH_H_
#define COMBTEST_SRC_TEXT_HASH_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace combtest::internal {

inline constexpr std::uint64_t kHashSeed = 14695981039346656037u;

inline constexpr std::uint64_t kHashPrime = 1099511628211u;

constexpr std::uint64_t Hash(std::string_view text, std::uint64_t seed = kHashSeed) {
  for (const char c : text) seed = (seed ^ static_cast<unsigned char>(c)) * kHashPrime;
  return seed;
}

// The seed with which Hash makes this of the text.
constexpr std::uint64_t HashSeedOf(std::string_view text, std::uint64_t hash) {
  constexpr std::uint64_t kInverse = 14886173955864302971u;  // modulo 2^64
  static_assert(kHashPrime * kInverse == 1);
  for (std::size_t i = text.size(); i-- > 0;)
    hash = (hash * kInverse) ^ static_cast<unsigned char>(text[i]);
  return hash;
}

// The last `digits` hexadecimal digits, lower case.
inline std::string HexDigits(std::uint64_t value, int digits) {
  std::string text(static_cast<std::size_t>(digits), '0');
  for (int i = digits; i-- > 0; value >>= 4)
    text[static_cast<std::size_t>(i)] = "0123456789abcdef"[value & 15];
  return text;
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_HASH_H_
