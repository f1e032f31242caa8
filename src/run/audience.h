// Who hears of a run: its trace, and its listeners. What else is to hear of runs is added here.
#ifndef COMBTEST_SRC_RUN_AUDIENCE_H_
#define COMBTEST_SRC_RUN_AUDIENCE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "src/engine/run_observers.h"
#include "src/run/listener_feed.h"
#include "src/run/listeners.h"
#include "src/run/run_spec.h"
#include "src/trace/trace_writer.h"

namespace combtest::internal {

class Audience {
 public:
  explicit Audience(const Listeners& listeners) : listeners_(listeners) {}

  // Whether somebody needs a plan that lists its walks.
  bool WantsWalks(const RunSpec& spec) const {
    return !spec.trace.directory.empty() || listeners_.WantsWalks();
  }
  // Before the run; adds all to `observers`. The spec, the plan and the board must outlive it.
  void Begin(const RunSpec& spec, const Plan& plan, WalkBoard& board, RunObservers& observers);
  // Who hears of passes after the first; null: nobody does.
  RunObserver* of_later_passes() { return worker_feed_ ? &*worker_feed_ : nullptr; }
  // The verdict of the walk in this slot stands.
  void Settle(std::uint64_t slot) {
    if (feed_ != nullptr) feed_->Settle(slot);
  }
  // All verdicts stand. What went wrong in telling is on the board afterwards. Called once.
  void End(WalkBoard& board, std::chrono::nanoseconds elapsed,
           const std::function<RunSummary()>& summary);

  // As End, of a run whose own thread stands still and may hold anything: the trace first.
  void Cut(WalkBoard& board, std::chrono::nanoseconds elapsed, bool tell_listeners,
           const std::function<RunSummary()>& summary);

  // What hasn't been told is told to nobody.
  void Stop() {
    if (feed_ != nullptr) feed_->Stop();
  }

  // What is in the log directory; empty where there is none.
  RunLogs logs() const;
  TraceWriter* trace() { return trace_.get(); }  // null: there is none

 private:
  void BeginTrace(const RunSpec& spec, const Plan& plan, WalkBoard& board);
  void NoteFailures(WalkBoard& board);

  ListenerBroadcast listeners_;
  std::unique_ptr<TraceWriter> trace_;
  std::unique_ptr<ListenerFeed> feed_;  // null: nobody listens
  std::optional<WorkerFeed> worker_feed_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_AUDIENCE_H_
