#include "src/pool/every_process.h"

#include <algorithm>
#include <utility>

#include "src/space/space_data.h"

namespace combtest::internal {

EveryProcess::EveryProcess(const Plan& plan, unsigned workers, Send send)
    : plan_(plan), send_(std::move(send)), workers_(workers) {}

void EveryProcess::Enter(const PlanStep& step, std::optional<Json> state) {
  path_.push_back({step, std::move(state)});
  for (unsigned w = 0; w < workers_.size(); ++w) GoOn(w);
}

void EveryProcess::Leave(const PlanStep& undo, const std::optional<Json>& state,
                         const std::function<bool(unsigned)>& may_undo) {
  // Where it had failed in another process, it may not have been entered here.
  if (path_.empty() || path_.back().step.depth != undo.depth) return;
  const ActionEntry& action = WalkAccess::Data(plan_.space())->actions[undo.begin];
  const bool does_something = action.undo != nullptr && (state || !action.undo_takes_state);
  path_.pop_back();
  for (unsigned w = 0; w < workers_.size(); ++w) {
    Record& record = workers_[w];
    if (record.performed <= path_.size()) continue;
    record.performed = path_.size();
    if (does_something && may_undo(w)) SendCall(w, undo, state);
  }
}

void EveryProcess::OnReady(unsigned worker) {
  workers_[worker] = {true, 0, {}};
  GoOn(worker);
}

void EveryProcess::OnDeath(unsigned worker) { workers_[worker] = {}; }

bool EveryProcess::OnEnd(unsigned worker, const SerialEnd& end) {
  Record& record = workers_[worker];
  if (!record.running || record.running->id != end.call)
    throw Error("it answered a call that it wasn't sent");
  if (!end.clean && !end.result.cancelled() &&
      !std::holds_alternative<outcome::Failed>(end.result.outcome))
    throw Error("a serial action was reported that " + ToString(end.result.outcome));
  const Call call = *std::exchange(record.running, std::nullopt);
  // A run that was told to end may have left the branch meanwhile.
  if (call.step.kind == PlanStep::Kind::kSerial && end.clean && record.performed < path_.size()) {
    ++record.performed;
    GoOn(worker);
  }
  return !end.clean;
}

void EveryProcess::Fail(const Call& call, WalkResult result) {
  const std::size_t depth = call.step.depth;
  for (Entry& entry : path_) entry.failed = entry.failed || entry.step.depth == depth;
  if (!failure_ || failure_->step.depth > depth) failure_ = {call.step, std::move(result)};
}

bool EveryProcess::AnyRunning() const {
  return std::any_of(workers_.begin(), workers_.end(),
                     [](const Record& record) { return record.running.has_value(); });
}

bool EveryProcess::Fit(unsigned worker) const {
  return workers_[worker].ready && workers_[worker].performed == path_.size();
}

std::optional<BranchFailure> EveryProcess::TakeFailure() {
  return std::exchange(failure_, std::nullopt);
}

void EveryProcess::GoOn(unsigned worker) {
  Record& record = workers_[worker];
  if (!record.ready || record.running || record.performed == path_.size()) return;
  if (std::any_of(path_.begin(), path_.end(), [](const Entry& entry) { return entry.failed; }))
    return;
  const Entry& entry = path_[record.performed];
  SendCall(worker, entry.step, entry.state);
}

void EveryProcess::SendCall(unsigned worker, const PlanStep& step,
                            const std::optional<Json>& state) {
  const auto& steps = plan_.steps();
  const auto place = std::find(steps.begin(), steps.end(), step) - steps.begin();
  workers_[worker].running = Call{next_call_++, step};
  send_(worker,
        SerialCall{workers_[worker].running->id, static_cast<std::uint64_t>(place), false, state});
}

}  // namespace combtest::internal
