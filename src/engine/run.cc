#include "src/engine/run.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

#include "combtest/config.h"
#include "src/engine/engine.h"
#include "src/engine/thread_executor.h"
#include "src/report/progress_line.h"
#include "src/report/states_file.h"
#include "src/worker/session.h"
#include "src/worker/worker_executor.h"

namespace combtest::internal {
namespace {

void Gather(const FinishedRun& run, const RunRequest& request) {
  const RunOrder& order = run.plan().order();
  std::vector<std::uint64_t> slots;
  for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
    if (run.StateOf(slot) != nullptr) slots.push_back(slot);
  }
  std::sort(slots.begin(), slots.end(),
            [&](std::uint64_t a, std::uint64_t b) { return order[a] < order[b]; });
  request.expect_states(slots.size());
  for (const std::uint64_t slot : slots) {
    const Walk walk = run.plan().space()[order[slot]];
    request.take_state(
        {order[slot], walk.name(), BranchText(walk), run.board().ResultOf(slot).outcome},
        run.StateOf(slot));
  }
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
    : plan_(std::move(space), selection, setup.keep_states || setup.list_all),
      board_(plan_, stop_, setup.stop_on_failure) {
  const SpaceData& data = *WalkAccess::Data(plan_.space());
  const void* initial = InitialState(data, setup.initial_state);
  const auto start = std::chrono::steady_clock::now();
  std::optional<ProgressLine> progress;
  const unsigned workers =
      static_cast<unsigned>(std::min<std::uint64_t>(setup.workers, plan_.order().size()));
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
    settings.checkpoint = setup.checkpoint;
    settings.walk_timeout = setup.walk_timeout;
    settings.run_timeout = setup.run_timeout;
    settings.heartbeat = config::Current().heartbeat;
    settings.target = setup.target;
    settings.test_arguments = setup.test_arguments;
    executor_ =
        std::make_unique<WorkerExecutor>(plan_, selection, setup.keep_states || setup.list_all,
                                         board_, stop_, launcher_, std::move(settings));
  } else {
    executor_ =
        std::make_unique<ThreadExecutor>(plan_, initial, integration, board_, stop_,
                                         ThreadExecutorOptions{setup.threads, setup.keep_states});
  }
  Engine(plan_, initial, integration, *executor_, board_, stop_).Run();
  executor_->Finish();
  if (!setup.keep_states) executor_.reset();
  elapsed_ = std::chrono::steady_clock::now() - start;
}

void* FinishedRun::StateOf(std::uint64_t slot) const {
  if (executor_ == nullptr) return nullptr;
  StateSlab* states = executor_->states();
  return states != nullptr && states->alive(slot) ? (*states)[slot] : nullptr;
}

void FinishedRun::DropState(std::uint64_t slot) {
  if (executor_ != nullptr && executor_->states() != nullptr) executor_->states()->Drop(slot);
}

RunSummary Summarize(const FinishedRun& run) {
  RunSummary summary;
  summary.ledger = run.board().Count();
  summary.walk_count = summary.ledger.selected;
  summary.segment_count = run.board().segments();
  summary.elapsed = run.elapsed();
  summary.run_failures = run.board().run_failures();
  for (WalkResult& result : run.board().Ended()) {
    (result.cancelled() ? summary.cancelled_walks : summary.failed_walks)
        .push_back(std::move(result));
  }
  summary.error_count = summary.failed_walks.size();
  summary.cancel_count = summary.cancelled_walks.size();
  return summary;
}

namespace {

// How many calls of RunTests there were before in the test that runs (or in main).
unsigned NextOrdinal(const std::string& running_case) {
  static std::mutex mutex;
  static std::map<std::string, unsigned> calls;
  const std::lock_guard lock(mutex);
  return calls[running_case]++;
}

}  // namespace

void CheckRunsOn(const Walk& walk, const std::type_info& state) {
  const SpaceData& space = *WalkAccess::Data(walk);
  if (space.state != nullptr && *space.state->type == state) return;
  throw Error("the walk " + ToString(walk) +
              (space.state == nullptr
                   ? " has no State to run on; build it with MakeWalk<" + TypeName(state) + ">(…)"
                   : " runs on " + TypeName(*space.state->type) + ", not on " + TypeName(state)));
}

RunSummary Run(const RunRequest& request) {
  const Integration& integration = CurrentIntegration();
  const config::Settings settings = config::Current();
  WorkerTarget target;
  target.running_case = integration.RunningCase();
  target.run_name = request.name;
  target.ordinal = NextOrdinal(target.running_case);
  RunSetup setup;
  setup.workers = request.workers.value_or(settings.workers);
  if (const WorkerRole* role = CurrentWorkerRole()) {
    if (role->target == target) {
      ServeAsWorker(*role, request.space,
                    InitialState(*WalkAccess::Data(request.space), request.initial_state),
                    integration);
      // What comes behind the call in the program is the orchestrator's to do.
      std::exit(0);
    }
    // A call on the way to the one that this worker is for: the orchestrator has run it already.
    if (!role->target.is_suite()) return {};
    setup.workers = 0;
  }
  setup.threads = request.threads.value_or(settings.threads);
  setup.keep_states = request.take_state != nullptr;
  setup.stop_on_failure = request.stop_on_failure;
  setup.initial_state = request.initial_state;
  setup.checkpoint = request.checkpoint && settings.checkpoint;
  setup.walk_timeout = request.walk_timeout.value_or(settings.walk_timeout);
  setup.run_timeout = request.run_timeout.value_or(settings.run_timeout);
  setup.target = target;
  setup.test_arguments = integration.ArgumentsFor(target.running_case);
  const FinishedRun run(request.space, request.selection, integration, setup);
  if (request.take_state != nullptr) Gather(run, request);
  RunSummary summary = Summarize(run);
  summary.name = request.name;
  return summary;
}

}  // namespace combtest::internal
