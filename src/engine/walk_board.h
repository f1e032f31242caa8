// What has become of every walk of a run.
#ifndef COMBTEST_SRC_ENGINE_WALK_BOARD_H_
#define COMBTEST_SRC_ENGINE_WALK_BOARD_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "combtest/outcome.h"
#include "combtest/plan.h"
#include "src/engine/run_observer.h"
#include "src/engine/slowest_walks.h"

namespace combtest::internal {

// Why and whether a run ends early. Any thread may ask and stop; the first reason stays.
class StopSignal {
 public:
  bool stopped() const { return stopped_.load(std::memory_order_relaxed); }
  // Whether a person, or whoever ends processes, asked for it: nothing else should start then.
  bool interrupted() const { return interrupted_.load(std::memory_order_relaxed); }
  void Stop(std::string reason);
  void Interrupt(std::string reason) {
    interrupted_ = true;
    Stop(std::move(reason));
  }
  // As Stop: a walk failed, and the run is to end at the first that does.
  void StopAtFailure(std::string reason);
  bool stopped_at_failure() const { return at_failure_.load(std::memory_order_relaxed); }
  std::string reason() const;

 private:
  std::atomic<bool> stopped_ = false;
  std::atomic<bool> interrupted_ = false;
  std::atomic<bool> at_failure_ = false;
  mutable std::mutex mutex_;
  std::string reason_;
};

// The reason that this signal gives: "interrupted by SIGINT (interrupt)".
std::string InterruptText(int signal);
// "the run took longer than run_timeout (2 s)"
std::string RunTimeoutText(std::chrono::nanoseconds limit);

// Only a walk's own completion makes it pass: what nobody reported is not run. Different threads
// may report different walks at once.
class WalkBoard {
 public:
  WalkBoard(const Plan& plan, StopSignal& stop, bool stop_on_failure);

  // Who hears of all that is reported; where it wants walks the order must be listed. It must
  // outlive the run.
  void Observe(RunObserver& observer);
  // Null: nobody does.
  RunObserver* observer() const { return observer_; }
  // Who hears of walks, too; null: nobody does.
  RunObserver* walk_observer() const { return walk_observer_; }

  // --- Reports ---
  // Whether the walk is still to run. Always true in an order that isn't listed: its walks run only
  // once.
  bool Unfinished(std::uint64_t slot) const { return status_.empty() || status_[slot] <= kTainted; }
  // Whether failures have been noted of it, and it goes on.
  bool HasNoted(std::uint64_t slot) const { return !status_.empty() && status_[slot] == kTainted; }
  // The walk has run all its actions. It passes (true), unless a failure was noted. The observer
  // hears only of one that doesn't.
  bool Complete(std::uint64_t slot, const WalkCost& cost = {});
  // `walks` have passed, in an order that isn't listed.
  void AddPassed(std::uint64_t walks) { passed_.fetch_add(walks, std::memory_order_relaxed); }
  // `walks` of an order that isn't listed are none: they are excluded.
  void AddExcluded(std::uint64_t walks) { excluded_.fetch_add(walks, std::memory_order_relaxed); }
  void SetExcluded(std::uint64_t walks) { excluded_ = walks; }
  // `walks` were not reached, in an order that isn't listed.
  void AddNotRun(std::uint64_t walks) { not_run_.fetch_add(walks, std::memory_order_relaxed); }
  // Failures of a walk that goes on, or is about to complete.
  void NoteFailures(std::uint64_t slot, WalkResult so_far);
  // The run is over: walks that had failed, and didn't come to their ends, end so.
  void EndWhatHadFailed();
  // The walk is over. `result` needs no id; failures that were noted before are put in front of its
  // own.
  void End(std::uint64_t slot, WalkResult result, const WalkCost& cost = {});
  // Every unfinished walk of the slots ends this way.
  void EndAll(std::uint64_t first, std::uint64_t last, const WalkResult& result);
  // What the walk has printed, where somebody caught it. Bounded; counts for walks that don't pass.
  void AddOutput(std::uint64_t slot, std::string text);
  // What its actions have recorded; a later value of a key counts.
  void AddProperties(std::uint64_t slot, std::vector<Property> properties);
  // The same of a serial action.
  void AddRunProperties(std::vector<Property> properties);
  // The walk has a directory, there on that host (empty: this one).
  void AddScratch(std::uint64_t slot, std::string path, std::string host);
  // A directory of a branch stays, in which some walk has failed.
  void AddBranchScratch(std::uint64_t first, std::uint64_t last, std::string path);
  // A failure that belongs to no walk, or of which no more is known than a sentence.
  void AddRunFailure(Failure failure);
  void AddRunFailure(std::string message);
  // What came of something that runs beside the walks, where it went wrong.
  void AddRunFailures(const WalkResult& result);
  // A segment of the walk took so long.
  void AddTime(std::uint64_t slot, std::chrono::nanoseconds took) { slowest_.Add(slot, took); }
  void AddSegments(std::uint64_t segments) {
    segments_.fetch_add(segments, std::memory_order_relaxed);
  }

  // In an order that isn't listed: whether the walk has ended otherwise than by passing.
  bool HasEnded(std::uint64_t slot) const;
  // Whether any walk of the slots has failed so far.
  bool AnyFailed(std::uint64_t first, std::uint64_t last) const;

  // --- Afterwards ---
  // The walk was run again, and this is what counts; a passed one only where the order is listed.
  void Replace(std::uint64_t slot, WalkResult result);
  Ledger Count() const;
  std::uint64_t segments() const { return segments_; }
  const std::vector<Failure>& run_failures() const { return run_failures_; }
  const std::vector<Property>& run_properties() const { return run_properties_; }
  const SlowestWalks& slowest() const { return slowest_; }
  // Where the order is listed: the walk's result, also if it passed.
  WalkResult ResultOf(std::uint64_t slot) const;
  // Its outcome alone.
  Outcome OutcomeOf(std::uint64_t slot) const {
    return status_[slot] == kPassed ? Outcome(outcome::Passed{}) : ResultOf(slot).outcome;
  }
  // The walks that ended otherwise than by passing or not running, by id.
  std::vector<WalkResult> Ended() const;
  struct Scratch {
    std::uint64_t slot = 0;
    std::string path, host;
  };
  // The directories of walks that haven't failed.
  std::vector<Scratch> UnneededScratch() const;
  std::string StopReason() const { return stop_.reason(); }

 private:
  enum Status : std::uint8_t { kUntouched, kTainted, kPassed, kEnded, kEndedWithOthers };
  struct Ending {
    std::uint64_t first, last;
    WalkResult result;
  };
  WalkResult WithOutput(std::uint64_t slot, WalkResult result) const;
  WalkResult ResultWithout(std::uint64_t slot) const;  // properties
  WalkResult WithProperties(std::uint64_t slot, WalkResult result) const;
  WalkResult WithNoted(std::uint64_t slot, WalkResult result) const;
  // What it has left, if it has failed.
  WalkResult WithScratch(std::uint64_t slot, WalkResult result) const;
  bool HasFailed(std::uint64_t slot) const;
  std::uint64_t CountEnded() const;
  std::uint64_t CountEndedWith(const Ending& ending) const;
  void AddEndings(std::uint64_t first, std::uint64_t last, const WalkResult& result);
  void CheckStop(const WalkResult& result, std::uint64_t slot);

  const Plan& plan_;
  StopSignal& stop_;
  const bool stop_on_failure_;
  RunObserver* observer_ = nullptr;
  RunObserver* walk_observer_ = nullptr;
  SlowestWalks slowest_;
  std::vector<std::uint8_t> status_;  // by slot; empty where the order isn't listed
  std::atomic<std::uint64_t> passed_ = 0;
  std::atomic<std::uint64_t> excluded_ = 0;
  std::atomic<std::uint64_t> not_run_ = 0;
  std::atomic<std::uint64_t> segments_ = 0;
  mutable std::mutex mutex_;  // guards the rest
  std::unordered_map<std::uint64_t, WalkResult> noted_;
  std::unordered_map<std::uint64_t, WalkResult> ended_;
  std::vector<Ending> endings_;
  std::unordered_map<std::uint64_t, std::string> outputs_;
  std::unordered_map<std::uint64_t, std::vector<Property>> properties_;
  std::vector<Scratch> scratch_;
  std::unordered_multimap<std::uint64_t, std::size_t> scratch_of_;  // into scratch_
  struct BranchScratch {
    std::uint64_t first, last;
    std::string path;
  };
  std::vector<BranchScratch> branch_scratch_;
  std::vector<Failure> run_failures_;
  std::vector<Property> run_properties_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_WALK_BOARD_H_
