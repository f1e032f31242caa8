#include <algorithm>
#include <iostream>
#include <utility>

#include "combtest/duration.h"
#include "src/config/worker_variables.h"
#include "src/os/worker_process.h"
#include "src/pool/ending.h"
#include "src/pool/worker_executor.h"

namespace combtest::internal {

void WorkerExecutor::OnDeath(Worker& worker, ExitStatus status) {
  const std::string last_output = worker.TakeLastOutput();
  if (worker.local()) EndLeftovers(worker);
  if (worker.cut_off() && worker.has_spoken()) EndRemains(worker);
  if (const SharedPage* page = worker.page()) OnDroppedRecords(worker, page->dropped_records);
  std::vector<InFlight> in_flight = worker.InFlightNow();
  if (finishing_ && worker.outstanding.empty()) {
    // What a program says at its end, the orchestrator's will say too.
    if (status.signal != 0 || status.code != 0) OnOutput(worker, last_output);
    if (worker.cut_off() && !worker.end_reason_known()) {
      OnOutput(worker, "was cut off after its walks: " + HowItEnded(worker, status));
    } else if (!worker.end_reason_known() && (status.signal != 0 || status.code != 0)) {
      board_.AddRunFailure(RunFailure(Tag(worker) + "ended badly after its walks: " +
                                      ToString(OutcomeOf(status)) + OutputTail(worker)));
    }
    return;
  }
  SettleMarkers(worker);
  if (worker.cut_off()) {
    if (worker.culprit()) BlameFor(worker, status, in_flight);
    LoseOutstanding(worker, HowItEnded(worker, status));
    in_flight.clear();
  }
  if (in_flight.empty()) {
    OnOutput(worker, last_output);
    if (!stop_.stopped()) {
      OnOutput(worker, "ended between walks: " + HowItEnded(worker, status));
    }
  } else {
    worker.made_progress = true;
    hosts_[launcher_.HostOf(worker.index())].failed_starts = 0;
    BlameFor(worker, status, in_flight);
    for (const InFlight& walk : in_flight) {
      if (!last_output.empty() && in_flight.size() == 1) board_.AddOutput(walk.slot, last_output);
    }
    if (in_flight.size() > 1) OnOutput(worker, last_output);
  }
  const bool had_work = !worker.outstanding.empty();
  RequeueRest(worker);
  LoseStates(worker, "the state was in the memory of " + Tag(worker) + "which died");
  if (finishing_ || stop_.stopped()) return;
  if (!worker.made_progress) CountFailedStart(worker, status, worker.was_ready && !had_work);
  if (!stop_.stopped() && !HostGivenUp(worker)) StartWorker(worker);
}

// What its markers say is done is done, though the message about it was never written.
void WorkerExecutor::SettleMarkers(Worker& worker) {
  if (worker.cut_off()) return;  // what is known of them is old
  for (unsigned t = 0; t < worker.threads(); ++t) {
    const ThreadMarker& marker = worker.marker(t);
    const auto batch = std::find_if(worker.outstanding.begin(), worker.outstanding.end(),
                                    [&](const Batch& b) { return b.id == marker.batch; });
    if (batch == worker.outstanding.end() || marker.batch == 0) continue;
    const std::uint64_t from = marker.from;
    const Progress progress = Progress::Unpack(marker.progress);
    const std::uint64_t to = from + progress.finished;
    if (from >= batch->size || to > batch->size || batch->Overlaps(from, std::max(to, from + 1)))
      continue;  // it was told already
    try {
      CheckEndings(*batch, from, to, progress);
      FinishPositions(worker, *batch, from, to, progress.ran, progress.passed);
    } catch (const Error& error) {
      // Some of its messages are missing. Nothing passes that hasn't said so.
      LosePositions(*batch, from, to,
                    "what " + Tag(worker) + "reported of it is missing: " + error.what());
    }
  }
}

// Of a worker that was cut off: it may have begun whatever it had been sent, and what may have
// begun isn't run again.
void WorkerExecutor::LoseOutstanding(Worker& worker, const std::string& why) {
  if (stop_.stopped()) return;
  for (Batch& batch : worker.outstanding) {
    const auto open = [&batch](std::uint64_t at) {
      return at < batch.size && !batch.Overlaps(at, at + 1);
    };
    for (std::uint64_t from = 0; from < batch.size; ++from) {
      if (!open(from)) continue;
      std::uint64_t to = from + 1;
      while (open(to)) ++to;
      LosePositions(batch, from, to,
                    "its worker on " + HostText(worker) +
                        " was cut off while the walk ran, or was " + "about to run: " + why);
    }
  }
}

void WorkerExecutor::EndLeftovers(Worker& worker) {
  for (const Leftover& leftover : EndProcessesWith(std::string(kIdVariable) + "=" + worker.id())) {
    std::cerr << Tag(worker) << "left process " << leftover.pid
              << " behind, which has been ended: " << leftover.command << "\n";
  }
}

// Nothing where it isn't known.
std::optional<std::uint64_t> WorkerExecutor::Culprit(const Worker& worker,
                                                     const std::vector<InFlight>& walks) {
  // It may have ended by itself while its worker was being ended, and is to blame all the same.
  if (worker.culprit()) return worker.culprit();
  if (walks.size() == 1) return walks.front().slot;
  for (const InFlight& walk : walks) {
    if (walk.fatal != 0) return walk.slot;
  }
  return std::nullopt;
}

// Of the walks that ran in a worker that died, the one that took it down gets the blame.
void WorkerExecutor::BlameFor(Worker& worker, ExitStatus status,
                              const std::vector<InFlight>& walks) {
  const std::optional<std::uint64_t> culprit = Culprit(worker, walks);
  const bool closed_channel =
      !worker.end_reason() && status.signal == 0 && status.code == kChannelLost;
  const bool broken_off = stop_.stopped() && !worker.culprit();
  for (const InFlight& walk : walks) {
    WalkResult result;
    result.action = walk.action;
    result.where =
        space_.ActionText(walk.action, space_.OptionIndex(plan_.order()[walk.slot], walk.action));
    if (broken_off) {  // with the whole run
      result.outcome = outcome::NotRun{stop_.reason() + ", when it had run for " +
                                       DurationText(Clock::now() - walk.since)};
    } else if (culprit && *culprit != walk.slot) {
      result.outcome = outcome::Lost{"its worker was taken down by " +
                                     ToString(plan_.space()[plan_.order()[*culprit]])};
    } else if (worker.culprit()) {
      result.outcome = outcome::TimedOut{settings_.walk_timeout};
      if (!worker.stack().empty()) {
        result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                                   "when its time was over:\n" + worker.stack(), result.where});
      }
    } else if (worker.end_reason()) {
      result.outcome = outcome::Failed{};
      result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                                 "its worker had to be ended: " + *worker.end_reason(),
                                 result.where});
    } else {
      result.outcome = OutcomeOf(status);
      if (closed_channel) {
        result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                                   "it closed descriptors that belong to its worker",
                                   result.where});
      }
      if (!culprit) {
        result.failures.push_back(
            {Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
             "one of " + std::to_string(walks.size()) +
                 " walks that ran when their worker died; which of them took it down isn't known",
             result.where});
      }
    }
    if (states_ != nullptr) states_->Drop(walk.slot);  // as an earlier phase may have left it
    board_.End(walk.slot, std::move(result), {std::nullopt, worker.index()});
  }
}

// What the dead worker certainly hadn't begun goes back into its shard's queue.
void WorkerExecutor::RequeueRest(Worker& worker) {
  std::deque<StridedRange> rest;
  ExclusionCursor excluded(WalkAccess::Data(plan_.space()));
  for (const Batch& batch : worker.outstanding) {
    SlotList open;
    batch.slots.ForEach(0, batch.size, [&](std::uint64_t position, std::uint64_t slot) {
      const bool over = std::any_of(batch.parts.begin(), batch.parts.end(), [&](const auto& part) {
        return part.first <= position && position < part.second;
      });
      if (over) return;
      if (!plan_.order().listed() && board_.HasEnded(slot)) {
        --current_.open;
      } else if (worker.broken()) {
        // What it said last can't be read, so the walk may have run.
        LoseWalk(slot, excluded, "what " + Tag(worker) + "reported of it can't be read");
        --current_.open;
      } else {
        open.PushBack(slot);
      }
    });
    for (const StridedRange& range : open.ranges()) rest.push_back(range);
    worker.queued += open.size();
  }
  worker.outstanding.clear();
  worker.queue.insert(worker.queue.begin(), rest.begin(), rest.end());
}

// Walks whose state died with the worker: those with a checkpoint go on from it, the others are
// lost.
void WorkerExecutor::LoseStates(Worker& worker, const std::string& why) {
  for (std::uint64_t slot = 0; slot < holder_.size(); ++slot) {
    if (holder_[slot] != worker.instance()) continue;
    holder_[slot] = 0;
    moved_ = true;
    if (send_states_ || !board_.Unfinished(slot)) continue;
    WalkResult result;
    result.outcome = outcome::Lost{why};
    board_.End(slot, std::move(result));
  }
}

}  // namespace combtest::internal
