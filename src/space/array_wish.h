// What a suite declares of the walks that are enough, with its options found.
#ifndef COMBTEST_SRC_SPACE_ARRAY_WISH_H_
#define COMBTEST_SRC_SPACE_ARRAY_WISH_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/internal/declared.h"

namespace combtest::internal {

inline constexpr unsigned kMaxStrength = 6;

struct IncludedWalk {
  std::string text;                                 // `Include(Format(512))`
  std::vector<std::optional<std::size_t>> options;  // one for each action; nothing: any
};

struct ArrayWish {
  // Nothing, and no strengths of some actions: all walks.
  std::optional<unsigned> strength;
  std::vector<DeclaredStrength> strengths;
  std::vector<IncludedWalk> included;
  std::vector<std::optional<std::chrono::nanoseconds>> serial_costs;  // by action
  std::optional<std::chrono::nanoseconds> walk_cost;

  bool all_walks() const { return !strength && strengths.empty(); }
};

// Throws Error for a strength out of range, a negative cost, or an option that isn't there.
ArrayWish Resolve(const Declared& declared, const std::vector<ActionEntry>& actions);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_ARRAY_WISH_H_
