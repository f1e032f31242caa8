// Runs failed walks again, until they pass or have had all their attempts.
#ifndef COMBTEST_SRC_RUN_RETRIES_H_
#define COMBTEST_SRC_RUN_RETRIES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "src/engine/executor.h"
#include "src/engine/walk_board.h"

namespace combtest::internal {

struct RetrySettings {
  unsigned retries = 0;
  bool flaky_fails = false;
  bool stop_on_failure = false;
};

// Throws Error where the space has a serial action: its branch can't be entered again for one walk.
void CheckCanRetry(const SpaceData& space);

// Some of a run's walks, run once more, with a plan and a board of their own.
struct RetryPass {
  RetryPass(const WalkSpace& space, const Selection& selection, bool stop_on_failure)
      : plan(space, selection, true), board(plan, stop, stop_on_failure) {}
  Plan plan;
  StopSignal stop;
  WalkBoard board;
  std::unique_ptr<Executor> executor;  // null: its states aren't kept
};

class Retries {
 public:
  // Carries out the plan of a pass. False: there is no time left for it.
  using Execute = std::function<bool(RetryPass& pass, const Selection& selection)>;

  Retries(const RetrySettings& settings, Execute execute)
      : settings_(settings), execute_(std::move(execute)) {}

  // Puts what becomes of the failed walks of `plan` on `board`. A run that was stopped at a walk
  // which then passes goes on. `stop` is why the first pass ended, if it did early.
  void Run(const Plan& plan, WalkBoard& board, const StopSignal& stop);

  // Where the final state of the walk in this slot of the first plan is; null: with the first pass.
  StateSlab* StatesOf(std::uint64_t slot, std::uint64_t& slot_there) const;

 private:
  struct Place {
    const RetryPass* pass;
    std::uint64_t slot;
  };
  using Failed = std::unordered_map<WalkId, WalkResult>;  // as far as it is known
  // False: the run was stopped.
  bool RetryFailed();
  bool RetryOnce(unsigned attempt, Failed& failed);
  bool RunRest();
  RetryPass* Pass(std::vector<WalkId> ids, bool stop_on_failure);
  void Take(const RetryPass& pass, std::uint64_t slot, WalkResult result);

  const RetrySettings settings_;
  const Execute execute_;
  const Plan* plan_ = nullptr;
  WalkBoard* board_ = nullptr;
  std::unordered_map<WalkId, std::uint64_t> slots_;  // of the first plan
  std::vector<std::unique_ptr<RetryPass>> passes_;
  std::unordered_map<std::uint64_t, Place> places_;  // by slot of the first plan
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RETRIES_H_
