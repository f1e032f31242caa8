// Notes what a run does, for its report.
#ifndef COMBTEST_SRC_PAGE_PAGE_RECORDER_H_
#define COMBTEST_SRC_PAGE_PAGE_RECORDER_H_

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "src/engine/run_observer.h"
#include "src/engine/walk_board.h"
#include "src/page/page_run.h"

namespace combtest::internal {

// Memory: 16 bytes a walk; all else is bounded.
class PageRecorder : public RunObserver {
 public:
  // `plan` lists its walks and outlives it. `run` says what is known before it begins.
  PageRecorder(PageRun run, const Plan& plan);

  void OnWorker(unsigned worker, const std::string& host, std::int64_t pid) override;
  void OnWorkerEnd(unsigned worker, const std::string& why) override;
  void OnOutput(unsigned worker, std::string_view lines) override;
  void OnPhaseStart(const PlanStep& phase) override;
  void OnPhaseEnd(const PlanStep& phase) override;
  void OnSerialStart(const PlanStep& step) override;
  void OnSerial(const SerialReport& report) override;
  void OnSegments(const SegmentReport& report) override;
  void OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) override;

  // It hears of walks that run after the others, until EndLater().
  void BeginLater(PageRun::Later::Kind kind, const Plan& plan);
  void EndLater();

  // For final states that are at hand: whether another one of so many bytes finds room.
  bool TakesState(std::size_t bytes) const;
  void AddState(WalkId walk, std::string state);

  // All that was noted, with what the run came to. Once, after everything else.
  PageRun Finish(const WalkBoard& board, RunSummary summary);

 private:
  using Clock = std::chrono::steady_clock;
  double Now() const;
  std::size_t LaneOf(std::optional<unsigned> worker);
  void AddBlock(std::size_t lane, std::uint64_t slot, double at, double took, bool failed);
  void NoteWalk(std::uint64_t slot, std::optional<std::chrono::nanoseconds> took,
                std::optional<unsigned> worker);

  bool is_later() const { return plan_ != &first_plan_; }
  bool is_rest() const {
    return is_later() && run_.later.back().kind == PageRun::Later::Kind::kRest;
  }
  void CloseLater();  // if there is one; with mutex_
  std::string BranchText(const PlanStep& step) const;

  const Plan& first_plan_;
  const Clock::time_point begun_ = Clock::now();
  std::mutex mutex_;  // guards the rest
  const Plan* plan_;  // whose slots it hears of
  PageRun run_;
  std::map<std::pair<std::optional<unsigned>, std::thread::id>, std::size_t> lane_of_;
  unsigned threads_ = 0;                             // of these, since walks began to run
  std::vector<std::vector<PageRun::Block>> blocks_;  // of each lane
  std::size_t state_bytes_ = 0;
  std::uint64_t lines_left_out_ = 0, phases_left_out_ = 0, serials_left_out_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_PAGE_RECORDER_H_
