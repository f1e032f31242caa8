// Runs one phase's segment of walk after walk, by id, on one thread.
#ifndef COMBTEST_SRC_ENGINE_SEGMENT_RUNNER_H_
#define COMBTEST_SRC_ENGINE_SEGMENT_RUNNER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "combtest/integration.h"
#include "combtest/plan.h"
#include "src/engine/code_place.h"
#include "src/engine/option_cursor.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_log_context.h"
#include "src/engine/walk_runner.h"

namespace combtest::internal {

// What the walks of a phase do. `updates` must outlive the task.
inline SegmentTask TaskOf(const SpaceData& space, const PlanStep& phase, const void* initial,
                          const std::vector<AppliedUpdate>& updates) {
  SegmentTask task;
  // A walk whose first segment is empty begins in the branch of its first serial action.
  const bool first = phase.depth == 0 || (phase.depth == 1 && space.serial_actions[0] == 0);
  task.initial = first ? initial : nullptr;
  task.updates = updates.empty() ? nullptr : &updates;
  task.begin = phase.begin;
  task.end = phase.end;
  return task;
}

// Captures assertions on the thread that made it, as long as it lives. `task` and all references
// must outlive it.
class SegmentRunner {
 public:
  SegmentRunner(const SpaceData& space, const Integration& integration, const SegmentTask& task,
                const LocalRun& run, unsigned thread)
      : task_(task),
        place_{run, thread, 0, 0, task.begin},
        capture_(integration.StartCapture()),
        runner_(space, integration, capture_.get(), place_),
        options_(space),
        log_context_(space, runner_) {}

  void ShareAction(std::atomic<std::uint64_t>* place) { runner_.ShareAction(place); }
  void CallAfterActions(const std::function<void()>* call) { runner_.CallAfterActions(call); }
  WalkRunner::End Run(std::uint64_t slot, WalkId id, void* state, bool& has_state,
                      bool failed_before, void** fixture) {
    runner_.SetFixture(fixture);
    return runner_.Run(task_, MoveTo(slot, id), state, has_state, failed_before);
  }
  // Something that the walk needs before its segment.
  WalkRunner::End RunBefore(std::uint64_t slot, WalkId id, const std::string& what,
                            const std::function<void()>& body) {
    MoveTo(slot, id);
    return runner_.RunOther(what, task_.begin, body);
  }
  // As WalkRunner::WriteState.
  WalkRunner::Written WriteState(const std::function<void()>& write) {
    return runner_.WriteState(write);
  }
  // As WalkRunner::RunWhilePassing, of the walks with these ids, from `next` on, which is then
  // behind the last that was begun. `passed()` says false where the caller has more to do for the
  // walk.
  template <class Passed>
  std::optional<WalkRunner::End> RunWhilePassing(WalkId& next, WalkId last, StateSlab& states,
                                                 const Passed& passed) {
    struct Range {
      SegmentRunner& runner;
      WalkId& next;
      const WalkId last;
      const Passed& passed;
      const void* const* Next() {
        if (next == last) return nullptr;
        const WalkId id = next++;
        return runner.MoveTo(id, id);
      }
      bool HasPassed() const {
        return !runner.has_properties() && !runner.place_.run.scratch.any() && passed();
      }
    } range{*this, next, last, passed};
    return runner_.RunWhilePassing(task_, states, range);
  }
  // Of a walk that runs here no more. What goes wrong is in TakeResult; false: nothing has.
  bool TearDown(std::uint64_t slot, WalkId id, bool failed_before, void** fixture) {
    const FixtureOps& ops = *WalkAccess::Data(place_.run.space)->fixtures;
    const void* const* const options = MoveTo(slot, id);
    runner_.RunTearDown(options, failed_before, [&] { ops.tear_down(*fixture); });
    runner_.RunTearDown(options, failed_before,
                        [&] { ops.destroy(std::exchange(*fixture, nullptr)); });
    return runner_.has_failures();
  }
  bool has_properties() const { return runner_.has_properties(); }
  std::vector<Property> TakeProperties() { return runner_.TakeProperties(); }
  WalkResult TakeResult(WalkId id, const void* state) { return runner_.TakeResult(id, state); }
  // The walk that ran last is over.
  void CloseScratch(bool failed) {
    ScratchDirs& scratch = place_.run.scratch;
    if (!scratch.any()) return;
    const std::string name = ScratchDirs::NameOf(place_.id);
    failed ? scratch.Keep(name) : scratch.Remove(name);
  }
  // Of the walk that ran last, as a part of it.
  WalkRunner::End Drop(StateSlab& slab, std::uint64_t place) {
    return runner_.DropState(slab, place);
  }
  // The same where what the walk has come to is known already.
  void Drop(StateSlab& slab, std::uint64_t place, WalkResult& result) {
    if (Drop(slab, place) == WalkRunner::End::kClean) return;
    AddFailures(result);
  }
  // What has gone wrong since the result was taken.
  void AddFailures(WalkResult& result) {
    WalkResult more = TakeResult(result.id, nullptr);
    if (result.cancelled() && more.failed()) result.outcome = outcome::Failed{};
    for (Failure& failure : more.failures) result.failures.push_back(std::move(failure));
  }
  // The walk that ran last fails for another reason.
  void Fail(std::string message) { runner_.Fail(std::move(message)); }

 private:
  const void* const* MoveTo(std::uint64_t slot, WalkId id) {
    place_.slot = slot;
    place_.id = id;
    log_context_.MoveTo(id);
    return options_.MoveTo(id);
  }

  const SegmentTask& task_;
  CodePlace place_;
  const std::unique_ptr<FailureCapture> capture_;
  WalkRunner runner_;
  OptionCursor options_;
  WalkLogContext log_context_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_SEGMENT_RUNNER_H_
