#include "src/run/retries.h"

#include <algorithm>
#include <string>

#include "src/space/space_data.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

// What an attempt leaves to be told when another one follows.
void MoveToHistory(WalkResult& result, unsigned attempt) {
  for (Failure& failure : result.failures) {
    if (failure.attempt == 0) failure.attempt = attempt;
  }
  if (std::holds_alternative<outcome::Failed>(result.outcome)) return;
  Failure failure;
  failure.message = ToString(result.outcome);
  failure.where = result.where;
  failure.attempt = attempt;
  result.failures.push_back(std::move(failure));
}

// `before` has been moved to history.
WalkResult Merged(const WalkResult& before, WalkResult result, unsigned attempt, bool flaky_fails) {
  for (Failure& failure : result.failures) failure.attempt = attempt;
  result.failures.insert(result.failures.begin(), before.failures.begin(), before.failures.end());
  result.attempts = attempt;
  AddToList(result.scratch, before.scratch);
  if (result.passed()) {
    result.outcome = outcome::Flaky{attempt, flaky_fails};
    result.output = before.output;
  }
  return result;
}

// A signal may still come after the failure that a run was stopped at.
bool MayGoOn(const StopSignal& stop) {
  return !stop.stopped() || (stop.stopped_at_failure() && !stop.interrupted());
}

}  // namespace

void CheckCanRetry(const SpaceData& space) {
  if (space.serial_actions.empty()) return;
  throw Error(
      "--combtest_retries: a failed walk can't be run again alone where all walks of its branch "
      "share what the serial action " +
      space.actions[space.serial_actions[0]].name +
      " did; leave out retries for this suite, or the serial action");
}

void Retries::Run(AwakeClock::time_point begun) {
  begun_ = begun;
  if (!MayGoOn(first_.stop)) return;
  if (first_.board.Ended().empty()) return;
  bool stopped_at_failure = first_.stop.stopped_at_failure();
  while (RetryFailed() && stopped_at_failure) {
    const auto ended = first_.board.Ended();
    const bool failed = std::any_of(ended.begin(), ended.end(), [](const WalkResult& result) {
      return result.failed() && !result.flaky();
    });
    if (failed || !RunRest()) return;
    stopped_at_failure = passes_.back()->stop.stopped_at_failure();
  }
}

bool Retries::RetryFailed() {
  Failed failed;
  for (WalkResult& result : first_.board.Ended()) {
    if (result.failed() && result.attempts == 1) failed.emplace(result.id, std::move(result));
  }
  for (unsigned attempt = 2; attempt <= spec_.retries.retries + 1 && !failed.empty(); ++attempt) {
    if (!RetryOnce(attempt, failed)) return false;
  }
  return true;
}

bool Retries::RetryOnce(unsigned attempt, Failed& failed) {
  WalkSet::Builder walks;
  for (const auto& [id, result] : failed) walks.Add(id);
  const bool last = attempt == spec_.retries.retries + 1;
  const RunPass* pass =
      Pass(walks.Build(), last && spec_.stop_on_failure, PageRun::Later::Kind::kRetries);
  if (pass == nullptr) return false;
  for (std::uint64_t slot = 0; slot < pass->plan.order().size(); ++slot) {
    const WalkId id = pass->plan.order()[slot];
    WalkResult result = pass->board.ResultOf(slot);
    // Neither proves anything: the failure stands.
    if (result.not_run() || result.cancelled()) continue;
    WalkResult& before = failed.at(id);
    MoveToHistory(before, before.attempts);
    WalkResult merged = Merged(before, std::move(result), attempt, spec_.retries.flaky_fails);
    Take(*pass, slot, merged);
    if (merged.flaky()) {
      failed.erase(id);
    } else {
      before = std::move(merged);
    }
  }
  return !pass->stop.stopped();
}

bool Retries::RunRest() {
  WalkSet::Builder rest;
  const RunOrder& order = first_.plan.order();
  for (std::uint64_t slot = 0; slot < order.to_run(); ++slot) {
    if (first_.board.ResultOf(slot).not_run()) rest.Add(order[slot]);
  }
  if (rest.size() == 0) return false;
  const RunPass* pass = Pass(rest.Build(), true, PageRun::Later::Kind::kRest);
  if (pass == nullptr) return false;
  for (std::uint64_t slot = 0; slot < pass->plan.order().size(); ++slot)
    Take(*pass, slot, pass->board.ResultOf(slot));
  return MayGoOn(pass->stop);
}

RunPass* Retries::Pass(WalkSet walks, bool stop_on_failure, PageRun::Later::Kind kind) {
  Limits limits = spec_.limits;
  if (limits.run_timeout.count() > 0) {
    limits.run_timeout -= AwakeClock::now() - begun_;
    if (limits.run_timeout.count() <= 0) {
      first_.board.AddRunFailure(RunTimeoutText(spec_.limits.run_timeout));
      return nullptr;
    }
  }
  auto pass =
      std::make_unique<RunPass>(first_.plan.space(), std::move(walks), true, stop_on_failure);
  pass->cut = first_.cut;
  audience_.BeginLaterPass(*pass, kind);
  CarryOut(*pass, spec_, limits, integration_);
  audience_.EndPass();
  first_.board.AddSegments(pass->board.segments());
  for (const Failure& failure : pass->board.run_failures()) first_.board.AddRunFailure(failure);
  passes_.push_back(std::move(pass));
  return passes_.back().get();
}

void Retries::Take(const RunPass& pass, std::uint64_t slot, WalkResult result) {
  const WalkId id = pass.plan.order()[slot];
  const std::uint64_t first_slot = first_.plan.order().SlotOf(id).value();
  result.id = id;
  first_.board.Replace(first_slot, std::move(result));
  places_.insert_or_assign(first_slot, Place{&pass, slot});
}

FinalStates* Retries::StatesOf(std::uint64_t slot, std::uint64_t& slot_there) const {
  const auto place = places_.find(slot);
  if (place == places_.end() || place->second.pass->executor == nullptr) return nullptr;
  slot_there = place->second.slot;
  return place->second.pass->executor->states();
}

}  // namespace combtest::internal
