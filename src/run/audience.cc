#include "src/run/audience.h"

#include <iostream>
#include <string>
#include <utility>

#include "src/run/finished_run.h"
#include "src/run/run_states.h"

namespace combtest::internal {
namespace {

Failure TraceFailure(std::string message) {
  return {Failure::Severity::kFatal,
          Failure::Origin::kException,
          "",
          0,
          std::move(message),
          "the trace"};
}

class CutSummary : public OwnListener {
 public:
  void OnCut(const FinishedRun& run) override {
    std::cerr << ToString(Summarize(run), run.plan().space()) << std::flush;
  }
};

RunInfo InfoOf(const RunSpec& spec, const Plan& plan, std::string trace) {
  RunInfo info;
  info.name = spec.name;
  info.plan = &plan;
  info.workers = spec.pool.workers;
  info.threads = spec.pool.threads;
  info.retries = spec.retries.retries;
  info.walk_timeout = spec.limits.walk_timeout;
  info.run_timeout = spec.limits.run_timeout;
  info.trace = std::move(trace);
  info.settings = spec.framework;
  return info;
}

}  // namespace

void Audience::Begin(const RunSpec& spec, const Plan& plan, WalkBoard& board,
                     RunObservers& observers) {
  own_.push_back(std::make_unique<CutSummary>());
  if (!spec.states_file.empty())
    own_.push_back(std::make_unique<StatesListener>(spec.states_file, spec.drop_written));
  show_progress_ = spec.show_progress;
  AddProgress(plan, board, observers);
  if (!spec.trace.directory.empty()) BeginTrace(spec, plan, board);
  if (trace_ != nullptr) observers.Add(*trace_);
  if (listeners_.empty()) return;
  feed_ = std::make_unique<ListenerFeed>(
      listeners_, plan, board, ListenerFeed::Verdicts{spec.retries.retries, spec.bodies_follow});
  worker_feed_.emplace(*feed_);
  observers.Add(*feed_);
  feed_->Begin(InfoOf(spec, plan, logs().trace));
}

void Audience::BeginLaterPass(RunPass& pass) {
  if (worker_feed_) pass.observers.Add(*worker_feed_);
  AddProgress(pass.plan, pass.board, pass.observers);
}

void Audience::AddProgress(const Plan& plan, const WalkBoard& board, RunObservers& observers) {
  if (show_progress_) observers.Add(progress_.emplace_back(plan, board));
}

void Audience::EndPass() {
  if (!progress_.empty()) progress_.back().Wipe();
}

void Audience::WalksOver(FinishedRun& run, WalkBoard& board) {
  for (const auto& listener : own_) listener->OnWalksOver(run, board);
}

// A run without its trace is a run all the same, though no success.
void Audience::BeginTrace(const RunSpec& spec, const Plan& plan, WalkBoard& board) {
  try {
    const TracedRun run{spec.name, spec.space, spec.selection, spec.pool.workers,
                        spec.pool.threads};
    trace_ = std::make_unique<TraceWriter>(spec.trace, run, plan);
  } catch (const Error& error) {
    board.AddRunFailure(TraceFailure(error.what()));
  }
}

void Audience::End(WalkBoard& board, std::chrono::nanoseconds elapsed, const Coverage& coverage,
                   const std::function<RunSummary()>& summary) {
  EndPass();
  if (feed_ != nullptr) feed_->End();
  NoteFailures(board);
  if (trace_ != nullptr) {
    trace_->OnEnd(board, elapsed, coverage);
    if (const std::string error = trace_->file().error(); !error.empty())
      board.AddRunFailure(TraceFailure(error));
  }
  if (feed_ != nullptr) feed_->Close(summary());
  NoteFailures(board);
}

void Audience::Cut(const FinishedRun& run, WalkBoard& board, bool tell_listeners,
                   const std::function<RunSummary()>& summary) {
  for (const auto& listener : own_) listener->OnCut(run);
  if (trace_ != nullptr) trace_->OnEnd(board, run.elapsed(), {});
  if (feed_ == nullptr || !tell_listeners) return;
  feed_->End();
  feed_->Close(summary());
}

void Audience::NoteFailures(WalkBoard& board) {
  for (Failure& failure : listeners_.TakeFailures()) board.AddRunFailure(std::move(failure));
}

RunLogs Audience::logs() const {
  if (trace_ == nullptr) return {};
  return {trace_->file().path(), trace_->file().directory(), std::nullopt};
}

}  // namespace combtest::internal
