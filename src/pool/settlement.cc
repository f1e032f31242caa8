#include "src/pool/settlement.h"

#include <algorithm>
#include <utility>

#include "combtest/duration.h"
#include "src/os/worker_process.h"
#include "src/space/exclusion.h"
#include "src/text/read_json.h"

namespace combtest::internal {
namespace {

Failure FailureAt(const std::string& where, std::string message) {
  return {Failure::Severity::kFatal, Failure::Origin::kException, "", 0, std::move(message), where};
}

// Nothing where it isn't known.
std::optional<std::uint64_t> CulpritOf(const WorkerDeath& death,
                                       const std::vector<InFlight>& walks) {
  // It may have ended by itself while its worker was being ended, and is to blame all the same.
  if (death.culprit) return death.culprit;
  if (walks.size() == 1) return walks.front().slot;
  // Who died in the same moment may have done so because of the first: of what exit() destroys,
  // say.
  const InFlight* first = nullptr;
  for (const InFlight& walk : walks) {
    const std::uint64_t place = walk.thread.death.place;
    if (place != 0 && (first == nullptr || place < first->thread.death.place)) first = &walk;
  }
  return first != nullptr ? std::optional(first->slot) : std::nullopt;
}

}  // namespace

Outcome OutcomeOf(ExitStatus status) {
  if (!status.known)
    return outcome::Lost{"its process ended, and something here has taken its exit status"};
  if (status.signal != 0) return outcome::Crashed{status.signal};
  return outcome::Exited{status.code};
}

std::vector<InFlight> WalksOf(const std::vector<ThreadState>& threads, const Scheduler& scheduler,
                              unsigned worker) {
  std::vector<InFlight> walks;
  for (const ThreadState& thread : threads) {
    if (!thread.InWalk()) continue;
    const Batch* batch = scheduler.Find(worker, thread.batch);
    const std::uint64_t position = thread.position();
    if (batch == nullptr || position >= batch->size) continue;
    walks.push_back({batch->slots[position], position, thread});
  }
  return walks;
}

Settlement::Settlement(const Plan& plan, Scheduler& scheduler, WalkBoard& board, StopSignal& stop,
                       std::chrono::nanoseconds walk_timeout, FinalStates* states)
    : plan_(plan),
      space_(*WalkAccess::Data(plan.space())),
      scheduler_(scheduler),
      board_(board),
      stop_(stop),
      walk_timeout_(walk_timeout),
      states_(states) {
  ended_.resize(scheduler.workers());
}

void Settlement::BeginPhase(const PlanStep& phase, bool leaf) {
  phase_ = phase;
  leaf_ = leaf;
}

bool Settlement::OnDone(unsigned worker, const Done& done, Time now) {
  const Batch* batch = scheduler_.Find(worker, done.batch);
  if (batch == nullptr || done.epoch != scheduler_.phase()) {
    CountLate();
    return false;
  }
  if (done.from >= done.to || done.to > batch->size || done.passed > done.ran ||
      done.ran > done.to - done.from || batch->Overlaps(done.from, done.to)) {
    throw Error("a batch of " + std::to_string(batch->size) +
                " walks was reported twice, or with positions or counts beyond it");
  }
  if (!done.times.empty() && done.times.size() != done.to - done.from)
    throw Error("a part of a batch was reported with times for another number of walks");
  if (!plan_.order().listed()) CheckUnlisted(worker, *batch, done);
  NoteTimes(*batch, done);
  Finish(worker, *batch, done.from, done.to, done.ran, done.passed, &done, now);
  return true;
}

// That every walk of the part has passed, has ended, or is excluded.
void Settlement::CheckUnlisted(unsigned worker, const Batch& batch, const Done& done) {
  const std::uint64_t ended = std::erase_if(ended_[worker], [&](std::uint64_t slot) {
    const auto position = batch.slots.Find(slot);
    return position && done.from <= *position && *position < done.to;
  });
  std::uint64_t most = done.to - done.from;
  std::uint64_t least = space_.has_exclusions ? 0 : most;
  // Elsewhere it needn't be this program that counts.
  if (space_.has_exclusions && !scheduler_.local(worker)) {
    ExclusionCursor excluded(WalkAccess::Data(plan_.space()));
    batch.slots.ForEach(done.from, done.to, [&](std::uint64_t, std::uint64_t slot) {
      if (excluded.Excluded(slot)) --most;
    });
    least = most;
  }
  if (done.passed + ended != done.ran || done.ran < least || done.ran > most) {
    throw Error(std::to_string(done.to - done.from) + " walks were reported with " +
                std::to_string(done.ran) + " that ran and " + std::to_string(done.passed) +
                " that passed, where " + std::to_string(ended) + " have ended otherwise");
  }
}

void Settlement::NoteTimes(const Batch& batch, const Done& done) {
  const auto add = [&](std::uint64_t position, std::uint64_t ns) {
    if (position < done.from || position >= done.to)
      throw Error("a walk's time was reported that isn't in its part of a batch");
    board_.AddTime(batch.slots[position], std::chrono::nanoseconds(ns));
  };
  for (const auto& [position, ns] : done.slow) add(position, ns);
  for (std::size_t i = 0; i < done.times.size(); ++i) {
    if (std::chrono::nanoseconds(done.times[i]) >= SlowestWalks::kNotable)
      add(done.from + i, done.times[i]);
  }
}

// The walks have run the segment; those that ended in it have been reported one by one.
void Settlement::Finish(unsigned worker, const Batch& batch, std::uint64_t from, std::uint64_t to,
                        std::uint64_t ran, std::uint64_t passed, const Done* times, Time now) {
  if (from >= to) return;
  if (plan_.order().listed()) {
    FinishListed(worker, batch, from, to, passed, times);
  } else {
    board_.AddPassed(passed);
    board_.AddExcluded(to - from - ran);
  }
  if (phase_.begin < phase_.end) board_.AddSegments(ran);
  scheduler_.Settle(worker, batch.id, from, to, now);
}

void Settlement::FinishListed(unsigned worker, const Batch& batch, std::uint64_t from,
                              std::uint64_t to, std::uint64_t passed, const Done* times) {
  std::uint64_t completed = 0;
  batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
    completed += board_.Unfinished(slot) && !scheduler_.IsReturned(slot) ? 1 : 0;
  });
  if (completed != passed) {
    throw Error("a batch was reported with " + std::to_string(passed) +
                " walks that passed, where there are " + std::to_string(completed));
  }
  RunObserver* const observer = board_.walk_observer();
  std::vector<SegmentTime> over;  // for the observer
  batch.slots.ForEach(from, to, [&](std::uint64_t position, std::uint64_t slot) {
    if (!board_.Unfinished(slot) || scheduler_.IsReturned(slot)) return;
    WalkCost cost{std::nullopt, worker};
    if (times != nullptr && !times->times.empty())
      cost.took = std::chrono::nanoseconds(times->times[position - from]);
    bool passes = true;
    if (leaf_) {
      passes = board_.Complete(slot, cost);
    } else {
      scheduler_.NoteHeld(worker, slot);
    }
    if (observer != nullptr && passes) over.push_back({slot, cost.took});
  });
  if (!over.empty()) observer->OnSegments({&phase_, leaf_, 0, worker, over});
}

void Settlement::OnEnded(unsigned worker, const Ended& ended) {
  if (ended.epoch != scheduler_.phase()) return CountLate();
  if (!scheduler_.Runs(worker, ended.slot))
    throw Error("a walk was reported that it wasn't told to run");
  CheckResult(ended);
  if (HasEnded(ended.slot)) return CountLate();
  if (!plan_.order().listed()) ended_[worker].push_back(ended.slot);
  if (ended.goes_on) {
    board_.NoteFailures(ended.slot, ended.result);
  } else {
    board_.End(ended.slot, ended.result, {std::chrono::nanoseconds(ended.took), worker});
  }
}

// A worker's own walks fail or are cancelled; whatever else befalls them is for us to say.
void Settlement::CheckResult(const Ended& ended) const {
  const Outcome& outcome = ended.result.outcome;
  const bool failed = std::holds_alternative<outcome::Failed>(outcome);
  if (!failed && (ended.goes_on || !std::holds_alternative<outcome::Cancelled>(outcome)))
    throw Error("a walk was reported that " + ToString(outcome));
  if (ended.goes_on && leaf_) throw Error("a walk was reported to go on, and there is no more");
  if (ended.result.action > space_.actions.size())
    throw Error("a walk was reported to have ended in an action that there isn't");
}

void Settlement::OnState(unsigned worker, const StateMessage& state) {
  if (!scheduler_.Runs(worker, state.slot))
    throw Error("a state was sent of a walk that it wasn't told to run");
  if (states_ != nullptr) states_->SetJson(state.slot, state.json);
}

void Settlement::OnProperties(unsigned worker, const WalkProperties& properties) {
  if (properties.epoch != scheduler_.phase()) return CountLate();
  if (!scheduler_.Runs(worker, properties.slot))
    throw Error("properties were sent of a walk that it wasn't told to run");
  board_.AddProperties(properties.slot, properties.properties);
}

void Settlement::OnScratch(unsigned worker, const ScratchDirectory& scratch,
                           const std::string& host) {
  if (scratch.epoch != scheduler_.phase()) return CountLate();
  if (!scheduler_.Runs(worker, scratch.slot))
    throw Error("a directory was made for a walk that it wasn't told to run");
  board_.AddScratch(scratch.slot, scratch.path, host);
}

// Where another worker holds the state the walk goes on there, as if nothing had been tried.
void Settlement::OnUnread(unsigned worker, const Unread& unread) {
  if (unread.epoch != scheduler_.phase()) return CountLate();
  if (!scheduler_.Runs(worker, unread.slot))
    throw Error("a state couldn't be read of a walk that it wasn't told to run");
  const std::string why = "its state can't be read back from JSON: " + unread.why;
  if (HasEnded(unread.slot) || scheduler_.Return(worker, unread.slot, why)) return;
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.action = phase_.begin;
  result.failures.push_back(FailureAt("the state that came from another worker", why));
  if (states_ != nullptr) states_->Drop(unread.slot);
  board_.End(unread.slot, std::move(result), {std::nullopt, worker});
}

std::vector<InFlight> Settlement::OnDeath(const WorkerDeath& death) {
  ended_[death.worker].clear();
  if (death.lied) {
    LoseOutstanding(death.worker, death.name + "is not to be trusted: it " + death.how, death.when);
    return {};
  }
  std::vector<InFlight> in_flight = WalksOf(death.threads, scheduler_, death.worker);
  if (death.cut_off && !death.culprit) in_flight.clear();  // what is known of them is old
  if (!death.cut_off) SettleMarkers(death);
  const std::optional<std::uint64_t> culprit = CulpritOf(death, in_flight);
  for (const InFlight& walk : in_flight) {
    if (HasEnded(walk.slot)) continue;
    if (states_ != nullptr) states_->Drop(walk.slot);  // as an earlier phase may have left it
    board_.End(walk.slot, Blame(death, walk, culprit, in_flight.size()),
               {std::nullopt, death.worker});
  }
  if (death.cut_off) {
    // It may have begun whatever it had been sent, and what may have begun isn't run again.
    if (!death.broken_off)
      LoseOutstanding(death.worker,
                      "its worker on " + death.host +
                          " was cut off while the walk ran, or was about to run: " + death.how,
                      death.when);
    in_flight.clear();
  } else if (death.broken) {
    LoseOutstanding(death.worker, "what " + death.name + "reported of it can't be read",
                    death.when);
  }
  return in_flight;
}

// What its markers say is done is done, though the message about it was never written.
void Settlement::SettleMarkers(const WorkerDeath& death) {
  for (const ThreadState& thread : death.threads) {
    const Batch* batch = thread.batch == 0 ? nullptr : scheduler_.Find(death.worker, thread.batch);
    const std::uint64_t from = thread.from;
    const std::uint64_t to = thread.position();
    if (batch == nullptr || from >= batch->size || to > batch->size ||
        batch->Overlaps(from, std::max(to, from + 1)))
      continue;  // it was told already
    const Progress& progress = thread.progress;
    try {
      CheckEndings(*batch, from, to, progress);
      Finish(death.worker, *batch, from, to, progress.ran, progress.passed, nullptr, death.when);
    } catch (const Error& error) {
      // Some of its messages are missing. Nothing passes that hasn't said so.
      LosePositions(death.worker, *batch, from, to,
                    "what " + death.name + "reported of it is missing: " + error.what(),
                    death.when);
    }
  }
}

// In an order that isn't listed: that every walk that ran and didn't pass has been reported.
void Settlement::CheckEndings(const Batch& batch, std::uint64_t from, std::uint64_t to,
                              const Progress& progress) const {
  if (plan_.order().listed()) return;  // Finish does
  std::uint64_t ended = 0;
  batch.slots.ForEach(
      from, to, [&](std::uint64_t, std::uint64_t slot) { ended += board_.HasEnded(slot) ? 1 : 0; });
  if (progress.passed + ended != progress.ran) throw Error("a walk's result");
}

void Settlement::LosePositions(unsigned worker, const Batch& batch, std::uint64_t from,
                               std::uint64_t to, const std::string& why, Time now) {
  ExclusionCursor excluded(WalkAccess::Data(plan_.space()));
  batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
    if (HasEnded(slot)) return;
    if (!plan_.order().listed() && excluded.Excluded(slot)) return board_.AddExcluded(1);
    Lose(slot, why);
  });
  scheduler_.Settle(worker, batch.id, from, to, now);
}

void Settlement::LoseOutstanding(unsigned worker, const std::string& why, Time now) {
  std::vector<std::uint64_t> ids;
  for (const Batch& batch : scheduler_.outstanding(worker)) ids.push_back(batch.id);
  for (const std::uint64_t id : ids) {
    // With its last part the batch is gone.
    for (std::uint64_t from = 0; const Batch* batch = scheduler_.Find(worker, id);) {
      const auto open = [batch](std::uint64_t at) {
        return at < batch->size && !batch->Overlaps(at, at + 1);
      };
      while (!open(from)) ++from;
      std::uint64_t to = from + 1;
      while (open(to)) ++to;
      LosePositions(worker, *batch, from, to, why, now);
      from = to;
    }
  }
}

void Settlement::Lose(std::uint64_t slot, std::string why) {
  WalkResult result;
  result.outcome = outcome::Lost{std::move(why)};
  if (states_ != nullptr) states_->Drop(slot);  // as an earlier phase may have left it
  board_.End(slot, std::move(result));
}

// Of the walks that ran in a worker that died, the one that took it down gets the blame.
WalkResult Settlement::Blame(const WorkerDeath& death, const InFlight& walk,
                             const std::optional<std::uint64_t>& culprit,
                             std::size_t in_flight) const {
  WalkResult result;
  result.action = std::min<std::size_t>(walk.thread.action, space_.actions.size());
  result.where = space_.PlaceText(plan_.order()[walk.slot], walk.thread.action);
  const auto add = [&](std::string message) {
    result.failures.push_back(FailureAt(result.where, std::move(message)));
  };
  if (death.broken_off && !death.culprit) {
    result.outcome = outcome::NotRun{stop_.reason() + ", when it had run for " +
                                     DurationText(death.when - walk.thread.since)};
  } else if (!culprit) {
    result.outcome =
        outcome::Lost{"its worker " +
                      (death.end_reason ? "had to be ended: " + *death.end_reason
                                        : ToString(OutcomeOf(death.status))) +
                      ", while " + std::to_string(in_flight) +
                      " walks ran there; which of them took it down, if any did, isn't known"};
  } else if (*culprit != walk.slot) {
    result.outcome = outcome::Lost{"its worker was taken down by " +
                                   ToString(plan_.space()[plan_.order()[*culprit]])};
  } else if (death.culprit) {
    result.outcome = outcome::TimedOut{walk_timeout_};
    if (!death.stack.empty()) add("when its time was over:\n" + death.stack);
  } else if (death.end_reason) {
    result.outcome = outcome::Failed{};
    add("its worker had to be ended: " + *death.end_reason);
  } else {
    result.outcome = OutcomeOf(death.status);
    // What exit() destroys may have crashed another thread before it came to its end.
    if (const auto& code = walk.thread.death.exit_code; code && death.status.signal != 0)
      result.outcome = outcome::Exited{*code};
    if (death.status.signal == 0 && death.status.code == kChannelLost)
      add("it closed descriptors that belong to its worker");
  }
  return result;
}

}  // namespace combtest::internal
