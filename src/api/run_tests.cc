#include "combtest/run_tests.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <mutex>
#include <utility>

#include "combtest/config.h"
#include "combtest/internal/type_name.h"
#include "src/api/framework.h"
#include "src/page/report_file.h"
#include "src/plan/with_cut_off.h"
#include "src/pool/past_calls.h"
#include "src/record/state_json.h"
#include "src/replay/replay.h"
#include "src/report/states_file.h"
#include "src/run/finished_run.h"
#include "src/run/run_states.h"
#include "src/selection/array.h"
#include "src/selection/choice.h"
#include "src/selection/last_run.h"
#include "src/worker/passed_calls.h"
#include "src/worker/session.h"

namespace combtest::internal {
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

template <class T>
void CheckRange(const char* name, std::optional<T> value, T min, T max) {
  if (!value || (*value >= min && *value <= max)) return;
  throw Error("RunOptions::" + std::string(name) + " is " + std::to_string(*value) + "; it takes " +
              std::to_string(min) + " to " + std::to_string(max));
}

// Why states of these walks aren't kept for workers of later calls; empty: they are.
std::string WhyNotKept(const FinishedRun& run, std::size_t states) {
  const StateOps& ops = *WalkAccess::Data(run.plan().space())->state;
  if (ops.to_json == nullptr || ops.from_json == nullptr)
    return "it gathered states, which go to a worker as JSON, and " + NotJsonAble(ops);
  if (run.StatesAreText() || states <= PastCalls::kMostStatesMadeHere) return {};
  return "it gathered more than " + std::to_string(PastCalls::kMostStatesMadeHere) +
         " states in this process, which are kept for that only where they come from workers";
}

void KeepState(const FinishedRun& run, std::uint64_t slot, const GatheredWalk& walk,
               PastCall& past) {
  try {
    past.states.Add(walk.id, walk.outcome, run.StateText(slot));
    if (past.states.bytes() > PastCalls::kMostBytes) past.no_states = PastCalls::TooMany();
  } catch (const std::exception& error) {
    past.no_states = "the state of " + walk.name + " can't go to a worker: " + error.what();
  }
}

void Gather(const FinishedRun& run, const RunRequest& request, PastCall& past) {
  const auto walks = run.WalksWithStates();
  request.expect_states(walks.size());
  past.fingerprint = run.plan().space().Fingerprint();
  past.no_states = CurrentWorkerRole() != nullptr ? "" : WhyNotKept(run, walks.size());
  const bool keep = CurrentWorkerRole() == nullptr && past.no_states.empty();
  for (const auto& [id, slot] : walks) {
    const Walk walk = run.plan().space()[id];
    GatheredWalk gathered{id, walk.name(), BranchText(walk), run.board().OutcomeOf(slot)};
    if (keep && past.no_states.empty()) KeepState(run, slot, gathered, past);
    request.take_state(std::move(gathered), run.ReadState(slot));
  }
  if (!past.no_states.empty()) past.states.Clear();
}

// What the options say goes before what the settings do.
RunSpec SpecOf(const RunRequest& request, const config::Settings& settings,
               const Integration& integration, const WorkerTarget& target,
               const std::string& log_dir) {
  RunSpec spec = SpecOf(settings, integration, request.space, target, log_dir);
  if (CurrentWorkerRole() == nullptr) SetWorkers(spec, settings, request.workers, request.launcher);
  spec.pool.test_arguments = integration.ArgumentsFor(target.running_case);
  if (request.threads) spec.pool.threads = *request.threads;
  if (!request.log_dir.empty()) spec.log.directory = request.log_dir;
  if (request.verbosity) spec.log.verbosity = *request.verbosity;
  spec.states.keep = spec.states.as_json = spec.states.read = request.take_state != nullptr;
  spec.stop_on_failure = request.stop_on_failure;
  spec.initial_state = request.initial_state;
  if (request.checkpoint) spec.states.checkpoint = *request.checkpoint;
  if (request.walk_timeout) spec.limits.walk_timeout = *request.walk_timeout;
  if (request.run_timeout) spec.limits.run_timeout = *request.run_timeout;
  if (request.isolate_serial) spec.isolate_serial = *request.isolate_serial;
  if (request.retries) spec.retries.retries = *request.retries;
  return spec;
}

// That nothing was run: no walk of this call is asked for.
RunSummary Nothing(const RunRequest& request) {
  if (request.take_state != nullptr) request.expect_states(0);
  RunSummary nothing;
  nothing.name = request.name;
  return nothing;
}

// Only the walk that is asked for, if it is this call's.
RunSummary RunReplay(Replay& replay, const RunRequest& request, const std::string& name,
                     const config::Settings& settings, const Integration& integration,
                     const Listeners& listeners) {
  if (replay.name() != name) {
    std::cerr << "combtest: " << name << " doesn't run: the replay is of " << replay.name() << "\n";
    return Nothing(request);
  }
  replay.MarkUsed();
  const Walk walk = replay.WalkIn(request.space);
  RunSpec spec{name, walk.space()};
  spec.initial_state = request.initial_state;
  const ReplayRun run(walk, replay.traced(), ReplaySettingsOf(settings), std::move(spec),
                      integration, listeners);
  std::cout << run.Report() << std::flush;
  if (request.take_state != nullptr) {
    void* state = run.run().ReadState(0);
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

// What runs, and what a budget cuts off.
void Choose(const RunRequest& request, const config::Settings& settings, const std::string& log_dir,
            RunSpec& spec) {
  Choice choice = ChoiceOf(settings, spec.name, log_dir);
  std::optional<WalkArray> array;
  if (request.selection.all()) {
    const unsigned lanes = std::max(1u, spec.pool.workers) * std::max(1u, spec.pool.threads);
    array = ArrayFor(request.space, spec.name, settings, request.strength, lanes);
    Choice some;
    some.sample = std::exchange(choice.sample, 0);
    some.fraction = std::exchange(choice.fraction, 1);
    some.seed = choice.seed;
    spec.selection = Chosen(request.space, array ? array->walks : WalkSet::All(), some);
  } else {
    spec.selection = request.selection;
    choice.sample = 0, choice.fraction = 1;  // a person chose them
  }
  if (array) {
    Spare(*array, HadFailed(request.space, CutOffOf(*array).walks, choice));
    if (array->budget) spec.selection = WithCutOff(spec.selection, array->budget->spared);
    spec.cut_off = CutOffOf(*array);
    spec.cut_off.walks = Chosen(request.space, spec.cut_off.walks, choice);
    SetArray(spec, array->strength, HashOf(array->walks), ArrayText(request.space, *array));
  }
  spec.selection = Chosen(request.space, spec.selection, choice);
}

RunSummary RunHere(const RunRequest& request, const WorkerTarget& target,
                   const config::Settings& settings, const Integration& integration,
                   PastCall& past) {
  const Listeners listeners = ListenersOf(request.listeners);
  if (!request.replay) {
    if (Replay* replay = AskedReplay(settings))
      return RunReplay(*replay, request, RunName(target), settings, integration, listeners);
  }
  const std::string log_dir =
      request.log_dir.empty() && !request.replay ? settings.log_dir : request.log_dir;
  RunSpec spec = SpecOf(request, settings, integration, target, log_dir);
  // Elsewhere the states are somebody else's.
  const std::string states =
      request.replay || CurrentWorkerRole() != nullptr ? std::string() : settings.states;
  if (const StateOps* ops = WalkAccess::Data(request.space)->state;
      !states.empty() && ops != nullptr) {
    CheckStatesFile(states, *ops);
    spec.states_file = states;
    spec.states.keep = spec.states.as_json = true;
  }
  if (request.replay) spec.reports.clear();
  CheckReports(spec.reports);
  if (request.replay) {
    spec.selection = request.selection;
  } else {
    Choose(request, settings, log_dir, spec);
    if (!settings.rerun.empty() && spec.selection.empty() && spec.cut_off.walks.empty()) {
      std::cerr << "combtest: " << spec.name << ": " << NothingToRunAgain(settings.rerun) << "\n";
      return Nothing(request);
    }
  }
  const std::unique_ptr<FinishedRun> run = Execute(std::move(spec), integration, listeners);
  RunSummary summary = Summarize(*run);
  if (request.take_state != nullptr) Gather(*run, request, past);
  summary.name = request.name;
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
  target.program_run = ProgramRun();
  CheckRange("workers", request.workers, 0u, 1024u);
  CheckRange("threads", request.threads, 1u, 1024u);
  CheckRange("verbosity", request.verbosity, 0, 2);
  const WorkerRole* const role = CurrentWorkerRole();
  if (role != nullptr && role->target == target) {
    ServeAsWorker(*role, request.space,
                  InitialState(*WalkAccess::Data(request.space), request.initial_state),
                  integration);
  }
  // What comes after its run in the program is the orchestrator's to do.
  if (role != nullptr && IsDone()) std::exit(0);
  if (role != nullptr && !HasArrived()) return PassOver(*role, target, request, RunName(target));
  PastCall past;
  if (role != nullptr) return RunHere(request, target, settings, integration, past);
  try {
    const ExitWatch watch([&] { return "the call of RunTests for " + RunName(target); });
    RunSummary summary = RunHere(request, target, settings, integration, past);
    past.summary = summary;
    PastCalls::Get().Keep(target, std::move(past));
    return summary;
  } catch (const std::exception& error) {
    past = {};
    past.error = error.what();
    PastCalls::Get().Keep(target, std::move(past));
    throw;
  }
}

}  // namespace combtest::internal
