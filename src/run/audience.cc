#include "src/run/audience.h"

#include <string>
#include <utility>

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
  if (!spec.trace.directory.empty()) BeginTrace(spec, plan, board);
  if (trace_ != nullptr) observers.Add(*trace_);
  if (listeners_.empty()) return;
  feed_ = std::make_unique<ListenerFeed>(
      listeners_, plan, board, ListenerFeed::Verdicts{spec.retries.retries, spec.bodies_follow});
  worker_feed_.emplace(*feed_);
  observers.Add(*feed_);
  feed_->Begin(InfoOf(spec, plan, logs().trace));
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

void Audience::End(WalkBoard& board, std::chrono::nanoseconds elapsed,
                   const std::function<RunSummary()>& summary) {
  if (feed_ != nullptr) feed_->End();
  NoteFailures(board);
  if (trace_ != nullptr) {
    trace_->OnEnd(board, elapsed);
    if (const std::string error = trace_->file().error(); !error.empty())
      board.AddRunFailure(TraceFailure(error));
  }
  if (feed_ != nullptr) feed_->Close(summary());
  NoteFailures(board);
}

void Audience::Cut(WalkBoard& board, std::chrono::nanoseconds elapsed, bool tell_listeners,
                   const std::function<RunSummary()>& summary) {
  if (trace_ != nullptr) trace_->OnEnd(board, elapsed);
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
