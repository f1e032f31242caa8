// What a run gave.
#ifndef COMBTEST_RESULTS_H_
#define COMBTEST_RESULTS_H_

#include <algorithm>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "combtest/coverage.h"
#include "combtest/explanation.h"
#include "combtest/internal/nanoseconds.h"
#include "combtest/outcome.h"
#include "combtest/plan.h"

namespace combtest {

// One walk of a run with gather_states.
struct GatheredWalk {
  WalkId id = 0;
  std::string name;
  std::string branch;  // its serial options, as `Remount(true)`; empty without serial actions
  Outcome outcome;
  friend bool operator==(const GatheredWalk&, const GatheredWalk&) = default;
};

// What a run has left in its log directory.
struct RunLogs {
  std::string trace;               // the run's own file; empty where none was asked for
  std::string directory;           // empty where there is none
  std::optional<WalkSpace> space;  // what ran, for ReplayWalk
  friend bool operator==(const RunLogs&, const RunLogs&) = default;
};

// How long a walk ran, all its segments together.
struct SlowWalk {
  WalkId id = 0;
  std::chrono::nanoseconds took{};
  friend bool operator==(const SlowWalk&, const SlowWalk&) = default;
};

// The part of the results that doesn't depend on the state's type.
struct RunSummary {
  std::string name;
  std::uint64_t walk_count = 0;     // walks selected
  std::uint64_t error_count = 0;    // failed, crashed, exited, timed out or lost
  std::uint64_t flaky_count = 0;    // failed, and passed when run again
  std::uint64_t cancel_count = 0;   // ended by CancelWalk or GTEST_SKIP
  std::uint64_t segment_count = 0;  // segments that walks ran
  std::chrono::nanoseconds elapsed{};
  std::vector<WalkResult> failed_walks;     // by walk id
  std::vector<WalkResult> cancelled_walks;  // by walk id
  std::vector<WalkResult> flaky_walks;      // by walk id; failed_walks has them, too, if they count
  // Of no walk: an Undo, a worker that ended badly, a trace that can't be written, run_timeout …
  std::vector<Failure> run_failures;
  std::vector<SlowWalk> slowest_walks;  // at most 5 that took over 1 ms, the slowest first
  Ledger ledger;
  // "9 of 81 walks cover each combination of 2 actions' options"; empty: no array chose the walks.
  std::string array;
  // Measured where an array stands for all walks, or an option asks for it.
  Coverage coverage;
  // What the walks that failed have in common, and what extra walks said to that.
  Explanations explanations;
  RunLogs logs;

  // No walk failed (flaky ones are as the option flaky says), none was left out but by a budget,
  // and nothing else went wrong.
  bool ok() const {
    return error_count == 0 && ledger.not_run == ledger.cut_off && run_failures.empty() &&
           ledger.Balanced();
  }
};

// The summary that a person reads: counts, time, and the first failures with their walks.
std::string ToString(const RunSummary& summary, const WalkSpace& space,
                     std::size_t max_failures = 10);

template <class State>
struct Results : RunSummary {
  // With gather_states: the final states, by walk id. A walk that failed or was cancelled gives the
  // state it ended in; one that left none (crashed, lost, not run) is in neither list.
  std::vector<State> states;
  std::vector<GatheredWalk> walks;  // walks[i] is the walk of states[i]
  WalkSpace space;                  // what ran; space[id] is the walk of an id

  // Null where the walk left no state or states weren't gathered.
  const State* StateOf(WalkId id) const {
    const auto walk = std::lower_bound(walks.begin(), walks.end(), id,
                                       [](const GatheredWalk& a, WalkId b) { return a.id < b; });
    return walk == walks.end() || walk->id != id
               ? nullptr
               : &states[static_cast<std::size_t>(walk - walks.begin())];
  }
  friend std::ostream& operator<<(std::ostream& out, const Results& results) {
    return out << ToString(results, results.space);
  }
};

}  // namespace combtest

#endif  // COMBTEST_RESULTS_H_
