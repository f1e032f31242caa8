// One walk, run in a test body.
#ifndef COMBTEST_SRC_RUN_BODY_WALK_H_
#define COMBTEST_SRC_RUN_BODY_WALK_H_

#include <functional>
#include <memory>

#include "combtest/integration.h"
#include "combtest/outcome.h"
#include "combtest/walk.h"

namespace combtest::internal {

// Owns the walk's state.
class BodyWalk {
 public:
  // `capture` hears of its assertions. Both references must outlive it.
  BodyWalk(const Walk& walk, const Integration& integration, FailureCapture& capture);
  ~BodyWalk();

  // All on the calling thread, each once: the fixture's SetUp, if it has one, which may end the
  // walk; its actions, if it hasn't; the fixture's TearDown.
  void SetUp(const std::function<void()>& set_up);
  void RunActions();
  void TearDown(const std::function<void()>& tear_down);
  bool ended() const;
  bool has_failures() const;
  // Of what has run so far; and once, of all.
  WalkResult ResultSoFar() const;
  WalkResult TakeResult();
  // What it has left; null: nothing.
  void* state() const;

 private:
  struct Parts;
  const std::unique_ptr<Parts> parts_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_BODY_WALK_H_
