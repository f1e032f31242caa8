#include <algorithm>
#include <utility>

#include "src/pool/worker_executor.h"
#include "src/space/exclusion.h"
#include "src/text/read_json.h"

namespace combtest::internal {

void WorkerExecutor::OnDone(Worker& worker, const Done& done) {
  const auto batch = std::find_if(worker.outstanding.begin(), worker.outstanding.end(),
                                  [&](const Batch& b) { return b.id == done.batch; });
  if (batch == worker.outstanding.end() || done.epoch != current_.epoch) {
    ++stale_messages_;
    return;
  }
  if (done.from >= done.to || done.to > batch->size || done.passed > done.ran ||
      done.ran > done.to - done.from || batch->Overlaps(done.from, done.to)) {
    throw Error("a batch of " + std::to_string(batch->size) +
                " walks was reported twice, or with positions or counts beyond it");
  }
  if (!done.times.empty() && done.times.size() != done.to - done.from)
    throw Error("a part of a batch was reported with times for another number of walks");
  worker.made_progress = true;
  hosts_[launcher_.HostOf(worker.index())].failed_starts = 0;
  NoteTimes(*batch, done);
  FinishPositions(worker, *batch, done.from, done.to, done.ran, done.passed, &done);
  if (batch->done < batch->size) return;
  const auto now = Clock::now();
  worker.last_batch_took = now - std::max(batch->sent, worker.last_batch_end);
  worker.batch_size.Adapt(worker.last_batch_took, batch->size);
  worker.last_batch_end = now;
  worker.release_asked = false;
  worker.outstanding.erase(batch);
  Fill(worker);
}

void WorkerExecutor::NoteTimes(const Batch& batch, const Done& done) {
  const auto add = [&](std::uint64_t position, std::uint64_t ns) {
    if (position < done.from || position >= done.to)
      throw Error("a walk's time was reported that isn't in its part of a batch");
    batch.slots.ForEach(position, position + 1, [&](std::uint64_t, std::uint64_t slot) {
      board_.AddTime(slot, std::chrono::nanoseconds(ns));
    });
  };
  for (const auto& [position, ns] : done.slow) add(position, ns);
  for (std::size_t i = 0; i < done.times.size(); ++i) {
    if (std::chrono::nanoseconds(done.times[i]) >= SlowestWalks::kNotable)
      add(done.from + i, done.times[i]);
  }
}

// The walks have run the segment; those that ended in it have been reported one by one.
void WorkerExecutor::FinishPositions(Worker& worker, Batch& batch, std::uint64_t from,
                                     std::uint64_t to, std::uint64_t ran, std::uint64_t passed,
                                     const Done* times) {
  if (from >= to) return;
  RunObserver* const observer = board_.observer();
  std::vector<SegmentTime> over;  // for the observer
  if (plan_.order().listed()) {
    std::uint64_t completed = 0;
    batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
      completed += board_.Unfinished(slot) ? 1 : 0;
    });
    if (completed != passed) {
      throw Error("a batch was reported with " + std::to_string(passed) +
                  " walks that passed, where there are " + std::to_string(completed));
    }
    batch.slots.ForEach(from, to, [&](std::uint64_t position, std::uint64_t slot) {
      if (!board_.Unfinished(slot)) return;
      WalkCost cost{std::nullopt, worker.index()};
      if (times != nullptr && !times->times.empty())
        cost.took = std::chrono::nanoseconds(times->times[position - from]);
      bool passes = true;
      if (current_.leaf) {
        passes = board_.Complete(slot, cost);
      } else {
        phases_done_[slot] = static_cast<std::uint8_t>(current_.step.depth + 1);
        holder_[slot] = worker.instance();
        moved_ = moved_ || slot % settings_.workers != worker.index();
      }
      if (observer != nullptr && passes) over.push_back({slot, cost.took});
    });
    if (!over.empty())
      observer->OnSegments({&current_.step, current_.leaf, 0, worker.index(), over});
  } else {
    board_.AddPassed(passed);
    board_.AddExcluded(to - from - ran);
  }
  if (current_.step.begin < current_.step.end) board_.AddSegments(ran);
  batch.parts.push_back({from, to});
  batch.done += to - from;
  current_.open -= to - from;
}

// In an order that isn't listed: that every walk that ran and didn't pass has been reported.
void WorkerExecutor::CheckEndings(const Batch& batch, std::uint64_t from, std::uint64_t to,
                                  const Progress& progress) const {
  if (plan_.order().listed()) return;  // FinishPositions does
  std::uint64_t ended = 0;
  batch.slots.ForEach(
      from, to, [&](std::uint64_t, std::uint64_t slot) { ended += board_.HasEnded(slot) ? 1 : 0; });
  if (progress.passed + ended != progress.ran) throw Error("a walk's result");
}

void WorkerExecutor::LoseWalk(std::uint64_t slot, ExclusionCursor& excluded,
                              const std::string& why) {
  if (!board_.Unfinished(slot)) return;
  if (!plan_.order().listed()) {
    if (board_.HasEnded(slot)) return;
    if (excluded.Excluded(slot)) return board_.AddExcluded(1);
  }
  WalkResult result;
  result.outcome = outcome::Lost{why};
  if (states_ != nullptr) states_->Drop(slot);  // as an earlier phase may have left it
  board_.End(slot, std::move(result));
}

void WorkerExecutor::LosePositions(Batch& batch, std::uint64_t from, std::uint64_t to,
                                   const std::string& why) {
  ExclusionCursor excluded(WalkAccess::Data(plan_.space()));
  batch.slots.ForEach(from, to,
                      [&](std::uint64_t, std::uint64_t slot) { LoseWalk(slot, excluded, why); });
  batch.parts.push_back({from, to});
  batch.done += to - from;
  current_.open -= to - from;
}

void WorkerExecutor::OnEnded(const Worker& worker, const Ended& ended) {
  if (ended.epoch != current_.epoch) {
    ++stale_messages_;
    return;
  }
  if (ended.slot < current_.step.first_slot || ended.slot >= current_.step.last_slot) {
    throw Error("a walk was reported that isn't in this phase");
  }
  if (!board_.Unfinished(ended.slot)) {
    ++stale_messages_;
    return;
  }
  if (ended.goes_on) {
    board_.NoteFailures(ended.slot, ended.result);
  } else {
    board_.End(ended.slot, ended.result, {std::chrono::nanoseconds(ended.took), worker.index()});
  }
}

void WorkerExecutor::OnState(Worker&, const StateMessage& state) {
  if (state.slot < current_.step.first_slot || state.slot >= current_.step.last_slot) {
    throw Error("a state was sent for a walk that isn't in this phase");
  }
  if (!current_.leaf && !checkpoints_.empty()) checkpoints_[state.slot] = state.json;
  if (states_ == nullptr) return;
  states_->Drop(state.slot);
  boost::json::error_code wrong;
  const boost::json::value value = ReadJson(state.json, wrong);
  if (wrong) return NoteUnreadable(state, wrong.message());
  try {
    space_.state->from_json((*states_)[state.slot], value);
    states_->MarkAlive(state.slot);
  } catch (const std::exception& error) {
    NoteUnreadable(state, error.what());
  } catch (...) {
    NoteUnreadable(state, "an exception that is no std::exception");
  }
}

// The walk is to blame, not the worker that sent its state.
void WorkerExecutor::NoteUnreadable(const StateMessage& state, const std::string& why) {
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.where = "its state on the way from a worker";
  result.action = space_.actions.size();
  result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                             "its state can't be read back from JSON: " + why, result.where});
  result.state = state.json;
  board_.NoteFailures(state.slot, std::move(result));
}

}  // namespace combtest::internal
