// Which actions of a walk a predicate looks at, so that one answer serves all walks that agree in
// them.
#ifndef COMBTEST_SRC_SPACE_READ_TRACKER_H_
#define COMBTEST_SRC_SPACE_READ_TRACKER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace combtest::internal {

struct SpaceData;

// A set of actions, in the order in which they were first read.
class Reads {
 public:
  void Add(std::size_t action) {
    if (Has(action)) return;
    if (action / 64 >= seen_.size()) seen_.resize(action / 64 + 1);
    seen_[action / 64] |= std::uint64_t{1} << action % 64;
    order_.push_back(action);
    depth_ = std::max(depth_, action + 1);
  }
  bool Has(std::size_t action) const {
    return action / 64 < seen_.size() && (seen_[action / 64] >> action % 64 & 1) != 0;
  }
  const std::vector<std::size_t>& order() const { return order_; }
  std::size_t size() const { return order_.size(); }
  // One more than the last action that was read; 0 where none was.
  std::size_t depth() const { return depth_; }
  void Clear() {
    std::fill(seen_.begin(), seen_.end(), 0);
    order_.clear();
    depth_ = 0;
  }

 private:
  std::vector<std::uint64_t> seen_;
  std::vector<std::size_t> order_;
  std::size_t depth_ = 0;
};

// While one lives, reads on this thread of options of walks of `space` are added to `reads`. They
// nest: a predicate may ask another space.
class ReadTracker {
 public:
  ReadTracker(const SpaceData& space, Reads& reads)
      : space_(&space), reads_(reads), outer_(current_) {
    current_ = this;
  }
  ~ReadTracker() { current_ = outer_; }
  ReadTracker(const ReadTracker&) = delete;
  ReadTracker& operator=(const ReadTracker&) = delete;

  static void Note(const SpaceData& space, std::size_t action) {
    for (const ReadTracker* at = current_; at != nullptr; at = at->outer_) {
      if (at->space_ == &space) at->reads_.Add(action);
    }
  }
  // The first `actions` of them.
  static void NoteAll(const SpaceData& space, std::size_t actions) {
    if (current_ == nullptr) return;
    for (std::size_t a = 0; a < actions; ++a) Note(space, a);
  }

 private:
  inline static thread_local ReadTracker* current_ = nullptr;
  const SpaceData* const space_;
  Reads& reads_;
  ReadTracker* const outer_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_READ_TRACKER_H_
