// The product of the options of all actions: described, never listed.
#ifndef COMBTEST_WALK_SPACE_H_
#define COMBTEST_WALK_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "combtest/action.h"
#include "combtest/walk.h"

namespace combtest {

namespace internal {
struct ActionEntry;
struct Declared;
class ExclusionCursor;
struct StateOps;
}  // namespace internal

// A shared handle to an immutable description: cheap to copy, safe to read from several threads.
// Memory: the options of each action; nothing per walk.
class WalkSpace {
 public:
  class Iterator;
  using Predicate = std::function<bool(const Walk&)>;

  // Of action types alone: to look at, count and sample. Walks<State, Actions…>().space() gives one
  // whose walks can be run. Throws Error: an empty option list, or more than 2^64 - 1 walks.
  template <class... Actions>
  static WalkSpace Of();  // defined in <combtest/walks.h>

  // The full product, exclusions counted in. Ids run from 0 to full_size() - 1.
  WalkId full_size() const;
  // Walks that no constraint, ShouldCancel or predicate excludes. Without any, full_size() at once;
  // otherwise each call goes over the space, though whole blocks are passed over where a predicate
  // didn't look at the rest.
  WalkId CountIncluded() const;
  bool HasExclusions() const;
  bool Includes(const Walk& walk) const;

  // Random access, excluded walks too. Throws std::out_of_range.
  Walk operator[](WalkId id) const;
  // The walk of these option indices, one for each action.
  Walk At(const std::vector<std::size_t>& option_indices) const;
  // The walk of this name (see Walk::name), if there is one.
  std::optional<Walk> Find(std::string_view name) const;
  // `count` different walks chosen at random, none of them excluded, ordered by id; all there are
  // where there are fewer. The same seed gives the same walks on every platform.
  std::vector<Walk> Sample(std::size_t count, std::uint64_t seed) const;

  std::size_t action_count() const;
  const std::string& ActionName(std::size_t action) const;
  bool IsSerial(std::size_t action) const;
  std::size_t OptionCount(std::size_t action) const;

  // A hash of the actions' names and their options' names and JSON: equal in two builds that mean
  // the same walks by the same ids.
  std::uint64_t Fingerprint() const;

  // The walks that aren't excluded, by id.
  Iterator begin() const;
  Iterator end() const;

  // "SetBlockSize(3) x Write(2) x Remount(2, serial) = 12 walks".
  friend std::ostream& operator<<(std::ostream& out, const WalkSpace& space);
  friend bool operator==(const WalkSpace&, const WalkSpace&) = default;  // the same description

 private:
  friend class internal::WalkAccess;
  friend class Walk;
  explicit WalkSpace(std::shared_ptr<const internal::SpaceData> data) : data_(std::move(data)) {}
  WalkSpace(std::vector<internal::ActionEntry> actions, const internal::StateOps* state,
            std::shared_ptr<const void> initial_state, std::vector<Predicate> predicates,
            internal::Declared declared);

  std::shared_ptr<const internal::SpaceData> data_;
};

// Copies of one iterator share what they know of exclusions, so they are for one thread.
class WalkSpace::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Walk;
  using difference_type = std::ptrdiff_t;
  using pointer = const Walk*;
  using reference = Walk;

  Iterator() = default;
  Walk operator*() const;
  Iterator& operator++();
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Iterator& a, const Iterator& b) { return a.id_ == b.id_; }

 private:
  friend class WalkSpace;
  Iterator(std::shared_ptr<const internal::SpaceData> data, WalkId id);
  void SkipExcluded();

  std::shared_ptr<const internal::SpaceData> data_;
  std::shared_ptr<internal::ExclusionCursor> exclusions_;  // null: nothing is excluded
  WalkId id_ = 0;
};

}  // namespace combtest

#endif  // COMBTEST_WALK_SPACE_H_
