#include "src/engine/run.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "combtest/config.h"
#include "src/engine/engine.h"

namespace combtest::internal {
namespace {

std::string BranchText(const Walk& walk) {
  std::string text;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    if (walk.IsSerial(i)) text += (text.empty() ? "" : ", ") + walk.ActionText(i);
  }
  return text;
}

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
    : plan_(std::move(space), selection, setup.keep_states),
      board_(plan_, stop_, setup.stop_on_failure) {
  const void* initial = InitialState(*WalkAccess::Data(plan_.space()), setup.initial_state);
  const auto start = std::chrono::steady_clock::now();
  executor_ =
      std::make_unique<ThreadExecutor>(plan_, initial, integration, board_, stop_,
                                       ThreadExecutorOptions{setup.threads, setup.keep_states});
  Engine(plan_, initial, integration, *executor_, board_, stop_).Run();
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

RunSummary Run(const RunRequest& request) {
  const config::Settings settings = config::Current();
  RunSetup setup;
  setup.threads = request.threads.value_or(settings.threads);
  setup.keep_states = request.take_state != nullptr;
  setup.stop_on_failure = request.stop_on_failure;
  setup.initial_state = request.initial_state;
  const FinishedRun run(request.space, request.selection, CurrentIntegration(), setup);
  if (request.take_state != nullptr) Gather(run, request);
  RunSummary summary = Summarize(run);
  summary.name = request.name;
  return summary;
}

}  // namespace combtest::internal
