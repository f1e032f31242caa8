// A run's later passes: failed walks run again, until they pass or have had all their attempts.
#ifndef COMBTEST_SRC_RUN_RETRIES_H_
#define COMBTEST_SRC_RUN_RETRIES_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "src/os/awake_clock.h"
#include "src/page/page_run.h"
#include "src/run/audience.h"
#include "src/run/run_pass.h"

namespace combtest::internal {

// Throws Error where the space has a serial action: its branch can't be entered again for one walk.
void CheckCanRetry(const SpaceData& space);

class Retries {
 public:
  // All references must outlive it.
  Retries(const RunSpec& spec, const Integration& integration, RunPass& first, Audience& audience)
      : spec_(spec), integration_(integration), first_(first), audience_(audience) {}

  // Puts what becomes of the failed walks on the board of the first pass. A run that was stopped at
  // a walk which then passes goes on. `begun`: when the first pass was.
  void Run(AwakeClock::time_point begun);

  // Where the final state of the walk in this slot of the first plan is; null: with the first pass.
  FinalStates* StatesOf(std::uint64_t slot, std::uint64_t& slot_there) const;

 private:
  struct Place {
    const RunPass* pass;
    std::uint64_t slot;
  };
  using Failed = std::map<WalkId, WalkResult>;  // as far as it is known
  // False: the run was stopped.
  bool RetryFailed();
  bool RetryOnce(unsigned attempt, Failed& failed);
  bool RunRest();
  // Null: there is no time left for it.
  RunPass* Pass(WalkSet walks, bool stop_on_failure, PageRun::Later::Kind kind);
  void Take(const RunPass& pass, std::uint64_t slot, WalkResult result);

  const RunSpec& spec_;
  const Integration& integration_;
  RunPass& first_;
  Audience& audience_;
  AwakeClock::time_point begun_;
  std::vector<std::unique_ptr<RunPass>> passes_;
  std::unordered_map<std::uint64_t, Place> places_;  // by slot of the first plan
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RETRIES_H_
