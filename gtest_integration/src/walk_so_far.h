// How the walk of the test body that runs has ended, where GoogleTest isn't told before the
// fixture's TearDown.
#ifndef COMBTEST_GTEST_INTEGRATION_SRC_WALK_SO_FAR_H_
#define COMBTEST_GTEST_INTEGRATION_SRC_WALK_SO_FAR_H_

#include <atomic>

#include "combtest/failure.h"
#include "combtest/outcome.h"

namespace combtest::internal {

// Bodies run one after another; any thread of theirs may ask.
class WalkSoFar {
 public:
  static void Note(const WalkResult& result) {
    end_ = result.failed() ? End::kFailed : result.cancelled() ? End::kCancelled : End::kNone;
  }
  static void Forget() { end_ = End::kNone; }

  // What GoogleTest will have been told of it.
  static bool Has(Failure::Severity severity) {
    switch (severity) {
      case Failure::Severity::kFatal:
        return end_ == End::kFailed;
      case Failure::Severity::kSkip:
        return end_ == End::kCancelled;
      case Failure::Severity::kNonFatal:
        break;
    }
    return false;
  }

 private:
  enum class End { kNone, kFailed, kCancelled };
  inline static std::atomic<End> end_ = End::kNone;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_SRC_WALK_SO_FAR_H_
