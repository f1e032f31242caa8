#include "src/run/body_walk.h"

#include "src/engine/code_place.h"
#include "src/engine/option_cursor.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_log_context.h"
#include "src/engine/walk_runner.h"
#include "src/log/central_log.h"
#include "src/run/run_pass.h"

namespace combtest::internal {

struct BodyWalk::Parts {
  explicit Parts(const Walk& which)
      : walk(which), space(*WalkAccess::Data(walk)), states(*space.state, 1) {}
  const Walk walk;
  const SpaceData& space;
  StateSlab states;
};

BodyWalk::BodyWalk(const Walk& walk) : parts_(std::make_unique<Parts>(walk)) {}

BodyWalk::~BodyWalk() = default;

WalkResult BodyWalk::Run(const Integration& integration, FailureCapture& capture) {
  const WalkId id = parts_->walk.id();
  StateSlab& states = parts_->states;
  ScratchDirs scratch;
  const WalkSpace space = parts_->walk.space();
  const LocalRun here{space, scratch};
  const CodePlace place{here, 0, id};
  WalkRunner runner(parts_->space, integration, &capture, place);
  OptionCursor options(parts_->space);
  OpenLog();
  WalkLogContext log_context(parts_->space, runner);
  log_context.MoveTo(id);
  SegmentTask task;
  task.initial = InitialState(parts_->space, nullptr);
  task.end = parts_->space.actions.size();
  bool has_state = false;
  const auto end = runner.Run(task, options.MoveTo(id), states[0], has_state, false);
  if (has_state) states.MarkAlive(0);
  WalkResult result;
  result.id = id;
  if (end != WalkRunner::End::kClean)
    result = runner.TakeResult(id, has_state ? states[0] : nullptr);
  result.properties = runner.TakeProperties();
  if (!scratch.any()) return result;
  if (result.failed()) {
    result.scratch = scratch.Find(place.ScratchName());
  } else {
    scratch.Remove(place.ScratchName());
  }
  return result;
}

void* BodyWalk::state() const { return parts_->states.alive(0) ? parts_->states[0] : nullptr; }

}  // namespace combtest::internal
