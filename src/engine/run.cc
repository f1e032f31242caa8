#include "src/engine/run.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>
#include <utility>

#include "combtest/config.h"
#include "combtest/duration.h"
#include "src/engine/engine.h"
#include "src/engine/thread_executor.h"
#include "src/launcher/launcher_choice.h"
#include "src/launcher/shell_words.h"
#include "src/os/worker_process.h"
#include "src/replay/replay.h"
#include "src/report/progress_line.h"
#include "src/report/states_file.h"
#include "src/space/exclusion.h"
#include "src/trace/last_run.h"
#include "src/worker/session.h"
#include "src/worker/worker_executor.h"

namespace combtest::internal {
namespace {

void Gather(const FinishedRun& run, const RunRequest& request) {
  const RunOrder& order = run.plan().order();
  std::vector<std::pair<WalkId, std::uint64_t>> walks;  // with their slots
  for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
    if (run.StateOf(slot) != nullptr) walks.emplace_back(order[slot], slot);
  }
  if (!std::is_sorted(walks.begin(), walks.end())) std::sort(walks.begin(), walks.end());
  request.expect_states(walks.size());
  for (const auto& [id, slot] : walks) {
    const Walk walk = run.plan().space()[id];
    request.take_state({id, walk.name(), BranchText(walk), run.board().ResultOf(slot).outcome},
                       run.StateOf(slot));
  }
}

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

}  // namespace

std::string RunName(const WorkerTarget& target) {
  if (target.is_suite()) return target.suite + "." + target.test;
  if (!target.run_name.empty()) return target.run_name;
  const std::string name = target.running_case.empty() ? "RunTests" : target.running_case;
  return target.ordinal == 0 ? name : name + "#" + std::to_string(target.ordinal + 1);
}

RunSetup SetupOf(const config::Settings& settings, const WorkerTarget& target) {
  RunSetup setup;
  setup.threads = settings.threads;
  setup.checkpoint = settings.checkpoint;
  setup.walk_timeout = settings.walk_timeout;
  setup.run_timeout = settings.run_timeout;
  setup.heartbeat = settings.heartbeat;
  setup.start_timeout = settings.start_timeout;
  setup.reconnect = settings.reconnect;
  setup.pass_on = SplitWords(settings.host_variables);
  setup.retries = settings.retries;
  setup.flaky_fails = settings.flaky == config::FlakyPolicy::kFail;
  setup.log = LogSettingsOf(settings);
  setup.target = target;
  return setup;
}

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

TraceSetup MakeTraceSetup(const std::string& directory, const std::string& name,
                          const RunSetup& setup, const Integration& integration) {
  TraceSetup trace;
  if (directory.empty()) return trace;
  trace.directory = directory;
  trace.name = name;
  trace.workers = setup.workers;
  trace.threads = setup.threads;
  for (const auto& [key, value] : integration.Settings()) trace.settings[key] = value;
  for (const auto& [key, value] : integration.Versions()) trace.versions[key] = value;
  if (const auto shard = integration.RunningShard())
    trace.shard = {{"index", shard->index}, {"total", shard->total}, {"run", shard->run}};
  trace.on_file = [&integration](const std::string& path) { integration.OnTrace(path); };
  return trace;
}

namespace {

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
                  TypeName(*data.state->type) +
                  " isn't JSON-able; describe it with BOOST_DESCRIBE_STRUCT or derive it from "
                  "combtest::JsonSerializable");
    }
    WorkerSettings settings;
    settings.workers = workers;
    settings.threads = setup.threads;
    settings.keep_states = setup.keep_states;
    settings.verbosity = setup.log.verbosity;
    settings.checkpoint = setup.checkpoint;
    settings.walk_timeout = setup.walk_timeout;
    settings.run_timeout = setup.run_timeout;
    settings.heartbeat = setup.heartbeat;
    settings.start_timeout = setup.start_timeout;
    settings.reconnect = setup.reconnect;
    settings.pass_on = setup.pass_on;
    settings.target = setup.target;
    settings.test_arguments = setup.test_arguments;
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
    ThreadExecutorOptions options{setup.threads, setup.keep_states};
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

namespace {

// Calls of RunTests by the test that ran them; those of main by an empty name.
struct Calls {
  std::mutex mutex;
  std::map<std::string, unsigned> counts;
  static Calls& Get() {
    static Calls calls;
    return calls;
  }
};

unsigned NextOrdinal(const std::string& running_case) {
  Calls& calls = Calls::Get();
  const std::lock_guard lock(calls.mutex);
  return calls.counts[running_case]++;
}

// In a worker, of a call on the way to its own: the orchestrator has carried it out already. What
// comes behind it should go on as there.
RunSummary AsIfPassed(const RunRequest& request) {
  RunSummary summary;
  summary.name = request.name;
  summary.walk_count = request.selection.all() ? CountIncluded(WalkAccess::Data(request.space), 0,
                                                               request.space.full_size())
                                               : request.selection.ids().size();
  summary.ledger.selected = summary.ledger.passed = summary.walk_count;
  return summary;
}

template <class T>
void CheckRange(const char* name, std::optional<T> value, T min, T max) {
  if (!value || (*value >= min && *value <= max)) return;
  throw Error("RunOptions::" + std::string(name) + " is " + std::to_string(*value) + "; it takes " +
              std::to_string(min) + " to " + std::to_string(max));
}

}  // namespace

void ForgetCallsOf(const std::string& running_case) {
  Calls& calls = Calls::Get();
  const std::lock_guard lock(calls.mutex);
  calls.counts.erase(running_case);
}

void CheckRunsOn(const Walk& walk, const std::type_info& state) {
  const SpaceData& space = *WalkAccess::Data(walk);
  if (space.state != nullptr && *space.state->type == state) return;
  throw Error("the walk " + ToString(walk) +
              (space.state == nullptr
                   ? " has no State to run on; build it with MakeWalk<" + TypeName(state) + ">(…)"
                   : " runs on " + TypeName(*space.state->type) + ", not on " + TypeName(state)));
}

namespace {

// Only the walk that is asked for, if it is this call's.
RunSummary RunReplay(Replay& replay, const RunRequest& request, const std::string& name) {
  RunSummary nothing;
  nothing.name = request.name;
  if (replay.name() != name) {
    std::cerr << "combtest: " << name << " doesn't run: the replay is of " << replay.name() << "\n";
    if (request.take_state != nullptr) request.expect_states(0);
    return nothing;
  }
  replay.MarkUsed();
  RunSetup setup;
  setup.initial_state = request.initial_state;
  const Walk walk = replay.WalkIn(request.space);
  ReplayRun run(walk, CurrentIntegration(), setup);
  std::cout << run.Report(replay.traced()) << std::flush;
  if (request.take_state != nullptr) {
    void* state = run.run().StateOf(0);
    request.expect_states(state == nullptr ? 0 : 1);
    if (state != nullptr)
      request.take_state({walk.id(), walk.name(), BranchText(walk), run.result().outcome}, state);
  }
  RunSummary summary = Summarize(run.run());
  summary.name = request.name;
  summary.logs.space = walk.space();
  for (auto* walks : {&summary.failed_walks, &summary.cancelled_walks}) {
    for (WalkResult& result : *walks) result.id = walk.id();
  }
  return summary;
}

}  // namespace

RunSummary Run(const RunRequest& request) {
  const Integration& integration = CurrentIntegration();
  const config::Settings settings = config::Current();
  WorkerTarget target;
  target.running_case = integration.RunningCase();
  target.run_name = request.name;
  target.ordinal = NextOrdinal(target.running_case);
  CheckRange("workers", request.workers, 0u, 1024u);
  CheckRange("threads", request.threads, 1u, 1024u);
  CheckRange("verbosity", request.verbosity, 0, 2);
  RunSetup setup = SetupOf(settings, target);
  setup.launcher = request.launcher;
  if (const WorkerRole* role = CurrentWorkerRole()) {
    if (role->target == target) {
      ServeAsWorker(*role, request.space,
                    InitialState(*WalkAccess::Data(request.space), request.initial_state),
                    integration);
      // What comes behind the call in the program is the orchestrator's to do.
      std::exit(0);
    }
    if (!role->target.is_suite()) return AsIfPassed(request);
  }
  if (!request.replay) {
    if (Replay* replay = AskedReplay()) return RunReplay(*replay, request, RunName(target));
  }
  if (CurrentWorkerRole() == nullptr)
    setup.workers = request.workers ? *request.workers : WorkersOf(settings, setup.launcher);
  if (request.threads) setup.threads = *request.threads;
  if (!request.log_dir.empty()) setup.log.directory = request.log_dir;
  if (request.verbosity) setup.log.verbosity = *request.verbosity;
  setup.keep_states = request.take_state != nullptr;
  setup.stop_on_failure = request.stop_on_failure;
  setup.initial_state = request.initial_state;
  if (!request.checkpoint) setup.checkpoint = false;
  if (request.walk_timeout) setup.walk_timeout = *request.walk_timeout;
  if (request.run_timeout) setup.run_timeout = *request.run_timeout;
  if (request.retries) setup.retries = *request.retries;
  setup.test_arguments = integration.ArgumentsFor(target.running_case);
  const std::string log_dir =
      request.log_dir.empty() && !request.replay ? settings.log_dir : request.log_dir;
  setup.trace = MakeTraceSetup(log_dir, RunName(target), setup, integration);
  Selection selection = request.selection;
  if (!request.replay) {
    if (!settings.rerun.empty()) {
      selection = SelectAgain(request.space, selection, RunName(target), settings.rerun);
      if (selection.ids().empty()) {
        std::cerr << "combtest: " << RunName(target) << ": nothing to run again: all walks of the "
                  << "last run in " << settings.rerun << " passed, and none is new.\n";
        if (request.take_state != nullptr) request.expect_states(0);
        RunSummary nothing;
        nothing.name = request.name;
        return nothing;
      }
    }
    selection = InOrder(request.space, selection, RunName(target), log_dir, settings);
  }
  const FinishedRun run(request.space, selection, integration, setup);
  if (request.take_state != nullptr) Gather(run, request);
  RunSummary summary = Summarize(run);
  summary.name = request.name;
  return summary;
}

}  // namespace combtest::internal
