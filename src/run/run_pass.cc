#include "src/run/run_pass.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/engine/engine.h"
#include "src/engine/thread_executor.h"
#include "src/pool/worker_executor.h"
#include "src/record/state_json.h"
#include "src/run/run_guard.h"

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

// To the other processes in which serial actions act.
void CheckStatesTravel(const SpaceData& space) {
  if (space.state->to_json != nullptr && space.state->from_json != nullptr) return;
  for (const ActionEntry& action : space.actions) {
    if (action.scope != Scope::kEveryProcess ||
        !(action.run_takes_state || action.undo_takes_state))
      continue;
    throw Error("the serial action " + action.name +
                " acts in every process, and the state that it takes goes there as JSON; " +
                NotJsonAble(*space.state));
  }
}

std::unique_ptr<Executor> WorkersFor(RunPass& pass, const RunSpec& spec, const Limits& limits,
                                     unsigned workers) {
  const StateOps& state = *WalkAccess::Data(pass.plan.space())->state;
  if (spec.states.keep && (state.to_json == nullptr || state.from_json == nullptr)) {
    throw Error("states can be gathered from workers only as JSON, and " + NotJsonAble(state));
  }
  CheckStatesTravel(*WalkAccess::Data(pass.plan.space()));
  PoolSettings settings = spec.pool;
  settings.workers = workers;
  settings.launcher->Prepare(workers);
  return std::make_unique<WorkerExecutor>(pass.plan, pass.selection, pass.plan.order().listed(),
                                          pass.board, pass.stop, std::move(settings), limits,
                                          spec.states, spec.log.verbosity);
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
  const AtEnd observe_rest([&pass] { pass.board.Observe(pass.observers); });
  const auto workers =
      static_cast<unsigned>(std::min<std::uint64_t>(spec.pool.workers, plan.order().size()));
  if (workers > 0) {
    pass.executor = WorkersFor(pass, spec, limits, workers);
  } else {
    pass.executor = std::make_unique<ThreadExecutor>(plan, initial, integration, pass.board,
                                                     pass.stop, spec.pool.threads, spec.states);
  }
  Engine(plan, initial, integration, *pass.executor, nullptr, false, pass.board, pass.stop).Run();
  pass.executor->Finish();
  if (!spec.states.keep) pass.executor.reset();
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
