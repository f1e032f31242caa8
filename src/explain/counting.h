// Counting walks that have some literals, by their bits.
#ifndef COMBTEST_SRC_EXPLAIN_COUNTING_H_
#define COMBTEST_SRC_EXPLAIN_COUNTING_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "src/explain/evidence.h"

namespace combtest::internal::explain {

using Literal = std::uint32_t;

// The walks of one word that have all of them.
inline std::uint64_t Having(const BitTable& table, std::span<const Literal> literals,
                            std::size_t word) {
  std::uint64_t bits = ~std::uint64_t{0};
  for (const Literal literal : literals) bits &= table.Of(literal)[word];
  return bits;
}

// Calls f(word, bits) for the words [begin, end) in which some walk has all, until it says false.
// Of a word of a table's end, bits of no walk are set where `literals` is empty.
template <class F>
void ForEachHaving(const BitTable& table, std::span<const Literal> literals, std::size_t begin,
                   std::size_t end, F f) {
  for (std::size_t word = begin; word < end; ++word) {
    const std::uint64_t bits = Having(table, literals, word);
    if (bits != 0 && !f(word, bits)) return;
  }
}

inline std::uint64_t CountHaving(const BitTable& table, std::span<const Literal> literals) {
  std::uint64_t count = 0;
  const std::size_t words = table.words();
  if (literals.size() == 2) {
    const std::uint64_t* a = table.Of(literals[0]);
    const std::uint64_t* b = table.Of(literals[1]);
    for (std::size_t word = 0; word < words; ++word)
      count += static_cast<std::uint64_t>(std::popcount(a[word] & b[word]));
    return count;
  }
  for (std::size_t word = 0; word < words; ++word)
    count += static_cast<std::uint64_t>(std::popcount(Having(table, literals, word)));
  return count;
}

// Among the walks of a mask that begins at the word `begin`.
inline std::uint64_t CountHaving(const BitTable& table, std::span<const Literal> literals,
                                 std::span<const std::uint64_t> mask, std::size_t begin = 0) {
  std::uint64_t count = 0;
  for (std::size_t word = 0; word < mask.size(); ++word)
    count += static_cast<std::uint64_t>(
        std::popcount(Having(table, literals, begin + word) & mask[word]));
  return count;
}

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_COUNTING_H_
