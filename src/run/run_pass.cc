#include "src/run/run_pass.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/engine/engine.h"
#include "src/engine/thread_executor.h"
#include "src/pool/pool.h"
#include "src/record/state_json.h"
#include "src/run/run_guard.h"
#include "src/worker/role.h"

namespace combtest::internal {
namespace {

class AtEnd {
 public:
  explicit AtEnd(std::function<void()> function) : function_(std::move(function)) {}
  ~AtEnd() { function_(); }
  AtEnd(const AtEnd&) = delete;
  AtEnd& operator=(const AtEnd&) = delete;

 private:
  const std::function<void()> function_;
};

bool OnStage(const ActionEntry& action, bool isolate_all) {
  return action.serial &&
         (action.scope == Scope::kOwnProcess || (isolate_all && action.scope == Scope::kOnce));
}

PoolSettings PoolSettingsFor(RunPass& pass, const RunSpec& spec, unsigned workers) {
  PoolSettings settings = spec.pool;
  settings.workers = workers;
  settings.name = spec.name;
  settings.scratch = pass.scratch.token();
  return settings;
}

// Null: nobody needs it. A replay, or a call within a worker, runs its serial actions here.
std::unique_ptr<Stage> StageFor(RunPass& pass, const RunSpec& spec, const Limits& limits,
                                unsigned workers) {
  if (!spec.guarded || pass.plan.serial_count() == 0 || CurrentWorkerRole() != nullptr)
    return nullptr;
  const auto& actions = WalkAccess::Data(pass.plan.space())->actions;
  if (std::none_of(actions.begin(), actions.end(),
                   [&](const ActionEntry& action) { return OnStage(action, spec.isolate_serial); }))
    return nullptr;
  return StartStage(pass.plan, pass.selection, pass.plan.order().listed(), pass.board, pass.stop,
                    PoolSettingsFor(pass, spec, workers), limits, spec.log.verbosity);
}

// Throws Error where serial actions take a state that would have to go to another process.
void CheckStatesTravel(const RunSpec& spec, bool has_stage) {
  const SpaceData& space = *WalkAccess::Data(spec.space);
  if (space.state->to_json != nullptr && space.state->from_json != nullptr) return;
  const ActionEntry *here = nullptr, *there = nullptr;
  for (const ActionEntry& action : space.actions) {
    if (!action.run_takes_state && !action.undo_takes_state) continue;
    if (action.scope == Scope::kEveryProcess) {
      throw Error("the serial action " + action.name +
                  " acts in every process, and the state that it takes goes there as JSON; " +
                  NotJsonAble(*space.state));
    }
    (has_stage && OnStage(action, spec.isolate_serial) ? there : here) = &action;
  }
  if (here == nullptr || there == nullptr) return;
  throw Error("the serial action " + there->name + " runs in a process of its own, and " +
              here->name + " doesn't; the state that both take goes there as JSON; " +
              NotJsonAble(*space.state));
}

std::unique_ptr<Executor> WorkersFor(RunPass& pass, const RunSpec& spec, const Limits& limits,
                                     unsigned workers) {
  const StateOps& state = *WalkAccess::Data(pass.plan.space())->state;
  if (spec.states.keep && (state.to_json == nullptr || state.from_json == nullptr)) {
    throw Error("states can be gathered from workers only as JSON, and " + NotJsonAble(state));
  }
  PoolSettings settings = PoolSettingsFor(pass, spec, workers);
  settings.finish_begun = spec.retries.retries > 0;
  settings.launcher->Prepare(workers);
  return StartWorkers(pass.plan, pass.selection, pass.plan.order().listed(), pass.board, pass.stop,
                      std::move(settings), limits, spec.states, spec.log.verbosity);
}

}  // namespace

void CarryOut(RunPass& pass, const RunSpec& spec, const Limits& limits,
              const Integration& integration) {
  const Plan& plan = pass.plan;
  const void* initial = InitialState(*WalkAccess::Data(plan.space()), spec.initial_state);
  RunObservers observers;
  std::optional<RunGuard> guard;
  const bool own_threads = spec.pool.workers == 0;
  if (spec.guarded && pass.cut != nullptr &&
      (plan.serial_count() > 0 || (own_threads && spec.pool.threads > 1))) {
    guard.emplace(plan, pass.board, pass.stop, limits, own_threads, pass.cut);
    observers.Add(*guard);
  }
  observers.Add(pass.observers);
  if (!observers.empty()) pass.board.Observe(observers);
  EndCutOff(pass, spec.cut_off.reason);
  const AtEnd observe_rest([&pass] { pass.board.Observe(pass.observers); });
  const auto workers =
      static_cast<unsigned>(std::min<std::uint64_t>(spec.pool.workers, plan.order().to_run()));
  const LocalRun here{plan.space(),
                      pass.scratch,
                      spec.name,
                      &plan,
                      workers,  // none of them
                      std::max(1u, workers),
                      spec.pool.threads,
                      [&pass](std::uint64_t slot, const std::string& path) {
                        pass.board.AddScratch(slot, path, {});
                      }};
  const std::unique_ptr<Stage> stage = StageFor(pass, spec, limits, workers);
  if (workers > 0 || stage != nullptr) CheckStatesTravel(spec, stage != nullptr);
  if (workers > 0) {
    pass.executor = WorkersFor(pass, spec, limits, workers);
  } else {
    pass.executor = std::make_unique<ThreadExecutor>(plan, initial, integration, pass.board,
                                                     pass.stop, here, spec.states);
  }
  Engine(plan, initial, integration, *pass.executor, stage.get(), spec.isolate_serial, pass.board,
         pass.stop, here)
      .Run();
  pass.executor->Finish();
  pass.board.EndWhatHadFailed();
  if (stage != nullptr) stage->Finish();
  // Whoever made one may have been ended before it could say so.
  for (const WalkId id : pass.scratch.Walks()) {
    const auto slot = plan.order().SlotOf(id);
    if (!slot || !pass.board.AnyFailed(*slot, *slot + 1))
      RemoveDirectory(pass.scratch.Find(ScratchDirs::NameOf(id)));
  }
  if (!spec.states.keep) pass.executor.reset();
  // Last: destructors of states are the user's code, too.
  for (const Comeback& comeback : ForkWatch::TakeLateComebacks())
    pass.board.AddRunFailure(LateComebackText(comeback));
  for (Failure& failure : UserCode::TakeStrays()) pass.board.AddRunFailure(std::move(failure));
}

void EndCutOff(RunPass& pass, const std::string& reason) {
  const RunOrder& order = pass.plan.order();
  if (order.to_run() == order.size()) return;
  WalkResult result;
  result.outcome = outcome::NotRun{reason, true};
  pass.board.EndAll(order.to_run(), order.size(), result);
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

}  // namespace combtest::internal
