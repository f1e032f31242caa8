// What became of all walks of a run, whichever shard ran them.
#ifndef COMBTEST_SRC_MERGE_MERGED_RUN_H_
#define COMBTEST_SRC_MERGE_MERGED_RUN_H_

#include <chrono>
#include <string>
#include <vector>

#include "combtest/coverage.h"
#include "combtest/explanation.h"
#include "src/merge/check_shards.h"

namespace combtest::internal {

struct MergedRun {
  struct OfShard {
    unsigned shard;
    TraceWalk walk;
  };
  struct Slow {
    unsigned shard;
    std::string name;
    std::chrono::nanoseconds took;
  };
  struct Note {
    unsigned shard;
    std::string text;
  };

  const DividedRun* run = nullptr;
  Ledger ledger;
  std::uint64_t segments = 0;
  std::chrono::nanoseconds longest{}, together{};  // of the shards' runs
  std::vector<Slow> slowest;                       // at most 5, the slowest first
  std::vector<OfShard> failed;                     // by id
  std::vector<Failure> run_failures;
  std::vector<Note> notes;        // runs that ended early, failures of no walk
  std::vector<WalkId> passed;     // those that were flaky, too
  std::vector<WalkResult> aside;  // flaky and cancelled ones, by id
  std::vector<ExtraWalks> extra;  // of each shard that ran some
  Coverage coverage;
  Explanations explanations;

  bool ok() const {
    return ledger.Sum() == ledger.passed + ledger.cancelled + ledger.flaky + ledger.cut_off &&
           failed.empty() && run_failures.empty() && coverage.shortfall.empty();
  }
};

// Reads the traces of all shards. What can't be read, or lacks its end in a shard that came to its
// own, is a problem.
MergedRun Merge(const DividedRun& run, Problems& problems);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_MERGED_RUN_H_
