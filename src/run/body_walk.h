// One walk, run in a test body.
#ifndef COMBTEST_SRC_RUN_BODY_WALK_H_
#define COMBTEST_SRC_RUN_BODY_WALK_H_

#include <memory>

#include "combtest/integration.h"
#include "combtest/outcome.h"
#include "combtest/walk.h"

namespace combtest::internal {

// Owns the walk's state.
class BodyWalk {
 public:
  explicit BodyWalk(const Walk& walk);
  ~BodyWalk();

  // Runs it on the calling thread; `capture` hears of its assertions. Called once.
  WalkResult Run(const Integration& integration, FailureCapture& capture);
  // What it has left; null: nothing.
  void* state() const;

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_BODY_WALK_H_
