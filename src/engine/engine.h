// Carries out a plan.
#ifndef COMBTEST_SRC_ENGINE_ENGINE_H_
#define COMBTEST_SRC_ENGINE_ENGINE_H_

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "combtest/integration.h"
#include "src/engine/executor.h"
#include "src/engine/serial_runner.h"
#include "src/engine/stage.h"
#include "src/engine/walk_board.h"

namespace combtest::internal {

// Walks the steps of the plan: phases go to the executor; serial actions run here, on the calling
// thread, or on the stage; those that act in every process on all of them. What became of the walks
// is on the board afterwards.
class Engine {
 public:
  // All references must outlive it. `stage` is there where some serial action needs it, and then
  // runs all of them that act once where `isolate_all` says so. `initial` is where walks start.
  Engine(const Plan& plan, const void* initial, const Integration& integration, Executor& executor,
         Stage* stage, bool isolate_all, WalkBoard& board, StopSignal& stop, const LocalRun& run);

  void Run();

 private:
  using Json = boost::json::value;
  // One that was entered.
  struct Branch {
    const PlanStep* step = nullptr;
    bool in_stage = false;     // its state was left there
    bool here = false;         // it is here (too)
    std::optional<Json> json;  // what the stage said of it
  };
  // What came of a serial action.
  struct Entering {
    std::optional<WalkResult> failed;
    std::optional<Json> update;
  };

  void RunPhase(const PlanStep& phase);
  // False: the branch isn't entered.
  bool Enter(const PlanStep& step);
  Entering EnterHere(const PlanStep& step);
  Entering EnterInStage(const PlanStep& step);
  std::optional<BranchFailure> EnterElsewhere(const PlanStep& step,
                                              const std::optional<Json>& state);
  void UndoWhereItActed(const PlanStep& step);
  void Leave(const PlanStep& step);
  std::optional<WalkResult> UndoHere(const PlanStep& step);
  std::optional<WalkResult> UndoInStage(const PlanStep& step);
  // The directories of the branch that are here.
  std::vector<std::string> ScratchOf(const PlanStep& step) const;
  void NameScratch(WalkResult& result, const PlanStep& step) const;
  // The branch has been left.
  void CloseScratch(const PlanStep& step, bool undo_failed);

  bool InStage(const PlanStep& step) const;
  bool Everywhere(const PlanStep& step) const;
  void SayPlace(const PlanStep& step, SerialPlace place);
  // Makes the state of an entered branch one that is here. Throws where it can't be had.
  void BringHere(std::size_t depth);
  // Of the branch around the step, or of its own, for a process that doesn't hold it.
  std::optional<Json> JsonAround(const PlanStep& step);
  std::optional<Json> JsonOf(std::size_t depth);
  // What the action of an every-process step gets in other processes.
  std::optional<Json> StateForOthers(const PlanStep& step);
  // What befell other branches while the stage was at work.
  void NoteLosses(const PlanStep& step, const StageEnd& end);
  // The branches whose state went with a stage that died.
  void FailLostBranches(const WalkResult& why);
  void NoteFailure(const std::optional<BranchFailure>& failure);
  // The rest of the branch is passed over, but for Undos. False: all its walks had ended before.
  bool FailBranch(const PlanStep& step, const WalkResult& result);
  bool InFailedBranch(const PlanStep& step) const;

  const Plan& plan_;
  const SpaceData& space_;
  Executor& executor_;
  Stage* const stage_;
  const bool isolate_all_;
  WalkBoard& board_;
  StopSignal& stop_;
  const LocalRun& run_;
  std::optional<SerialRunner> serial_;  // where there are serial actions
  bool states_matter_ = false;          // some serial action takes one
  bool update_waits_ = false;
  std::vector<Branch> entered_;        // by depth
  std::optional<PlanStep> failed_in_;  // the branch being passed over
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_ENGINE_H_
