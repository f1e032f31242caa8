// Which walks one instantiation of one TEST_P registers.
#ifndef COMBTEST_GTEST_WALK_SOURCE_H_
#define COMBTEST_GTEST_WALK_SOURCE_H_

#include <functional>
#include <memory>
#include <optional>

#include "combtest/walk_space.h"

namespace combtest::internal {

// All walks that aren't excluded; where the filter's positive patterns all name whole walks, only
// those; the first one where suites are listed. Never throws: a suite that can't work yields
// nothing, and the error is kept for the start of the run.
class WalkSource {
 public:
  static std::shared_ptr<WalkSource> Make(const std::function<WalkSpace()>& make_space);
  virtual ~WalkSource() = default;

  virtual std::optional<Walk> First() = 0;
  // To the next one; nothing after the last. The case of `walk` has been registered by now.
  virtual void Advance(std::optional<Walk>& walk) = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_WALK_SOURCE_H_
