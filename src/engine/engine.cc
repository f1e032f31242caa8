#include "src/engine/engine.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "src/record/state_json.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

bool TakesState(const ActionEntry& action) {
  return action.run_takes_state || action.undo_takes_state;
}

}  // namespace

Engine::Engine(const Plan& plan, const void* initial, const Integration& integration,
               Executor& executor, Stage* stage, bool isolate_all, WalkBoard& board,
               StopSignal& stop, const LocalRun& run)
    : plan_(plan),
      space_(*WalkAccess::Data(plan.space())),
      executor_(executor),
      stage_(stage),
      isolate_all_(isolate_all),
      board_(board),
      stop_(stop),
      run_(run) {
  if (plan.serial_count() == 0) return;
  serial_.emplace(space_, initial, integration, run);
  states_matter_ = std::any_of(space_.actions.begin(), space_.actions.end(), TakesState);
}

void Engine::Run() {
  const std::vector<PlanStep>& steps = plan_.steps();
  for (std::size_t i = 0; i < steps.size();) {
    const PlanStep& step = steps[i];
    const bool passed_over = stop_.stopped() || InFailedBranch(step);
    switch (step.kind) {
      case PlanStep::Kind::kPhase:
        if (!passed_over) RunPhase(step);
        break;
      case PlanStep::Kind::kSerial:
        if (passed_over) break;
        if (!Enter(step)) {
          i = plan_.AfterBranch(i);
          continue;
        }
        break;
      case PlanStep::Kind::kUndo:
        Leave(step);
        break;
    }
    ++i;
  }
}

void Engine::RunPhase(const PlanStep& phase) {
  const bool leaf = phase.end == space_.actions.size();
  if (phase.begin < phase.end || leaf || update_waits_ || phase.depth == 1) {
    RunObserver* const observer = board_.observer();
    if (observer != nullptr) observer->OnPhaseStart(phase);
    executor_.RunPhase(phase);
    if (observer != nullptr) observer->OnPhaseEnd(phase);
    NoteFailure(executor_.TakeBranchFailure());
  }
  update_waits_ = false;
}

// --- Serial actions ---

bool Engine::Enter(const PlanStep& step) {
  RunObserver* const observer = board_.observer();
  if (observer != nullptr) observer->OnSerialStart(step);
  const auto start = std::chrono::steady_clock::now();
  Entering end = InStage(step) ? EnterInStage(step) : EnterHere(step);
  if (!end.failed && end.update) {
    SayPlace(step, SerialPlace::kHere);
    const auto add = [&] { executor_.AddUpdate(step, *end.update); };
    if (serial_->Other(step, "the update of ", add) != SerialRunner::End::kClean)
      end.failed = serial_->TakeResult(step);
    update_waits_ = true;
  }
  if (end.failed && !end.failed->cancelled()) NameScratch(*end.failed, step);
  SerialReport report{&step, end.failed ? &*end.failed : nullptr,
                      end.update && !end.failed ? &*end.update : nullptr,
                      std::chrono::steady_clock::now() - start};
  if (observer != nullptr) observer->OnSerial(report);
  if (!end.failed) return true;
  if (entered_.size() > step.depth) {
    if (Everywhere(step)) UndoWhereItActed(step);
    entered_.pop_back();
  }
  board_.EndAll(step.first_slot, step.last_slot, *end.failed);
  if (end.failed->cancelled()) CloseScratch(step, false);
  return false;
}

std::vector<std::string> Engine::ScratchOf(const PlanStep& step) const {
  const std::string name = ScratchDirs::NameOfBranch(step.first_slot, step.depth);
  std::vector<std::string> paths = {run_.scratch.Find(name)};
  for (unsigned w = 0; Everywhere(step) && w <= run_.workers; ++w)
    paths.push_back(run_.scratch.Find(ScratchDirs::NameInProcess(name, w)));
  std::erase(paths, "");
  return paths;
}

void Engine::NameScratch(WalkResult& result, const PlanStep& step) const {
  for (const std::string& path : ScratchOf(step)) AddToList(result.scratch, path);
}

void Engine::CloseScratch(const PlanStep& step, bool undo_failed) {
  const std::vector<std::string> paths = ScratchOf(step);
  if (paths.empty()) return;
  const bool failed = undo_failed || board_.AnyFailed(step.first_slot, step.last_slot);
  for (const std::string& path : paths) {
    if (failed) {
      board_.AddBranchScratch(step.first_slot, step.last_slot, path);
    } else {
      RemoveDirectory(path);
    }
  }
}

// Where it acts in every process, in this one first: what fails here isn't tried elsewhere.
Engine::Entering Engine::EnterHere(const PlanStep& step) {
  Entering end;
  std::optional<Json> state;
  SayPlace(step, SerialPlace::kHere);
  serial_->DropState(step.depth);  // an earlier branch's
  const auto prepare = [&] {
    if (step.depth > 0) BringHere(step.depth - 1);
    state = StateForOthers(step);
  };
  if (serial_->Other(step, "the state for ", prepare) != SerialRunner::End::kClean ||
      serial_->Enter(step, end.update) != SerialRunner::End::kClean) {
    end.failed = serial_->TakeResult(step);
    board_.AddRunProperties(serial_->TakeProperties());
    return end;
  }
  board_.AddRunProperties(serial_->TakeProperties());
  entered_.push_back({&step, false, true, {}});
  if (!Everywhere(step)) return end;
  if (auto failure = EnterElsewhere(step, state)) {
    if (failure->step != step) NoteFailure(*failure);
    end.failed = std::move(failure->result);
  }
  return end;
}

// It has failed in some process.
void Engine::UndoWhereItActed(const PlanStep& step) {
  PlanStep undo = step;
  undo.kind = PlanStep::Kind::kUndo;
  if (const auto failed = UndoHere(undo)) board_.AddRunFailures(*failed);
}

std::optional<BranchFailure> Engine::EnterElsewhere(const PlanStep& step,
                                                    const std::optional<Json>& state) {
  std::optional<BranchFailure> failure;
  if (stage_ != nullptr) {
    SayPlace(step, SerialPlace::kStage);
    StageEnd end = stage_->EnterCopy(step, state);
    NoteLosses(step, end);
    if (end.failed) failure = {step, std::move(*end.failed)};
  }
  SayPlace(step, SerialPlace::kWorkers);
  if (!failure && executor_.HasOtherProcesses()) failure = executor_.EnterEverywhere(step, state);
  return failure;
}

Engine::Entering Engine::EnterInStage(const PlanStep& step) {
  SayPlace(step, SerialPlace::kStage);
  serial_->DropState(step.depth);
  StageEnd end = stage_->Enter(step, [&] { return JsonAround(step); });
  if (!end.failed) entered_.push_back({&step, true, false, std::move(end.state)});
  NoteLosses(step, end);
  return {std::move(end.failed), std::move(end.update)};
}

void Engine::Leave(const PlanStep& step) {
  // Branches that were never entered aren't left.
  if (entered_.empty() || entered_.back().step->first_slot != step.first_slot ||
      entered_.back().step->depth != step.depth)
    return;
  RunObserver* const observer = board_.observer();
  const bool does_something = space_.actions[step.begin].undo != nullptr;
  if (observer != nullptr && does_something) observer->OnSerialStart(step);
  const auto start = std::chrono::steady_clock::now();
  auto failed = InStage(step) ? UndoInStage(step) : UndoHere(step);
  entered_.pop_back();
  if (failed_in_ && failed_in_->depth == step.depth && failed_in_->first_slot == step.first_slot)
    failed_in_.reset();
  SerialReport report{&step, failed ? &*failed : nullptr, nullptr,
                      std::chrono::steady_clock::now() - start};
  if (observer != nullptr && does_something) observer->OnSerial(report);
  if (failed) {
    NameScratch(*failed, step);
    board_.AddRunFailures(*failed);
  }
  CloseScratch(step, failed.has_value());
}

// Elsewhere first, as Run was here first.
std::optional<WalkResult> Engine::UndoHere(const PlanStep& step) {
  const bool does_something = space_.actions[step.begin].undo != nullptr;
  if (Everywhere(step)) {
    std::optional<Json> state;
    const auto prepare = [&] { state = StateForOthers(step); };
    if (does_something &&
        serial_->Other(step, "the state for ", prepare) != SerialRunner::End::kClean)
      board_.AddRunFailures(serial_->TakeResult(step));  // it isn't undone elsewhere
    SayPlace(step, SerialPlace::kWorkers);
    if (executor_.HasOtherProcesses()) {
      executor_.LeaveEverywhere(step, state);
      NoteFailure(executor_.TakeBranchFailure());
    }
    if (stage_ != nullptr) {
      SayPlace(step, SerialPlace::kStage);
      const StageEnd end = stage_->UndoCopy(step, state);
      if (end.failed) board_.AddRunFailures(*end.failed);
      NoteLosses(step, end);
    }
  }
  if (!does_something) return std::nullopt;
  SayPlace(step, SerialPlace::kHere);
  std::optional<WalkResult> failed;
  if (serial_->Undo(step) != SerialRunner::End::kClean) failed = serial_->TakeResult(step);
  board_.AddRunProperties(serial_->TakeProperties());
  return failed;
}

std::optional<WalkResult> Engine::UndoInStage(const PlanStep& step) {
  if (space_.actions[step.begin].undo == nullptr) return std::nullopt;
  SayPlace(step, SerialPlace::kStage);
  const bool takes_state = space_.actions[step.begin].undo_takes_state;
  StageEnd end =
      stage_->Undo(step, [&] { return takes_state ? JsonOf(step.depth) : std::nullopt; });
  const Branch own = std::exchange(entered_.back(), {&step, false, true, {}});  // not lost
  NoteLosses(step, end);
  entered_.back() = own;
  return std::move(end.failed);
}

bool Engine::InStage(const PlanStep& step) const {
  const Scope scope = space_.actions[step.begin].scope;
  return stage_ != nullptr &&
         (scope == Scope::kOwnProcess || (isolate_all_ && scope == Scope::kOnce));
}

bool Engine::Everywhere(const PlanStep& step) const {
  return space_.actions[step.begin].scope == Scope::kEveryProcess &&
         (stage_ != nullptr || executor_.HasOtherProcesses());
}

void Engine::SayPlace(const PlanStep& step, SerialPlace place) {
  if (board_.observer() != nullptr) board_.observer()->OnSerialPlace(step, place);
}

// --- Branches' states ---

void Engine::BringHere(std::size_t depth) {
  Branch& branch = entered_[depth];
  if (branch.here || !states_matter_) return;
  if (!branch.json) {
    throw Error("the state that " + space_.ActionText(branch.step->begin, branch.step->option) +
                " left in a process of its own can't come here: it can't be written as JSON");
  }
  serial_->SetState(depth, *branch.json);
  branch.here = true;
}

std::optional<Engine::Json> Engine::JsonAround(const PlanStep& step) {
  return step.depth == 0 ? std::nullopt : JsonOf(step.depth - 1);
}

std::optional<Engine::Json> Engine::JsonOf(std::size_t depth) {
  const Branch& branch = entered_[depth];
  if (!states_matter_ || branch.json) return branch.json;
  if (branch.here && space_.state->to_json != nullptr)
    return StateToJson(*space_.state, serial_->StateAt(depth));
  throw Error("the state that " + space_.ActionText(branch.step->begin, branch.step->option) +
              " left went with the process that had it; it can't be written as JSON");
}

std::optional<Engine::Json> Engine::StateForOthers(const PlanStep& step) {
  const ActionEntry& action = space_.actions[step.begin];
  const bool undo = step.kind == PlanStep::Kind::kUndo;
  if (!Everywhere(step) || !(undo ? action.undo_takes_state : action.run_takes_state))
    return std::nullopt;
  return StateToJson(*space_.state,
                     undo ? serial_->StateAt(step.depth) : serial_->Around(step.depth));
}

// --- Failures ---

void Engine::NoteLosses(const PlanStep& step, const StageEnd& end) {
  // The branch itself first: whatever else fails does so for its sake.
  if (end.failed && !end.around && step.kind == PlanStep::Kind::kSerial)
    board_.EndAll(step.first_slot, step.last_slot, *end.failed);
  if (end.around) FailBranch(end.around->step, end.around->result);
  if (end.failed && states_matter_ && !stop_.stopped()) FailLostBranches(*end.failed);
}

void Engine::FailLostBranches(const WalkResult& why) {
  for (std::size_t depth = 0; depth < entered_.size(); ++depth) {
    const Branch& branch = entered_[depth];
    if (!branch.in_stage || branch.here || branch.json || stage_->Holds(depth)) continue;
    if (InFailedBranch(*branch.step)) return;
    WalkResult result;
    result.action = branch.step->begin;
    result.where = space_.ActionText(branch.step->begin, branch.step->option);
    result.outcome =
        outcome::Lost{"its branch's state went with the process in which " + why.where + " " +
                      ToString(why.outcome) + "; it can't be written as JSON"};
    FailBranch(*branch.step, result);
    return;
  }
}

// In another process, of a branch that was entered.
void Engine::NoteFailure(const std::optional<BranchFailure>& failure) {
  if (failure && !FailBranch(failure->step, failure->result))
    board_.AddRunFailures(failure->result);
}

bool Engine::FailBranch(const PlanStep& step, const WalkResult& result) {
  bool ends_some = false;
  for (std::uint64_t slot = step.first_slot; slot < step.last_slot && !ends_some; ++slot)
    ends_some = board_.Unfinished(slot);
  board_.EndAll(step.first_slot, step.last_slot, result);
  failed_in_ = step;
  return ends_some;
}

bool Engine::InFailedBranch(const PlanStep& step) const {
  return failed_in_ && failed_in_->first_slot <= step.first_slot &&
         step.first_slot < failed_in_->last_slot;
}

}  // namespace combtest::internal
