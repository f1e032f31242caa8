#include "src/explain/neighbour.h"

#include <algorithm>
#include <array>
#include <bit>

#include "src/explain/counting.h"

namespace combtest::internal::explain {
namespace {

constexpr std::size_t kMostTried = 16;
constexpr std::size_t kMostCounted = 2;

std::vector<Literal> LiteralsOf(const Evidence& evidence, WalkId id) {
  const Row row = evidence.RowOf(id);
  std::vector<Literal> literals;
  for (std::uint32_t action = 0; action < row.size(); ++action) {
    if (const auto literal = evidence.LiteralOf({action, row[action]}))
      literals.push_back(static_cast<Literal>(*literal));
  }
  return literals;
}

// A passed walk that has all but one of them.
std::optional<std::size_t> AllButOne(const BitTable& passed, const std::vector<Literal>& literals) {
  for (std::size_t word = 0; word < passed.words(); ++word) {
    std::uint64_t none = ~std::uint64_t{0};  // walks that lack none so far, and those that lack one
    std::uint64_t one = 0;
    for (const Literal literal : literals) {
      const std::uint64_t bits = passed.Of(literal)[word];
      one = (one & bits) | (none & ~bits);
      none &= bits;
      if ((one | none) == 0) break;
    }
    const std::size_t left = passed.walks() - word * 64;
    if (left < 64) one &= (std::uint64_t{1} << left) - 1;
    if (one != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(one));
  }
  return std::nullopt;
}

struct Nearest {
  std::size_t walk = 0;
  std::size_t lacks = 0;
};

// Counts what each walk lacks, 64 walks at once, in the bits of six words.
std::optional<Nearest> Closest(const BitTable& passed, const std::vector<Literal>& literals) {
  std::optional<Nearest> nearest;
  std::size_t bound = std::min<std::size_t>(literals.size() + 1, 64);
  for (std::size_t word = 0; word < passed.words() && bound > 0; ++word) {
    std::array<std::uint64_t, 6> count{};
    std::uint64_t over = 0;
    for (const Literal literal : literals) {
      std::uint64_t carry = ~passed.Of(literal)[word];
      for (std::uint64_t& digit : count) {
        const std::uint64_t next = digit & carry;
        digit ^= carry;
        carry = next;
        if (carry == 0) break;
      }
      over |= carry;
    }
    std::uint64_t walks = ~over;
    const std::size_t left = passed.walks() - word * 64;
    if (left < 64) walks &= (std::uint64_t{1} << left) - 1;
    for (std::size_t lacks = 0; lacks < bound; ++lacks) {
      std::uint64_t equal = walks;
      for (std::size_t i = 0; i < count.size(); ++i)
        equal &= (lacks >> i & 1) != 0 ? count[i] : ~count[i];
      if (equal == 0) continue;
      nearest = {word * 64 + static_cast<std::size_t>(std::countr_zero(equal)), lacks};
      bound = lacks;
    }
  }
  return nearest;
}

}  // namespace

NearestPair NearestOf(const Evidence& evidence, const std::vector<WalkId>& failing) {
  NearestPair pair{failing.front(), std::nullopt};
  const BitTable& passed = evidence.passed();
  if (passed.walks() == 0) return pair;
  const std::size_t tried = std::min(failing.size(), kMostTried);
  for (std::size_t i = 0; i < tried; ++i) {
    const auto walk = AllButOne(passed, LiteralsOf(evidence, failing[i]));
    if (walk) return {failing[i], evidence.PassedId(*walk)};
  }
  std::size_t fewest = ~std::size_t{0};
  for (std::size_t i = 0; i < std::min(tried, kMostCounted); ++i) {
    const auto closest = Closest(passed, LiteralsOf(evidence, failing[i]));
    if (!closest || closest->lacks >= fewest) continue;
    fewest = closest->lacks;
    pair = {failing[i], evidence.PassedId(closest->walk)};
  }
  return pair;
}

}  // namespace combtest::internal::explain
