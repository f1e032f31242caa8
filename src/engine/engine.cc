#include "src/engine/engine.h"

#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "src/log/log_context.h"

namespace combtest::internal {

// Serial actions, and the branches' copies of the state: one slot for each depth, the initial one
// at 0.
class Engine::SerialStage {
 public:
  SerialStage(const Plan& plan, const void* initial, const Integration& integration)
      : space_(*WalkAccess::Data(plan.space())),
        initial_(initial),
        capture_(integration.StartCapture()),
        runner_(space_, integration, capture_.get()),
        states_(*space_.state, space_.serial_actions.size()) {}

  // Runs the serial action in the state of the branch that it enters.
  WalkRunner::End Enter(const PlanStep& step, std::optional<boost::json::value>& update) {
    const ActionEntry& action = space_.actions[step.begin];
    const SerialLogContext log_context(Name(step));
    return runner_.RunOther(Name(step), [&] {
      states_.Drop(step.depth);
      space_.state->copy(states_[step.depth], step.depth == 0 ? initial_ : states_[step.depth - 1]);
      states_.MarkAlive(step.depth);
      update = action.RunSerial(step.option, states_[step.depth]);
    });
  }

  WalkRunner::End Undo(const PlanStep& step) {
    const ActionEntry& action = space_.actions[step.begin];
    if (action.undo == nullptr) return WalkRunner::End::kClean;
    const SerialLogContext log_context("Undo of " + Name(step));
    return runner_.RunOther("Undo of " + Name(step),
                            [&] { action.undo(action.options[step.option], states_[step.depth]); });
  }

  WalkRunner::End Other(const PlanStep& step, const char* what, const std::function<void()>& body) {
    return runner_.RunOther(what + Name(step), body);
  }

  // How every unfinished walk of the branch ends.
  WalkResult TakeResult(const PlanStep& step) {
    WalkResult result =
        runner_.TakeResult(0, states_.alive(step.depth) ? states_[step.depth] : nullptr);
    result.action = step.begin;
    return result;
  }

 private:
  std::string Name(const PlanStep& step) const {
    return space_.ActionText(step.begin, step.option);
  }

  const SpaceData& space_;
  const void* const initial_;
  const std::unique_ptr<FailureCapture> capture_;
  WalkRunner runner_;
  StateSlab states_;
};

Engine::Engine(const Plan& plan, const void* initial, const Integration& integration,
               Executor& executor, WalkBoard& board, StopSignal& stop)
    : plan_(plan), executor_(executor), board_(board), stop_(stop) {
  if (plan.serial_count() > 0) serial_ = std::make_unique<SerialStage>(plan, initial, integration);
}

Engine::~Engine() = default;

void Engine::Run() {
  const std::vector<PlanStep>& steps = plan_.steps();
  RunObserver* const observer = board_.observer();
  bool update_waits = false;
  std::vector<const PlanStep*> entered;
  for (std::size_t i = 0; i < steps.size();) {
    const PlanStep& step = steps[i];
    if (stop_.stopped() && step.kind != PlanStep::Kind::kUndo) {
      ++i;
      continue;
    }
    switch (step.kind) {
      case PlanStep::Kind::kPhase: {
        const bool leaf = step.end == WalkAccess::Data(plan_.space())->actions.size();
        if (step.begin < step.end || leaf || update_waits || step.depth == 1) {
          if (observer != nullptr) observer->OnPhaseStart(step);
          executor_.RunPhase(step);
          if (observer != nullptr) observer->OnPhaseEnd(step);
        }
        update_waits = false;
        break;
      }
      case PlanStep::Kind::kSerial: {
        std::optional<boost::json::value> update;
        SerialReport report{&step, nullptr, nullptr, {}};
        if (observer != nullptr) observer->OnSerialStart(step);
        const auto start = std::chrono::steady_clock::now();
        WalkRunner::End end = serial_->Enter(step, update);
        if (end == WalkRunner::End::kClean && update) {
          end = serial_->Other(step, "the update of ", [&] { executor_.AddUpdate(step, *update); });
          update_waits = true;
        }
        report.took = std::chrono::steady_clock::now() - start;
        if (end != WalkRunner::End::kClean) {
          const WalkResult result = serial_->TakeResult(step);
          report.result = &result;
          if (observer != nullptr) observer->OnSerial(report);
          board_.EndAll(step.first_slot, step.last_slot, result);
          i = plan_.AfterBranch(i);
          continue;
        }
        report.update = update ? &*update : nullptr;
        if (observer != nullptr) observer->OnSerial(report);
        entered.push_back(&step);
        break;
      }
      case PlanStep::Kind::kUndo: {
        // Branches that were never entered aren't left.
        if (entered.empty() || entered.back()->first_slot != step.first_slot ||
            entered.back()->depth != step.depth) {
          break;
        }
        entered.pop_back();
        const bool does_something =
            WalkAccess::Data(plan_.space())->actions[step.begin].undo != nullptr;
        SerialReport report{&step, nullptr, nullptr, {}};
        if (observer != nullptr && does_something) observer->OnSerialStart(step);
        const auto start = std::chrono::steady_clock::now();
        WalkResult result;
        if (serial_->Undo(step) != WalkRunner::End::kClean) {
          result = serial_->TakeResult(step);
          report.result = &result;
        }
        report.took = std::chrono::steady_clock::now() - start;
        if (observer != nullptr && does_something) observer->OnSerial(report);
        if (result.cancelled()) break;
        for (Failure& failure : result.failures) board_.AddRunFailure(std::move(failure));
        break;
      }
    }
    ++i;
  }
  for (const Comeback& comeback : ForkWatch::TakeLateComebacks())
    board_.AddRunFailure(LateComebackText(comeback));
}

}  // namespace combtest::internal
