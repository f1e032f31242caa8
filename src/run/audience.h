// Who hears of a run: its trace, the progress line, the file of states, the summary of a run that
// is cut short, and the listeners. What else is to hear of runs is added here.
#ifndef COMBTEST_SRC_RUN_AUDIENCE_H_
#define COMBTEST_SRC_RUN_AUDIENCE_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/engine/run_observers.h"
#include "src/page/page_recorder.h"
#include "src/report/progress_line.h"
#include "src/run/listener_feed.h"
#include "src/run/listeners.h"
#include "src/run/own_listener.h"
#include "src/run/run_pass.h"
#include "src/run/run_spec.h"
#include "src/trace/trace_writer.h"

namespace combtest::internal {

class Audience {
 public:
  explicit Audience(const Listeners& listeners) : listeners_(listeners) {}

  // Whether somebody needs a plan that lists its walks.
  bool WantsWalks(const RunSpec& spec) const {
    return !spec.trace.directory.empty() || !spec.reports.empty() || listeners_.WantsWalks();
  }
  // Before the run; adds all to `observers`. The spec, the plan and the board must outlive it.
  void Begin(const RunSpec& spec, const Plan& plan, WalkBoard& board, RunObservers& observers);
  // Before a pass after the first, of walks of the run; adds to its observers.
  void BeginLaterPass(RunPass& pass, PageRun::Later::Kind kind);
  // After every pass.
  void EndPass();
  // Around a pass of walks that are no part of the run.
  void BeginExtraPass(RunPass& pass);
  void EndExtraPass();
  // All passes are over, and states are where they were left.
  void WalksOver(FinishedRun& run, WalkBoard& board);
  // The verdict of the walk in this slot stands.
  void Settle(std::uint64_t slot) {
    if (feed_ != nullptr) feed_->Settle(slot);
  }
  // One that was run to find out why others had failed.
  void AddExtraWalk(const WalkResult& result) {
    if (trace_ != nullptr) trace_->OnExtraWalk(result);
  }
  // All verdicts stand. What went wrong in telling is on the board afterwards. Called once.
  void End(WalkBoard& board, std::chrono::nanoseconds elapsed, const Coverage& coverage,
           const Explanations& explanations, const std::function<RunSummary()>& summary);

  // As End, of a run whose own thread stands still and may hold anything: the listeners last.
  void Cut(const FinishedRun& run, WalkBoard& board, bool tell_listeners,
           const std::function<RunSummary()>& summary);

  // What hasn't been told is told to nobody.
  void Stop() {
    if (feed_ != nullptr) feed_->Stop();
  }

  // What is in the log directory; empty where there is none.
  RunLogs logs() const;
  TraceWriter* trace() { return trace_.get(); }  // null: there is none

 private:
  void ShowOnPage(PageRun::Later::Kind kind, RunPass& pass);
  void AddProgress(const Plan& plan, const WalkBoard& board, RunObservers& observers,
                   std::chrono::nanoseconds expected = {});
  void BeginTrace(const RunSpec& spec, const Plan& plan, WalkBoard& board);
  void NoteFailures(WalkBoard& board);
  void WriteReport(WalkBoard& board, const std::function<RunSummary()>& summary);

  ListenerBroadcast listeners_;
  std::vector<std::unique_ptr<OwnListener>> own_;
  bool show_progress_ = false;
  std::deque<ProgressLine> progress_;  // of each pass
  std::unique_ptr<TraceWriter> trace_;
  std::unique_ptr<PageRecorder> page_;  // null: there is no report
  std::vector<std::string> reports_;
  std::unique_ptr<ListenerFeed> feed_;  // null: nobody listens
  std::optional<WorkerFeed> worker_feed_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_AUDIENCE_H_
