// Which walks, and in what order: a value, however many they are.
#ifndef COMBTEST_WALK_SET_H_
#define COMBTEST_WALK_SET_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/outcome.h"

namespace combtest {

namespace internal {
struct WalkSetData;
}  // namespace internal

// first, first + step, first + 2 * step, …: `count` ids.
struct Progression {
  WalkId first = 0;
  std::uint64_t count = 0;
  WalkId step = 1;  // modulo 2^64, so ~0 counts down

  WalkId operator[](std::uint64_t i) const { return first + i * step; }
  WalkId last() const { return (*this)[count - 1]; }
  friend bool operator==(const Progression&, const Progression&) = default;
};

// All walks of a space that aren't excluded, or ids in an order of their own. Cheap to copy, safe
// to read from several threads. Memory: nothing for all; 32 bytes for a long progression; other ids
// are packed: a byte or two each where they ascend and stand close, no more bits than the largest
// of them has where they are shuffled.
class WalkSet {
 public:
  class Builder;
  class Iterator;

  // All that aren't excluded.
  WalkSet() = default;
  static WalkSet All() { return {}; }
  // These, each once, in this order. Exclusions don't apply to walks that are named.
  static WalkSet Of(const std::vector<WalkId>& ids);
  // first, first + step, …. Throws Error where that runs past the largest id or below 0.
  static WalkSet Range(WalkId first, std::uint64_t count, WalkId step = 1);

  bool all() const { return data_ == nullptr; }

  // The ids that are named: none where all() holds, since only a space knows which these are.
  std::uint64_t size() const;
  bool empty() const { return size() == 0; }
  // The id at a place of the order, counted from 0 and less than size().
  WalkId operator[](std::uint64_t position) const;
  Iterator begin() const;
  Iterator end() const;
  std::vector<WalkId> ids() const;
  // The same ids, those in a row put together.
  std::vector<Progression> Progressions() const;
  // One more than the largest id; 0 where there is none.
  WalkId bound() const;
  // Each id is larger than the one before.
  bool ascending() const;
  // Where the id stands in the order, if it does: nowhere where all() holds. Quick where
  // ascending() holds, and in progressions; otherwise goes over the ids.
  std::optional<std::uint64_t> Find(WalkId id) const;
  // True of every id where all() holds. As quick as Find().
  bool Contains(WalkId id) const { return all() || Find(id).has_value(); }
  // The id at a position, less than size(), and those after it that are held as one progression
  // with it.
  Progression RowAt(std::uint64_t position) const;
  // Writes the ids from a position on, less than size(), to `ids`: at least one and at most `most`.
  // Returns how many.
  std::size_t Read(std::uint64_t position, WalkId* ids, std::size_t most) const;
  // Calls f(position, id) for the positions [from, to), which are at most size().
  template <class F>
  void ForEach(std::uint64_t from, std::uint64_t to, F f) const;

  // Ascending, each id once.
  WalkSet Sorted() const;
  // Those that `keep` is true of, in their order. Not for All().
  template <class Keep>
  WalkSet Filtered(Keep keep) const;

  // `all`; `0-11,14,20-98:2` (a range, a single one, every second one); where that would be long,
  // or the order isn't ascending, `base64:` and the bytes that docs/traces.md describes.
  std::string ToText() const;
  // Throws Error where the text isn't one that ToText gives.
  static WalkSet Parse(std::string_view text);

  // What it holds in memory, in bytes.
  std::size_t memory() const;

  // The same ids in the same order.
  friend bool operator==(const WalkSet& a, const WalkSet& b);

 private:
  explicit WalkSet(std::shared_ptr<const internal::WalkSetData> data) : data_(std::move(data)) {}

  std::shared_ptr<const internal::WalkSetData> data_;  // null: all
};

// Puts a set together, id by id, without holding a list of them.
class WalkSet::Builder {
 public:
  Builder();
  ~Builder();
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  void Add(WalkId id);
  // At once, however many they are. Throws Error as Range does.
  void Add(const Progression& ids);
  // Those that are named, in their order.
  void Add(const WalkSet& ids);
  std::uint64_t size() const;
  // What was added, in that order; the builder is empty then.
  WalkSet Build();

 private:
  std::unique_ptr<internal::WalkSetData> data_;
  // What isn't in data_ yet: at most a block of ids, or a progression that goes on.
  std::vector<WalkId> block_;
  std::uint64_t row_ = 0;  // so many ids at the block's end are in progression
  Progression open_;

  void EndBlock(std::uint64_t count);
  void EndProgression();
  void Note(WalkId id);
};

class WalkSet::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = WalkId;
  using difference_type = std::ptrdiff_t;
  using pointer = const WalkId*;
  using reference = WalkId;

  Iterator() = default;
  WalkId operator*() const;
  Iterator& operator++();
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Iterator& a, const Iterator& b) {
    return a.position_ == b.position_;
  }

 private:
  friend class WalkSet;
  Iterator(const internal::WalkSetData* data, std::uint64_t position)
      : data_(data), position_(position) {}

  const internal::WalkSetData* data_ = nullptr;  // of the set, which has to outlive it
  std::size_t part_ = 0;
  std::uint64_t position_ = 0;
};

template <class F>
void WalkSet::ForEach(std::uint64_t from, std::uint64_t to, F f) const {
  constexpr std::size_t kMost = 64;
  WalkId ids[kMost];
  while (from < to) {
    const std::size_t count = Read(from, ids, to - from < kMost ? to - from : kMost);
    for (std::size_t i = 0; i < count; ++i, ++from) f(from, ids[i]);
  }
}

template <class Keep>
WalkSet WalkSet::Filtered(Keep keep) const {
  Builder builder;
  for (const WalkId id : *this) {
    if (keep(id)) builder.Add(id);
  }
  return builder.Build();
}

}  // namespace combtest

#endif  // COMBTEST_WALK_SET_H_
