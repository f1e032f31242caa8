// Walks on their way through a plan, once. A run's first pass has all of its walks; later ones, if
// there are any, those that are run again.
#ifndef COMBTEST_SRC_RUN_RUN_PASS_H_
#define COMBTEST_SRC_RUN_RUN_PASS_H_

#include <functional>
#include <memory>

#include "combtest/integration.h"
#include "src/engine/executor.h"
#include "src/engine/run_observers.h"
#include "src/engine/scratch_dirs.h"
#include "src/engine/walk_board.h"
#include "src/run/run_spec.h"

namespace combtest::internal {

struct RunPass {
  RunPass(const WalkSpace& space, Selection selected, bool list_all, bool stop_on_failure,
          RunOrder::Branches branches = RunOrder::Branches::kByOption,
          const WalkSet& cut_off = WalkSet::Of({}))
      : selection(std::move(selected)),
        plan(space, selection, list_all, branches, cut_off),
        board(plan, stop, stop_on_failure) {}

  const Selection selection;  // to run
  const Plan plan;
  StopSignal stop;
  WalkBoard board;
  ScratchDirs scratch{ScratchDirs::NewToken()};
  std::function<void(Failure why)> cut;  // brings the run to its end where it hangs; may be empty
  RunObservers observers;                // to be added before it is carried out
  std::unique_ptr<Executor> executor;    // afterwards, where states are kept
};

// Runs the walks of the pass as the spec says; what came of them is on its board. Throws Error
// where the space can't be run.
void CarryOut(RunPass& pass, const RunSpec& spec, const Limits& limits,
              const Integration& integration);

// Those that are cut off are over, and whoever observes the board hears of it.
void EndCutOff(RunPass& pass, const std::string& reason);

// Where walks start from: `given`, or the space's own. Throws Error where neither is there.
const void* InitialState(const SpaceData& space, const void* given);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_PASS_H_
