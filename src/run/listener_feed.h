// Tells a listener of a run, on a thread of its own.
#ifndef COMBTEST_SRC_RUN_LISTENER_FEED_H_
#define COMBTEST_SRC_RUN_LISTENER_FEED_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "combtest/run_listener.h"
#include "src/engine/run_observer.h"
#include "src/engine/walk_board.h"

namespace combtest::internal {

// What is observed goes into a queue, in order, and whoever runs walks never waits for a listener.
// The queue is bounded: of walks it holds ranges of slots, since their results are on the board;
// when it is full they are only marked, and found by a sweep before the next event.
class ListenerFeed : public RunObserver {
 public:
  // When the verdict of a walk stands that somebody reports.
  struct Verdicts {
    unsigned retries = 0;
    bool bodies_follow = false;
  };
  // All references must outlive it; the plan lists its walks where the listener wants them.
  // `max_queue`: events; the default takes a few megabytes.
  ListenerFeed(RunListener& listener, const Plan& plan, const WalkBoard& board,
               const Verdicts& verdicts, std::size_t max_queue = std::size_t{1} << 16);
  ~ListenerFeed() override { Stop(); }

  void Begin(RunInfo run);
  // The verdict of the walk in this slot stands, whatever is still to come.
  void Settle(std::uint64_t slot);
  // All verdicts stand. Returns when all is told.
  void End();
  // The last word. Returns when it is told.
  void Close(RunSummary summary);
  // What hasn't been told is told to nobody.
  void Stop();

  bool wants_walks() const override { return !status_.empty(); }
  void OnWorker(unsigned worker, const std::string& host, std::int64_t pid) override;
  void OnWorkerEnd(unsigned worker, const std::string& why) override;
  void OnOutput(unsigned worker, std::string_view lines) override;
  void OnPhaseStart(const PlanStep& phase) override;
  void OnPhaseEnd(const PlanStep& phase) override;
  void OnSerialStart(const PlanStep& step) override;
  void OnSerial(const SerialReport& report) override;
  void OnSegments(const SegmentReport& report) override;
  void OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) override;

 private:
  using Clock = std::chrono::steady_clock;
  using Call = std::function<void(RunListener&)>;
  struct Range {
    std::uint64_t first = 0, last = 0;  // slots, all to be told
  };
  struct Sweep {
    std::uint64_t first = 0, last = 0;  // slots, to be told where they are
    std::uint8_t marked = 0;            // so; 0: not told at all
  };
  using Event = std::variant<Call, Range, Sweep>;

  bool Stands(const WalkResult& result) const;
  void SettleLocked(std::uint64_t slot);
  void Push(Call call);
  void PushSweep();
  void Wait();
  void Deliver();
  void Tell(const Event& event);
  void TellWalk(std::uint64_t slot);
  void TellMarked(const Sweep& sweep);
  SerialInfo InfoOf(const PlanStep& step) const;

  RunListener& listener_;  // called by the thread
  const Plan& plan_;
  const WalkBoard& board_;
  const Verdicts verdicts_;
  const std::size_t max_queue_;
  std::map<unsigned, WorkerInfo> workers_;
  std::size_t phase_ = 0;
  PhaseInfo phase_info_;
  Clock::time_point phase_start_;

  std::mutex mutex_;  // guards the rest
  std::condition_variable changed_;
  std::deque<Event> queue_;
  std::vector<std::uint8_t> status_;  // by slot; empty: nobody wants walks
  Sweep marked_;                      // since the last sweep, with the mark in use
  std::uint64_t left_out_ = 0;        // lines
  bool busy_ = false;
  bool over_ = false;
  std::thread thread_;
};

// Hears of workers only: of a pass that isn't the run's first.
class WorkerFeed : public RunObserver {
 public:
  explicit WorkerFeed(ListenerFeed& feed) : feed_(feed) {}
  bool wants_walks() const override { return false; }
  void OnWorker(unsigned worker, const std::string& host, std::int64_t pid) override {
    feed_.OnWorker(worker, host, pid);
  }
  void OnWorkerEnd(unsigned worker, const std::string& why) override {
    feed_.OnWorkerEnd(worker, why);
  }
  void OnOutput(unsigned worker, std::string_view lines) override { feed_.OnOutput(worker, lines); }

 private:
  ListenerFeed& feed_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_LISTENER_FEED_H_
