// Which workers have performed the serial actions that act in every process. Knows no process and
// no pipe: what it decides is sent by whoever made it.
#ifndef COMBTEST_SRC_POOL_EVERY_PROCESS_H_
#define COMBTEST_SRC_POOL_EVERY_PROCESS_H_

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "combtest/plan.h"
#include "src/engine/executor.h"
#include "src/wire/protocol.h"

namespace combtest::internal {

// The path is what has been entered and not left, outermost first. A worker performs it in this
// order, and is fit to run walks when it has performed all of it. Where one fails, the branch has
// failed, and nobody performs anything more of the path until it is left.
class EveryProcess {
 public:
  using Json = boost::json::value;
  // Must not call back.
  using Send = std::function<void(unsigned worker, const SerialCall& call)>;
  struct Call {
    std::uint64_t id = 0;
    PlanStep step;
  };

  EveryProcess(const Plan& plan, unsigned workers, Send send);

  // --- The path; nothing is running ---
  void Enter(const PlanStep& step, std::optional<Json> state);
  // What this step undoes is left, if it was entered. `may_undo`: the worker isn't doing anything
  // else.
  void Leave(const PlanStep& undo, const std::optional<Json>& state,
             const std::function<bool(unsigned worker)>& may_undo);

  // --- Workers ---
  void OnReady(unsigned worker);
  // It is dead. Its Running() has been asked before, and Fail been told if it is to blame.
  void OnDeath(unsigned worker);
  // The worker has carried out its call. Throws Error where it had none, or this can't be. True: it
  // went wrong, so the branch fails, or in an Undo the run.
  bool OnEnd(unsigned worker, const SerialEnd& end);
  // The branch of the call fails so.
  void Fail(const Call& call, WalkResult result);

  // What the worker is carrying out; null: nothing.
  const Call* Running(unsigned worker) const {
    const auto& running = workers_[worker].running;
    return running ? &*running : nullptr;
  }
  bool AnyRunning() const;
  // Whether there is such a call, or was.
  bool WasIssued(std::uint64_t call) const { return call < next_call_; }
  // Whether the worker has performed all that is entered.
  bool Fit(unsigned worker) const;
  // Of the outermost branch that has failed; it may be taken once.
  bool failed() const { return failure_.has_value(); }
  // Whether the walk is of that branch.
  bool Fails(std::uint64_t slot) const {
    return failure_ && failure_->step.first_slot <= slot && slot < failure_->step.last_slot;
  }
  std::optional<BranchFailure> TakeFailure();

 private:
  struct Entry {
    PlanStep step;
    std::optional<Json> state;
    bool failed = false;
  };
  struct Record {
    bool ready = false;
    std::size_t performed = 0;  // so many of the path, from the outermost
    std::optional<Call> running;
  };
  void GoOn(unsigned worker);
  void SendCall(unsigned worker, const PlanStep& step, const std::optional<Json>& state);

  const Plan& plan_;
  const Send send_;
  std::vector<Entry> path_;
  std::vector<Record> workers_;
  std::uint64_t next_call_ = kFirstCall;
  std::optional<BranchFailure> failure_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_EVERY_PROCESS_H_
