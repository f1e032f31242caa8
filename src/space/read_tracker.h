// Notes how far into a walk a predicate looks, so that one answer serves all walks that agree so
// far.
#ifndef COMBTEST_SRC_SPACE_READ_TRACKER_H_
#define COMBTEST_SRC_SPACE_READ_TRACKER_H_

#include <algorithm>
#include <cstddef>

namespace combtest::internal {

// While one lives, reads of walks' options on this thread are noted. They don't nest.
class ReadTracker {
 public:
  ReadTracker() { current_ = this; }
  ~ReadTracker() { current_ = nullptr; }
  ReadTracker(const ReadTracker&) = delete;
  ReadTracker& operator=(const ReadTracker&) = delete;

  // The number of leading actions that the answer may depend on.
  std::size_t depth() const { return depth_; }

  static void Note(std::size_t depth) {
    if (current_ != nullptr) current_->depth_ = std::max(current_->depth_, depth);
  }

 private:
  inline static thread_local ReadTracker* current_ = nullptr;
  std::size_t depth_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_READ_TRACKER_H_
