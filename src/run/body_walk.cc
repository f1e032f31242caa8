#include "src/run/body_walk.h"

#include <utility>

#include "src/engine/code_place.h"
#include "src/engine/option_cursor.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_log_context.h"
#include "src/engine/walk_runner.h"
#include "src/log/central_log.h"
#include "src/run/run_pass.h"

namespace combtest::internal {

struct BodyWalk::Parts {
  Parts(const Walk& which, const Integration& integration, FailureCapture& capture)
      : walk(which),
        walks(which.space()),
        space(*WalkAccess::Data(walk)),
        states(*space.state, 1),
        runner(space, integration, &capture, place),
        cursor(space),
        options(cursor.MoveTo(walk.id())) {}
  const void* state() const { return states.alive(0) ? states[0] : nullptr; }

  const Walk walk;
  const WalkSpace walks;
  const SpaceData& space;
  StateSlab states;
  ScratchDirs scratch;
  const LocalRun here{walks, scratch};
  const CodePlace place{here, 0, walk.id()};
  WalkRunner runner;
  OptionCursor cursor;
  const void* const* const options;
  WalkRunner::End end = WalkRunner::End::kClean;
};

BodyWalk::BodyWalk(const Walk& walk, const Integration& integration, FailureCapture& capture)
    : parts_(std::make_unique<Parts>(walk, integration, capture)) {
  OpenLog();
}

BodyWalk::~BodyWalk() = default;

void BodyWalk::SetUp(const std::function<void()>& set_up) {
  WalkLogContext log_context(parts_->space, parts_->runner);
  log_context.MoveTo(parts_->walk.id());
  if (!parts_->runner.RunSetUp(parts_->options, set_up)) parts_->end = WalkRunner::End::kEnded;
}

void BodyWalk::RunActions() {
  WalkLogContext log_context(parts_->space, parts_->runner);
  log_context.MoveTo(parts_->walk.id());
  SegmentTask task;
  task.initial = InitialState(parts_->space, nullptr);
  task.end = parts_->space.actions.size();
  bool has_state = false;
  const bool failed = parts_->runner.has_failures();
  parts_->end = parts_->runner.Run(task, parts_->options, parts_->states[0], has_state, failed);
  if (has_state) parts_->states.MarkAlive(0);
}

void BodyWalk::TearDown(const std::function<void()>& tear_down) {
  WalkLogContext log_context(parts_->space, parts_->runner);
  log_context.MoveTo(parts_->walk.id());
  if (!parts_->runner.RunTearDown(parts_->options, false, tear_down))
    parts_->end = WalkRunner::End::kEnded;
  if (parts_->end == WalkRunner::End::kClean && parts_->runner.has_failures())
    parts_->end = WalkRunner::End::kFailed;
}

bool BodyWalk::ended() const { return parts_->end == WalkRunner::End::kEnded; }
bool BodyWalk::has_failures() const { return parts_->runner.has_failures(); }

WalkResult BodyWalk::ResultSoFar() const {
  const WalkId id = parts_->walk.id();
  WalkResult result;
  result.id = id;
  if (parts_->runner.has_failures()) result = parts_->runner.CopyResult(id, parts_->state());
  return result;
}

WalkResult BodyWalk::TakeResult() {
  const WalkId id = parts_->walk.id();
  WalkResult result;
  result.id = id;
  if (parts_->end != WalkRunner::End::kClean)
    result = parts_->runner.TakeResult(id, parts_->state());
  result.properties = parts_->runner.TakeProperties();
  if (!parts_->scratch.any()) return result;
  if (result.failed()) {
    result.scratch = parts_->scratch.Find(parts_->place.ScratchName());
  } else {
    parts_->scratch.Remove(parts_->place.ScratchName());
  }
  return result;
}

void* BodyWalk::state() const { return parts_->states.alive(0) ? parts_->states[0] : nullptr; }

}  // namespace combtest::internal
