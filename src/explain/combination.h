// Options of some actions, which walks have in common.
#ifndef COMBTEST_SRC_EXPLAIN_COMBINATION_H_
#define COMBTEST_SRC_EXPLAIN_COMBINATION_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "combtest/walk_space.h"

namespace combtest::internal::explain {

// One option of one action, both from 0 as in the space.
struct Choice {
  std::uint32_t action = 0;
  std::uint32_t option = 0;
  friend auto operator<=>(const Choice&, const Choice&) = default;
};

// What walks choose, one option for each action.
using Row = std::vector<std::uint32_t>;
Row RowOf(const WalkSpace& space, WalkId id);
WalkId IdOf(const WalkSpace& space, const Row& row);

// A value: choices by ascending actions, at most one an action. The empty one is in every walk.
class Combination {
 public:
  Combination() = default;
  // In any order. Throws std::invalid_argument where an action is in it twice.
  explicit Combination(std::vector<Choice> choices);
  Combination(std::initializer_list<Choice> choices) : Combination(std::vector<Choice>(choices)) {}

  std::size_t size() const { return choices_.size(); }
  bool empty() const { return choices_.empty(); }
  auto begin() const { return choices_.begin(); }
  auto end() const { return choices_.end(); }
  const Choice& operator[](std::size_t index) const { return choices_[index]; }

  // Whether the walk makes all of these choices.
  bool Matches(std::span<const std::uint32_t> row) const;
  bool Has(const Choice& choice) const;
  // Whether all choices of `other` are here, too.
  bool Includes(const Combination& other) const;
  // Throws std::invalid_argument where the action is in it already.
  Combination With(const Choice& choice) const;
  // The same where it has no such choice.
  Combination Without(const Choice& choice) const;

  friend auto operator<=>(const Combination&, const Combination&) = default;

 private:
  std::vector<Choice> choices_;
};

// `BlockSize=4096`; `Write#2="x"` of the second action Write.
std::string ToText(const WalkSpace& space, const Choice& choice);
// `BlockSize=4096 and Remount=true`; "any options" where it is empty.
std::string ToText(const WalkSpace& space, const Combination& combination);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_COMBINATION_H_
