// How a WalkSet holds its ids.
#ifndef COMBTEST_SRC_SPACE_WALK_SET_DATA_H_
#define COMBTEST_SRC_SPACE_WALK_SET_DATA_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "combtest/walk_set.h"

namespace combtest::internal {

// Parts one after the other. Each is a straight line, base + i * step, and for a block of at most
// kBlock ids also what the line leaves of each, in `width` bits.
struct WalkSetData {
  static constexpr std::uint64_t kBlock = 256;

  struct Part {
    std::uint64_t position = 0;  // of its first id in the set
    WalkId base = 0;
    WalkId step = 0;
    std::uint64_t word : 57 = 0;  // where its bits begin
    std::uint64_t width : 7 = 0;  // 0: a progression, of any length
    friend bool operator==(const Part&, const Part&) = default;
  };

  std::vector<Part> parts;
  std::vector<std::uint64_t> words;
  std::uint64_t size = 0;
  WalkId bound = 0;
  WalkId next = 0;  // one more than the last id
  bool ascending = true;

  std::uint64_t CountOf(const Part& part) const {
    return (&part == &parts.back() ? size : (&part + 1)->position) - part.position;
  }
  WalkId At(const Part& part, std::uint64_t i) const {
    const WalkId line = part.base + i * part.step;
    if (part.width == 0) return line;
    const std::uint64_t bit = i * part.width;
    const std::uint64_t* word = &words[part.word + bit / 64];
    const unsigned shift = bit % 64;
    std::uint64_t rest = *word >> shift;
    if (shift + part.width > 64) rest |= word[1] << (64 - shift);
    return line + (rest & (~std::uint64_t{0} >> (64 - part.width)));
  }
  const Part& PartAt(std::uint64_t wanted) const {
    if (parts.size() == 1) return parts.front();
    const auto after = std::upper_bound(
        parts.begin(), parts.end(), wanted,
        [](std::uint64_t position, const Part& part) { return position < part.position; });
    return *std::prev(after);
  }
  // Where in the part the id stands, if it does. Packed ids that don't ascend are gone through.
  std::optional<std::uint64_t> Find(const Part& part, WalkId id) const {
    const std::uint64_t count = CountOf(part);
    if (part.width == 0) {
      // Upwards or downwards: whichever divides leads there.
      const WalkId gap = id - part.base;
      if (gap == 0) return 0;
      if (part.step == 0) return std::nullopt;
      for (const auto& [way, step] : {std::pair(gap, part.step), {0 - gap, 0 - part.step}}) {
        if (way % step == 0 && way / step < count) return way / step;
      }
      return std::nullopt;
    }
    std::uint64_t low = 0;
    if (ascending) {
      for (std::uint64_t high = count; low < high;) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (At(part, middle) < id) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
    } else {
      while (low < count && At(part, low) != id) ++low;
    }
    return low < count && At(part, low) == id ? std::optional(low) : std::nullopt;
  }
  // Into words that are still 0.
  void Pack(const Part& part, std::uint64_t i, std::uint64_t rest) {
    const std::uint64_t bit = i * part.width;
    std::uint64_t* word = &words[part.word + bit / 64];
    const unsigned shift = bit % 64;
    *word |= rest << shift;
    if (shift + part.width > 64) word[1] |= rest >> (64 - shift);
  }
  // Calls f with progressions as they are held, single ids among them, until it returns false;
  // false then.
  template <class F>
  bool ForEachRow(F f) const {
    for (const Part& part : parts) {
      const std::uint64_t count = CountOf(part);
      if (part.width == 0) {
        if (!f(Progression{part.base, count, part.step})) return false;
        continue;
      }
      for (std::uint64_t i = 0; i < count; ++i) {
        if (!f(Progression{At(part, i), 1, 1})) return false;
      }
    }
    return true;
  }
  friend bool operator==(const WalkSetData&, const WalkSetData&) = default;
};

// Joins ids that follow each other.
class Joiner {
 public:
  void Add(const Progression& next) {
    if (!parts_.empty()) {
      Progression& part = parts_.back();
      const WalkId gap = next.first - part.last();
      // A longer gap would read as one in the other direction.
      const bool is_step = next.first > part.last() ? gap <= kMaxStep : gap > kMaxStep;
      if (part.count > 1 && is_step && gap == part.step && (next.count == 1 || next.step == gap)) {
        part.count += next.count;
        return;
      }
      if (next.count == 1) {
        // Two ids make a progression only where the third could well continue it.
        if (part.count == 1 && is_step) {
          part.step = gap;
          part.count = 2;
          return;
        }
        if (part.count == 2 && part.step != 1) {
          const WalkId second = part.last();
          part = {part.first, 1, 1};
          parts_.push_back({second, 1, 1});
          return Add(next);
        }
      }
    }
    parts_.push_back(next);
  }
  std::vector<Progression> Take() {
    if (!parts_.empty() && parts_.back().count == 2 && parts_.back().step != 1) {
      const WalkId second = parts_.back().last();
      parts_.back() = {parts_.back().first, 1, 1};
      parts_.push_back({second, 1, 1});
    }
    return std::move(parts_);
  }

  std::size_t size() const { return parts_.size(); }

 private:
  static constexpr WalkId kMaxStep = std::numeric_limits<WalkId>::max() / 2;
  std::vector<Progression> parts_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_WALK_SET_DATA_H_
