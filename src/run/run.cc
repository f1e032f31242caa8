#include "src/run/run.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

#include "combtest/config.h"
#include "combtest/duration.h"
#include "src/engine/engine.h"
#include "src/engine/thread_executor.h"
#include "src/launcher/launcher_choice.h"
#include "src/os/worker_process.h"
#include "src/pool/worker_executor.h"
#include "src/record/state_json.h"
#include "src/report/progress_line.h"

namespace combtest::internal {
namespace {

std::string RunText(const RunSetup& setup, const Plan& plan) {
  const bool counted = plan.order().listed() || !plan.space().HasExclusions();
  std::string text = RunName(setup.target) + " begins: " + (counted ? "" : "at most ") +
                     std::to_string(plan.order().size()) + " walks";
  if (setup.workers > 0) text += ", " + std::to_string(setup.workers) + " workers";
  if (setup.threads > 1) text += ", " + std::to_string(setup.threads) + " threads";
  return text + ", verbosity " + std::to_string(setup.log.verbosity) + ", process " +
         std::to_string(OwnProcessId());
}

Failure TraceFailure(std::string message) {
  return {Failure::Severity::kFatal,
          Failure::Origin::kException,
          "",
          0,
          std::move(message),
          "the trace"};
}

// Carries out the plan; what came of it is on the board.
std::unique_ptr<Executor> Execute(const Plan& plan, const Selection& selection,
                                  const Integration& integration, const RunSetup& setup,
                                  WalkBoard& board, StopSignal& stop, Launcher& launcher) {
  const SpaceData& data = *WalkAccess::Data(plan.space());
  const void* initial = InitialState(data, setup.initial_state);
  std::unique_ptr<Executor> executor;
  std::optional<ProgressLine> progress;
  const unsigned workers =
      static_cast<unsigned>(std::min<std::uint64_t>(setup.workers, plan.order().size()));
  if (workers > 0) {
    if (setup.keep_states && (data.state->to_json == nullptr || data.state->from_json == nullptr)) {
      throw Error("states can be gathered from workers only as JSON, and " +
                  NotJsonAble(*data.state));
    }
    WorkerSettings settings{{setup}, workers, setup.log.verbosity, {}};
    if (setup.show_progress) {
      progress.emplace(plan, board);
      settings.on_tick = [&progress](const PlanStep& phase,
                                     const std::function<RunningWalk()>& longest) {
        progress->Tick(phase, longest);
      };
    }
    launcher.Prepare(workers);
    executor = std::make_unique<WorkerExecutor>(plan, selection, plan.order().listed(), board, stop,
                                                launcher, std::move(settings));
  } else {
    ThreadExecutorOptions options{setup.threads, setup.keep_states, setup.states_as_json};
    if (setup.show_progress) {
      progress.emplace(plan, board);
      options.on_tick = [&progress](const PlanStep& phase) {
        progress->Tick(phase, [] { return RunningWalk{}; });
      };
    }
    executor = std::make_unique<ThreadExecutor>(plan, initial, integration, board, stop,
                                                std::move(options));
  }
  Engine(plan, initial, integration, *executor, board, stop).Run();
  executor->Finish();
  if (!setup.keep_states) executor.reset();
  return executor;
}

}  // namespace

const void* InitialState(const SpaceData& space, const void* given) {
  if (space.state == nullptr) {
    throw Error("this space has no State to run on; make it with Walks<State, Actions…>().space()");
  }
  if (given != nullptr) return given;
  if (space.initial_state == nullptr) {
    throw Error(
        TypeName(*space.state->type) +
        " has no default constructor; say what walks start from, by Walks<…>().InitialState(…) or "
        "RunOptions::initial_state");
  }
  return space.initial_state.get();
}

FinishedRun::FinishedRun(WalkSpace space, const Selection& selection,
                         const Integration& integration, const RunSetup& setup)
    : plan_(std::move(space), selection,
            setup.keep_states || setup.list_all || !setup.trace.directory.empty() ||
                (setup.retries > 0 && setup.stop_on_failure)),
      board_(plan_, stop_, setup.stop_on_failure) {
  if (setup.retries > 0) CheckCanRetry(*WalkAccess::Data(plan_.space()));
  LogOfRun log(setup.log, RunText(setup, plan_));
  const auto start = std::chrono::steady_clock::now();
  if (!setup.trace.directory.empty()) BeginTrace(selection, setup.trace);
  if (setup.workers > 0)
    launcher_ = setup.launcher != nullptr ? setup.launcher : LauncherOf(config::Current());
  executor_ = Execute(plan_, selection, integration, setup, board_, stop_, *launcher_);
  if (setup.retries > 0) {
    const RetrySettings settings{setup.retries, setup.flaky_fails, setup.stop_on_failure};
    retries_ = std::make_unique<Retries>(settings, [&](RetryPass& pass, const Selection& again) {
      RunSetup rest = setup;
      rest.list_all = true;
      if (setup.run_timeout.count() > 0) {
        rest.run_timeout -= std::chrono::steady_clock::now() - start;
        if (rest.run_timeout.count() <= 0) return false;
      }
      pass.executor =
          Execute(pass.plan, again, integration, rest, pass.board, pass.stop, *launcher_);
      return true;
    });
    retries_->Run(plan_, board_, stop_);
  }
  if (setup.workers > 0) launcher_->Finish();
  elapsed_ = std::chrono::steady_clock::now() - start;
  std::ostringstream end;
  end << RunName(setup.target) << " is over: " << board_.Count() << ", in "
      << DurationText(elapsed_);
  log.Note(end.str());
  if (!setup.bodies_follow) EndTrace();
}

// A run without its trace is a run all the same, though no success.
void FinishedRun::BeginTrace(const Selection& selection, const TraceSetup& setup) {
  try {
    trace_ = std::make_unique<TraceWriter>(setup, plan_, selection);
    board_.Observe(*trace_);
  } catch (const Error& error) {
    board_.AddRunFailure(TraceFailure(error.what()));
  }
}

void FinishedRun::EndTrace() {
  if (trace_ == nullptr) return;
  trace_->OnEnd(board_, elapsed_);
  if (const std::string error = trace_->file().error(); !error.empty())
    board_.AddRunFailure(TraceFailure(error));
}

RunLogs FinishedRun::logs() const {
  if (trace_ == nullptr) return {};
  return {trace_->file().path(), trace_->file().directory(), std::nullopt};
}

StateSlab* FinishedRun::StatesOf(std::uint64_t& slot) const {
  if (retries_ != nullptr) {
    if (StateSlab* states = retries_->StatesOf(slot, slot)) return states;
  }
  return executor_ != nullptr ? executor_->states() : nullptr;
}

void* FinishedRun::StateOf(std::uint64_t slot) const {
  StateSlab* states = StatesOf(slot);
  return states != nullptr && states->alive(slot) ? (*states)[slot] : nullptr;
}

void FinishedRun::DropState(std::uint64_t slot) {
  if (StateSlab* states = StatesOf(slot)) states->Drop(slot);
}

RunSummary Summarize(const FinishedRun& run) {
  RunSummary summary;
  summary.ledger = run.board().Count();
  summary.walk_count = summary.ledger.selected;
  summary.segment_count = run.board().segments();
  summary.elapsed = run.elapsed();
  summary.run_failures = run.board().run_failures();
  summary.logs = run.logs();
  for (const SlowestWalks::Entry& walk : run.board().slowest().Top())
    summary.slowest_walks.push_back({walk.id, walk.took});
  // Moved about, not copied: there may be a million.
  std::vector<WalkResult>& failed = summary.failed_walks;
  failed = run.board().Ended();
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
