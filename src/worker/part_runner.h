// One thread's work on one batch of walks.
#ifndef COMBTEST_SRC_WORKER_PART_RUNNER_H_
#define COMBTEST_SRC_WORKER_PART_RUNNER_H_

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "src/engine/chunker.h"
#include "src/engine/segment_runner.h"
#include "src/engine/slowest_walks.h"
#include "src/engine/state_slab.h"
#include "src/plan/order_cursor.h"
#include "src/space/exclusion.h"
#include "src/worker/workbench.h"

namespace combtest::internal {

// Made anew for every batch, on the thread, as captures must be: it costs less than a message.
class PartRunner {
 public:
  // Both must outlive it.
  PartRunner(Workbench& bench, unsigned thread, const RunBatch& batch);

  // States of walks that go on here after another worker, out of their JSON, each as part of its
  // walk: what fails there is the walk's, which doesn't run here if it throws. Throws Error where
  // the message can't be meant for this program.
  void TakeInStates();
  // The walks at these positions of the batch, with all that is to be said of them.
  void Run(Chunk part);

 private:
  void TakeIn(const ShippedState& shipped);
  void Mark(std::uint64_t from);  // where this thread is, for whoever asks how it died
  void RunPosition(std::uint64_t position, std::uint64_t slot, Done& done);
  // False: the walk isn't for us to run.
  bool RunWalk(std::uint64_t slot);
  void** FixtureOf(std::uint64_t slot) {  // null: its walks have none
    if (bench_.data.fixtures == nullptr) return nullptr;
    return bench_.fixtures.empty() ? &fixture_ : &bench_.fixtures[slot];
  }
  bool HasFailedBefore(std::uint64_t slot) const {
    const auto& failed = batch_.failed;
    return !failed.empty() && std::find(failed.begin(), failed.end(), slot) != failed.end();
  }
  void NoteTime(Done& done, std::uint64_t position) const {
    const auto ns = static_cast<std::uint64_t>(took_.count());
    if (bench_.setup.send_times) {
      done.times.push_back(ns);
    } else if (took_ >= SlowestWalks::kNotable) {
      done.slow.emplace_back(position, ns);
    }
  }
  // Whether a walk that has ended so here is over, and whether its state leaves this process.
  bool IsOver(WalkRunner::End end) const { return bench_.leaf() || end == WalkRunner::End::kEnded; }
  bool IsSent(WalkRunner::End end) const {
    return IsOver(end) ? bench_.setup.send_final_states : bench_.setup.send_states;
  }
  void SendProperties(std::uint64_t slot);
  WalkRunner::Written SendState(std::uint64_t slot, const void* state);
  void SendNoState(std::uint64_t slot);
  void Report(std::uint64_t slot, WalkId id, const void* state, WalkRunner::End end,
              StateSlab& slab, std::uint64_t place);

  Workbench& bench_;
  const RunBatch& batch_;
  OrderCursor order_;
  SegmentRunner segments_;
  ExclusionCursor exclusions_;
  ThreadMarker& marker_;
  const bool mark_output_;
  const std::function<void()> check_channel_;
  bool mark_each_ = false;  // walk of the part
  std::unique_ptr<StateSlab> scratch_;
  void* fixture_ = nullptr;  // of the walk that runs, where each lives only as long
  Progress progress_;
  WalkClock& clock_;
  SystemCallTimer& timer_;
  std::chrono::nanoseconds took_{};  // by the walk that ran last
  std::string text_;
  std::string json_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_PART_RUNNER_H_
