// Hears what becomes of walks while they run.
#ifndef COMBTEST_SRC_ENGINE_RUN_OBSERVER_H_
#define COMBTEST_SRC_ENGINE_RUN_OBSERVER_H_

#include <boost/json/fwd.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "combtest/outcome.h"
#include "combtest/plan.h"

namespace combtest::internal {

// Where and how long a walk ran. Nothing: not known, or nowhere but here.
struct WalkCost {
  std::optional<std::chrono::nanoseconds> took;  // its last segment
  std::optional<unsigned> worker;
};

struct SegmentTime {
  std::uint64_t slot = 0;
  std::optional<std::chrono::nanoseconds> took;
};

// Walks that have run their segment of a phase.
struct SegmentReport {
  const PlanStep* phase = nullptr;
  bool over = false;               // it was their last, and they have passed
  unsigned lane = 0;               // one lane reports from one thread at a time
  std::optional<unsigned> worker;  // nothing: they ran in this process
  std::span<const SegmentTime> walks;
};

// A serial action, or its Undo, that has run.
struct SerialReport {
  const PlanStep* step = nullptr;
  const WalkResult* result = nullptr;          // null: all went well
  const boost::json::value* update = nullptr;  // null: none
  std::chrono::nanoseconds took{};
};

// Where a serial action, or its Undo, is running.
enum class SerialPlace {
  kHere,     // on this thread
  kStage,    // in a process of its own
  kWorkers,  // in every worker
};

// A walk that is running.
struct RunningWalk {
  WalkId id = 0;
  std::size_t action = 0;
  std::chrono::nanoseconds age{};
};

// Methods must not throw; the run goes on whatever an observer makes of it.
class RunObserver {
 public:
  virtual ~RunObserver() = default;

  // Whether it hears of walks: OnSegments and OnEnded. Costs a time stamp for each.
  virtual bool wants_walks() const { return true; }

  // A worker has said who it is. From the thread that runs the plan, as are the next ones.
  virtual void OnWorker(unsigned worker, const std::string& host, std::int64_t pid) {
    (void)worker, (void)host, (void)pid;
  }
  // A worker that had said who it is has ended. `why`: as the run meant it to where empty.
  virtual void OnWorkerEnd(unsigned worker, const std::string& why) { (void)worker, (void)why; }
  // Lines that a worker has printed, or that are told of it; each ends in a newline, but for the
  // last perhaps. What is known to be a walk's doesn't come here: it is in the walk's result.
  virtual void OnOutput(unsigned worker, std::string_view lines) { (void)worker, (void)lines; }
  // Now and then while walks run: `longest` finds the one that has run longest, where that is
  // known.
  virtual void OnTick(const PlanStep& phase, const std::function<RunningWalk()>& longest) {
    (void)phase, (void)longest;
  }
  virtual void OnPhaseStart(const PlanStep& phase) { (void)phase; }
  // No walk runs any more.
  virtual void OnPhaseEnd(const PlanStep& phase) { (void)phase; }
  // A serial action, or its Undo, is about to run; OnSerial follows.
  virtual void OnSerialStart(const PlanStep& step) { (void)step; }
  // It runs there from now on, until the next call or OnSerial.
  virtual void OnSerialPlace(const PlanStep& step, SerialPlace place) { (void)step, (void)place; }
  virtual void OnSerial(const SerialReport& report) { (void)report; }
  // From the threads that run walks, several at once.
  virtual void OnSegments(const SegmentReport& report) { (void)report; }
  // A walk is over otherwise than by passing. One call at a time, from any thread.
  virtual void OnEnded(std::uint64_t slot, const WalkResult& result, const WalkCost& cost) {
    (void)slot, (void)result, (void)cost;
  }
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_RUN_OBSERVER_H_
