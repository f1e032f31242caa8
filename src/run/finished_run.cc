#include "src/run/finished_run.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <iterator>
#include <optional>
#include <utility>

#include "combtest/duration.h"
#include "src/explain/walk_endings.h"
#include "src/os/awake_clock.h"
#include "src/os/exit_watch.h"
#include "src/os/worker_process.h"
#include "src/run/extra_walks.h"
#include "src/run/run_guard.h"
#include "src/run/scope_note.h"
#include "src/text/plain_stream.h"

namespace combtest::internal {
namespace {

std::string RunText(const RunSpec& spec, const Plan& plan) {
  const bool counted = plan.order().listed() || !plan.space().HasExclusions();
  std::string text = spec.name + " begins: " + (counted ? "" : "at most ") +
                     std::to_string(plan.order().to_run()) + " walks";
  if (spec.pool.workers > 0) text += ", " + std::to_string(spec.pool.workers) + " workers";
  if (spec.pool.threads > 1) text += ", " + std::to_string(spec.pool.threads) + " threads";
  return text + ", verbosity " + std::to_string(spec.log.verbosity) + ", process " +
         std::to_string(OwnProcessId());
}

bool ListsAll(const RunSpec& spec, const Audience& audience) {
  return spec.states.keep || spec.list_all || spec.coverage.any() || audience.WantsWalks(spec) ||
         (spec.retries.retries > 0 && spec.stop_on_failure) || spec.extra_walks.budget ||
         WalkAccess::Data(spec.space)->needs.any();
}

// An array's first walks cover most.
RunOrder::Branches BranchesOf(const RunSpec& spec) {
  return spec.array.empty() ? RunOrder::Branches::kByOption : RunOrder::Branches::kAsSelected;
}

}  // namespace

std::unique_ptr<FinishedRun> Execute(RunSpec spec, const Integration& integration,
                                     const Listeners& listeners) {
  if (spec.retries.retries > 0) CheckCanRetry(*WalkAccess::Data(spec.space));
  std::unique_ptr<FinishedRun> run(new FinishedRun(std::move(spec), listeners));
  run->Run(integration);
  return run;
}

FinishedRun::FinishedRun(RunSpec spec, const Listeners& listeners)
    : spec_(std::move(spec)),
      audience_(listeners),
      first_(spec_.space, spec_.selection, ListsAll(spec_, audience_), spec_.stop_on_failure,
             BranchesOf(spec_), spec_.cut_off.walks) {
  first_.cut = [this](Failure why) { Cut(std::move(why), true); };
}

void FinishedRun::Run(const Integration& integration) {
  integration_ = &integration;
  LogOfRun log(spec_.log, RunText(spec_, first_.plan));
  const ExitWatch exit_watch([this] { return "the run of " + spec_.name; },
                             [this](const std::string& what) { CutByExit(what); });
  TellUnsaidScopes(spec_);
  audience_.Begin(spec_, plan(), first_.board, first_.observers);
  try {
    RunPasses(integration);
  } catch (const std::exception& error) {
    first_.board.AddRunFailure(
        {Failure::Severity::kFatal, Failure::Origin::kException, "", 0, error.what(), "the run"});
    Close();
    throw;
  }
  PlainStream end;
  end << spec_.name << " is over: " << board().Count() << ", in " << DurationText(elapsed_);
  log.Note(end.str());
  if (!spec_.bodies_follow) Close();
}

void FinishedRun::RunPasses(const Integration& integration) {
  const auto start = std::chrono::steady_clock::now();
  std::optional<AwakeClock::Keeper> keeper;  // of the run's time, which all passes share
  if (spec_.retries.retries > 0 && spec_.limits.run_timeout.count() > 0) keeper.emplace();
  const auto awake_start = AwakeClock::now();
  CarryOut(first_, spec_, spec_.limits, integration);
  audience_.EndPass();
  if (spec_.retries.retries > 0) {
    retries_ = std::make_unique<Retries>(spec_, integration, first_, audience_);
    retries_->Run(awake_start);
  }
  if (spec_.pool.workers > 0) spec_.pool.launcher->Finish();
  if (spec_.states.read) ReadStates();
  elapsed_ = std::chrono::steady_clock::now() - start;
  audience_.WalksOver(*this, first_.board);
}

// A walk whose state nobody can read has failed.
void FinishedRun::ReadStates() {
  for (std::uint64_t slot = 0; slot < plan().order().size(); ++slot) {
    if (!HasState(slot)) continue;
    std::uint64_t place = slot;
    FinalStates& states = *StatesOf(place);
    std::string why = states.WhyUnreadable(place);
    if (why.empty()) continue;
    states.Drop(place);
    WalkResult result = board().ResultOf(slot);
    result.outcome = outcome::Failed{};
    result.where = "its state";
    result.action = WalkAccess::Data(plan().space())->actions.size();
    result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                               std::move(why), result.where});
    first_.board.Replace(slot, std::move(result));
  }
}

// The thread may be a listener's, which then can't be waited for.
void FinishedRun::CutByExit(const std::string& what) {
  const bool tell_listeners = PlaceOfThread() == nullptr;
  FinishWhilePossible([this, what, tell_listeners] {
    Cut({Failure::Severity::kFatal, Failure::Origin::kException, "", 0, what, "the run"},
        tell_listeners);
  });
}

void FinishedRun::Cut(Failure why, bool tell_listeners) {
  // Somebody is at it, and ends the process.
  if (cut_.exchange(true)) return;
  first_.stop.Stop(why.message);
  first_.board.AddRunFailure(std::move(why));
  if (told_.exchange(true)) return;
  elapsed_ = std::chrono::steady_clock::now() - begun_;
  audience_.Cut(*this, first_.board, tell_listeners, [this] { return Summarize(*this); });
}

void FinishedRun::EndBody(std::uint64_t slot, const std::vector<Failure>& failures) {
  if (!failures.empty()) {
    const WalkResult before = board().ResultOf(slot);
    WalkResult result = WithBody(before, failures);
    if (result.outcome != before.outcome) first_.board.Replace(slot, std::move(result));
  }
  audience_.Settle(slot);
}

void FinishedRun::Close() {
  if (std::exchange(closed_, true)) return;
  coverage_ = MeasureCoverage(spec_, plan(), first_.board);
  explanations_ = ExplainFailures(spec_, plan(), first_.board);
  AddExtraWalks(explanations_, spec_, first_, *integration_, audience_);
  if (told_.exchange(true)) return;
  audience_.End(first_.board, elapsed_, coverage_, explanations_,
                [this] { return Summarize(*this); });
}

WalkResult WithBody(WalkResult result, const std::vector<Failure>& failures) {
  if (failures.empty() || result.failed() || result.not_run()) return result;
  result.outcome = outcome::Failed{};
  for (const Failure& failure : failures) {
    result.failures.push_back(failure);
    result.failures.back().where = explain::kTestBody;
  }
  return result;
}

FinalStates* FinishedRun::StatesOf(std::uint64_t& slot) const {
  if (retries_ != nullptr) {
    if (FinalStates* states = retries_->StatesOf(slot, slot)) return states;
  }
  return first_.executor != nullptr ? first_.executor->states() : nullptr;
}

bool FinishedRun::HasState(std::uint64_t slot) const {
  const FinalStates* states = StatesOf(slot);
  return states != nullptr && states->has(slot);
}

boost::json::value FinishedRun::StateJson(std::uint64_t slot) const {
  const FinalStates* states = StatesOf(slot);
  return states->Json(slot);
}

bool FinishedRun::StatesAreText() const { return spec_.pool.workers > 0; }

std::string FinishedRun::StateText(std::uint64_t slot) const { return StatesOf(slot)->Text(slot); }

void* FinishedRun::ReadState(std::uint64_t slot) const {
  FinalStates* states = StatesOf(slot);
  return states != nullptr && states->has(slot) ? states->Read(slot) : nullptr;
}

void FinishedRun::DropState(std::uint64_t slot) {
  if (FinalStates* states = StatesOf(slot)) states->Drop(slot);
}

std::vector<std::pair<WalkId, std::uint64_t>> FinishedRun::WalksWithStates() const {
  const RunOrder& order = plan().order();
  std::vector<std::pair<WalkId, std::uint64_t>> walks;
  for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
    if (HasState(slot)) walks.emplace_back(order[slot], slot);
  }
  if (!std::is_sorted(walks.begin(), walks.end())) std::sort(walks.begin(), walks.end());
  return walks;
}

Coverage MeasureCoverage(const RunSpec& spec, const Plan& plan, WalkBoard& board) {
  const auto fail = [&](const std::string& message) {
    board.AddRunFailure(
        {Failure::Severity::kFatal, Failure::Origin::kException, "", 0, message, "the coverage"});
  };
  Coverage coverage;
  try {
    coverage = CoverageOf(plan, board, spec.coverage);
    if (!coverage.shortfall.empty()) fail(coverage.shortfall);
  } catch (const std::exception& error) {
    fail(error.what());
  }
  return coverage;
}

// A bug of ours, then; it is to be seen.
Explanations ExplainFailures(const RunSpec& spec, const Plan& plan, WalkBoard& board) {
  try {
    return ExplainRun(plan, board, spec.explain);
  } catch (const std::exception& error) {
    board.AddRunFailure({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                         error.what(), "the explanation of failures"});
    return {};
  }
}

RunSummary Summarize(const FinishedRun& run) {
  RunSummary summary = SummaryOf(run.board(), run.elapsed(), run.logs());
  summary.name = run.name();
  summary.coverage = run.coverage();
  summary.explanations = run.explanations();
  summary.array = run.array();
  return summary;
}

RunSummary SummaryOf(const WalkBoard& board, std::chrono::nanoseconds elapsed, RunLogs logs) {
  RunSummary summary;
  summary.ledger = board.Count();
  summary.walk_count = summary.ledger.selected;
  summary.segment_count = board.segments();
  summary.elapsed = elapsed;
  summary.run_failures = board.run_failures();
  summary.logs = std::move(logs);
  for (const SlowestWalks::Entry& walk : board.slowest().Top())
    summary.slowest_walks.push_back({walk.id, walk.took});
  // Moved about, not copied: there may be a million.
  std::vector<WalkResult>& failed = summary.failed_walks;
  failed = board.Ended();
  for (const WalkResult& result : failed) {
    if (result.flaky()) summary.flaky_walks.push_back(result);
  }
  const auto others = std::stable_partition(
      failed.begin(), failed.end(), [](const WalkResult& result) { return result.failed(); });
  std::copy_if(std::move_iterator(others), std::move_iterator(failed.end()),
               std::back_inserter(summary.cancelled_walks),
               [](const WalkResult& result) { return result.cancelled(); });
  failed.erase(others, failed.end());
  summary.error_count = summary.failed_walks.size();
  summary.flaky_count = summary.flaky_walks.size();
  summary.cancel_count = summary.cancelled_walks.size();
  return summary;
}

}  // namespace combtest::internal
