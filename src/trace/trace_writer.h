// Writes what an observer hears into a trace.
#ifndef COMBTEST_SRC_TRACE_TRACE_WRITER_H_
#define COMBTEST_SRC_TRACE_TRACE_WRITER_H_

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "combtest/coverage.h"
#include "combtest/explanation.h"
#include "src/engine/run_observer.h"
#include "src/engine/walk_board.h"
#include "src/trace/trace_file.h"
#include "src/trace/walk_lines.h"

namespace combtest::internal {

class TraceWriter : public RunObserver {
 public:
  // `plan` lists its walks and outlives it. Throws Error where the file can't be created.
  TraceWriter(const TraceSettings& settings, const TracedRun& run, const Plan& plan);

  void OnWorker(unsigned worker, const std::string& host, std::int64_t pid) override;
  void OnTick(const PlanStep& phase, const std::function<RunningWalk()>& longest) override;
  void OnPhaseStart(const PlanStep& phase) override;
  void OnPhaseEnd(const PlanStep& phase) override;
  void OnSerial(const SerialReport& report) override;
  void OnSegments(const SegmentReport& report) override;
  void OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) override;
  // One that was run after the run, to find out why others had failed. From one thread.
  void OnExtraWalk(const WalkResult& result);
  // All that has been heard is in the file when this returns.
  void FlushAll();
  // The last line.
  void OnEnd(const WalkBoard& board, std::chrono::nanoseconds elapsed, const Coverage& coverage,
             const Explanations& explanations = {});

  const TraceFile& file() const { return file_; }

 private:
  using Clock = std::chrono::steady_clock;
  // Lines of one thread that haven't gone into the file.
  struct Lane {
    explicit Lane(const WalkPieces& pieces) : lines(pieces) {}
    std::mutex mutex;  // between its thread and who empties all lanes
    WalkLines lines;
    std::string text;
    Clock::time_point flushed = Clock::now();
  };
  Lane& LaneOf(unsigned index);
  void Flush(Lane& lane);
  // The walk's time so far with this segment's; nothing where some isn't known.
  std::optional<std::chrono::nanoseconds> Total(std::uint64_t slot,
                                                std::optional<std::chrono::nanoseconds> took);

  const Plan& plan_;
  TraceFile file_;
  const WalkPieces pieces_;
  const bool phases_;                 // there is more than one
  std::vector<std::int64_t> totals_;  // ns, by slot, where there are phases; -1: not known
  std::atomic<std::uint64_t> phase_ = 0;
  std::mutex mutex_;  // guards lanes_
  std::vector<std::unique_ptr<Lane>> lanes_;
  Lane ended_;  // of walks that didn't pass, and of all else
};

// The fields of a record that say how a walk or a serial action ended: `"outcome":"failed",…`.
std::string OutcomeFields(const WalkResult& result);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_TRACE_WRITER_H_
