// Runs the actions of one walk after another on one thread.
#ifndef COMBTEST_SRC_ENGINE_WALK_RUNNER_H_
#define COMBTEST_SRC_ENGINE_WALK_RUNNER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "combtest/integration.h"
#include "combtest/outcome.h"
#include "src/engine/state_slab.h"
#include "src/engine/user_code.h"
#include "src/os/fork_watch.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// The update that a serial action returned, ready to be applied to walks' states.
struct AppliedUpdate {
  std::size_t action = 0;
  std::size_t option = 0;
  std::shared_ptr<const void> value;
};

// What one walk does in one phase.
struct SegmentTask {
  const void* initial = nullptr;  // where the walk begins: what its state is copied from
  const std::vector<AppliedUpdate>* updates = nullptr;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// "a child process came back from Fork(2) …"
std::string ComebackText(const Comeback& comeback);
// Of one that came when its walk was over.
std::string LateComebackText(const Comeback& comeback);

class WalkRunner {
 public:
  enum class End {
    kClean,   // all actions ran and nothing failed
    kFailed,  // all actions ran, some with non-fatal failures
    kEnded,   // the walk is over: a fatal failure, or cancelled
  };

  // `capture` may be null. `place` is to say which walk runs, before each run.
  WalkRunner(const SpaceData& space, const Integration& integration, FailureCapture* capture,
             const CodePlace& place);

  // `options` has a pointer for each action of the walk. Afterwards `has_state` says whether
  // `state` is a constructed state. `failed_before`: the walk has had failures, and goes on.
  End Run(const SegmentTask& task, const void* const* options, void* state, bool& has_state,
          bool failed_before);
  // The same of walk after walk, whole ones without fixtures, in the first place of `states`, until
  // there is more to say of one than that it has passed. `walks.Next()` goes to the next one and
  // gives its options, or null behind the last; `walks.HasPassed()` says false where there is more
  // to say. This returns how that one has ended, and its state, if it has one, is in `states`;
  // nothing: there was none.
  template <class Walks>
  std::optional<End> RunWhilePassing(const SegmentTask& task, StateSlab& states, Walks& walks);
  // Where the walk's fixture is in this process, which it may make, and destroys at the walk's end;
  // `fixture` is null where its walks have none. For each run.
  void SetFixture(void** fixture) { fixture_ = fixture; }
  // Where somebody else has the fixture, or its walk runs here no more: under the same rules.
  // False: the walk is over.
  bool RunSetUp(const void* const* options, const std::function<void()>& body);
  bool RunTearDown(const void* const* options, bool failed_before,
                   const std::function<void()>& body);
  // Runs something else under the same rules, for an action's sake: `where` names it in failures.
  End RunOther(const std::string& where, std::size_t action, const std::function<void()>& body);

  struct Written {
    bool ok = true;
    bool noted = false;  // something that went wrong is the walk's already
    std::string why;     // it couldn't be written
  };
  // Writes the state of the walk that ran last, for which `write` may call the user's code, and may
  // throw. What else goes wrong in it is the walk's.
  Written WriteState(const std::function<void()>& write);

  // Where to note which action runs, for somebody else to read. Null: nowhere.
  void ShareAction(std::atomic<std::uint64_t>* place) { shared_action_ = place; }
  // After each action, while it is still the one that runs. Null: nothing.
  void CallAfterActions(const std::function<void()>* call) { after_action_ = call; }
  // The action that runs, or what runs in its stead, as `Write("x")`; empty between segments.
  std::string RunningAction() const { return running_ ? Where() : std::string(); }
  bool has_failures() const { return !result_.failures.empty(); }
  // What was recorded in what ran last.
  bool has_properties() const { return code_.has_properties(); }
  std::vector<Property> TakeProperties() { return code_.TakeProperties(); }
  // The walk that ran last has run all its actions or is over, and its state is destroyed, as a
  // part of it. What a child does that comes back from there is the run's failure
  // (ForkWatch::TakeLateComebacks).
  End DropState(StateSlab& states, std::uint64_t place);
  // Adds a failure to the walk that ran last, which ends it.
  void Fail(std::string message);

  // After a Run that wasn't clean: what happened; the outcome tells how the walk ended if it did.
  // Empties it.
  WalkResult TakeResult(WalkId id, const void* state);
  // The same of a walk that goes on.
  WalkResult CopyResult(WalkId id, const void* state);

 private:
  enum class Part { kActions, kSetUp, kTearDown };

  // Calls the user's code; what comes out of it is the walk's.
  template <class Body>
  void Guarded(bool failed_before, const Body& body);
  void RunParts(const SegmentTask& task, void* state, bool& has_state);
  void CopyInitial(const SegmentTask& task, void* state, bool& has_state);
  // False: the walk is over. `kFollowed`: somebody may share or follow them.
  template <bool kFollowed>
  bool RunActions(const SegmentTask& task, void* state);
  void RunPart(Part part, bool failed_before, const std::function<void()>& body);
  void CallOther(const std::string& where, bool failed_before, const std::function<void()>& body);
  bool SetUpFixture();  // false: the walk is over
  void TearDownFixture(bool failed_before);
  bool HasFailed() const;
  bool CollectFailures();  // false: the walk is over
  void OnCancel(const CancelWalk& cancel);
  void OnException();
  void AddException(std::string message);
  void AddStateJson(WalkResult& result, const void* state);
  template <class Destroy>
  void DestroyInScope(const Destroy& destroy);
  void AddComebacks();  // of children that the walk has forked, if it has
  Comeback Here() const;
  std::string Where() const;
  std::size_t Place() const;  // of the action that Where() names

  const SpaceData& space_;
  const Integration& integration_;
  FailureCapture* const capture_;
  const bool catch_exceptions_;
  ForkWatch forks_;
  UserCode code_;
  std::vector<void (*)(const void*, void*)> run_;

  std::size_t action_ = 0;                 // the one that runs or ran last
  const void* const* options_ = nullptr;   // of the walk that runs
  const AppliedUpdate* update_ = nullptr;  // the one being applied
  std::atomic<std::uint64_t>* shared_action_ = nullptr;
  const std::function<void()>* after_action_ = nullptr;
  void** fixture_ = nullptr;
  Part part_ = Part::kActions;
  bool copying_ = false;
  bool destroying_ = false;
  bool running_ = false;
  std::string other_;
  bool ended_ = false;
  WalkResult result_;
};

// Inlined, since it is around each segment of each walk.
template <class Body>
void WalkRunner::Guarded(bool failed_before, const Body& body) {
  const auto call = [&] {
    const ForkWatch::Scope scope(forks_);
    const UserCode::Scope code_scope(code_, failed_before);
    body();
  };
  if (catch_exceptions_) {
    try {
      call();
    } catch (const CancelWalk& cancel) {
      OnCancel(cancel);
    } catch (...) {
      OnException();
    }
  } else {
    try {
      call();
    } catch (const CancelWalk& cancel) {
      OnCancel(cancel);
    }
  }
}

template <class Walks>
std::optional<WalkRunner::End> WalkRunner::RunWhilePassing(const SegmentTask& task,
                                                           StateSlab& states, Walks& walks) {
  void* const state = states[0];
  const bool trivial = states.ops().trivial;
  bool has_state = false;
  running_ = true;
  Guarded(false, [&] {
    while ((options_ = walks.Next()) != nullptr) {
      forks_.NextScope();
      code_.NextScope();
      action_ = task.begin;
      CopyInitial(task, state, has_state);
      if (!RunActions<false>(task, state) || !result_.failures.empty() || forks_.has_forked())
        return;
      // Before it counts as passed: nobody needs it then.
      has_state = false;
      if (!trivial) DestroyInScope([&] { space_.state->destroy(state); });
      if (!result_.failures.empty() || !walks.HasPassed()) return;
    }
  });
  if (options_ != nullptr) {
    AddComebacks();
  } else {
    forks_.AwaitComebacks();  // of threads that a walk has left behind
  }
  running_ = false;
  if (options_ == nullptr) return std::nullopt;
  if (has_state) states.MarkAlive(0);
  if (ended_) return End::kEnded;
  return result_.failures.empty() ? End::kClean : End::kFailed;
}

template <class Destroy>
void WalkRunner::DestroyInScope(const Destroy& destroy) {
  destroying_ = true;
  destroy();
  forks_.EndIfChild();
  if (capture_ != nullptr && capture_->pending()) CollectFailures();
  forks_.AwaitComebacks();
  destroying_ = false;
}

inline void WalkRunner::CopyInitial(const SegmentTask& task, void* state, bool& has_state) {
  copying_ = true;
  space_.state->copy(state, task.initial);
  forks_.EndIfChild();
  has_state = true;
  copying_ = false;
}

template <bool kFollowed>
bool WalkRunner::RunActions(const SegmentTask& task, void* state) {
  const auto* const run = run_.data();
  for (const std::size_t end = task.end; action_ < end; ++action_) {
    if (kFollowed && shared_action_ != nullptr)
      shared_action_->store(action_, std::memory_order_relaxed);
    run[action_](options_[action_], state);
    forks_.EndIfChild();
    if (kFollowed && after_action_ != nullptr) (*after_action_)();
    if (capture_ != nullptr && capture_->pending() && !CollectFailures()) return false;
  }
  return true;
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_WALK_RUNNER_H_
