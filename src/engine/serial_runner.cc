#include "src/engine/serial_runner.h"

#include "src/log/log_context.h"

namespace combtest::internal {

SerialRunner::SerialRunner(const SpaceData& space, const void* initial,
                           const Integration& integration, const LocalRun& run)
    : space_(space),
      initial_(initial),
      integration_(integration),
      place_{run},
      capture_(integration.StartCapture()),
      runner_(space_, integration, capture_.get(), place_),
      states_(*space_.state, space_.serial_actions.size()) {}

SerialRunner::End SerialRunner::Enter(const PlanStep& step,
                                      std::optional<boost::json::value>& update) {
  const ActionEntry& action = space_.actions[step.begin];
  const SerialLogContext log_context(Name(step));
  const std::shared_ptr<void> foreign = integration_.CaptureForeign();
  return Run(step, Name(step), [&] {
    states_.Drop(step.depth);
    space_.state->copy(states_[step.depth], Around(step.depth));
    states_.MarkAlive(step.depth);
    update = action.RunSerial(step.option, states_[step.depth]);
  });
}

SerialRunner::End SerialRunner::Undo(const PlanStep& step) {
  const ActionEntry& action = space_.actions[step.begin];
  if (action.undo == nullptr) return End::kClean;
  const SerialLogContext log_context(Name(step));
  const std::shared_ptr<void> foreign = integration_.CaptureForeign();
  return Run(step, Name(step), [&] {
    action.undo(action.options[step.option],
                states_.alive(step.depth) ? states_[step.depth] : nullptr);
  });
}

SerialRunner::End SerialRunner::RunCopy(const PlanStep& step,
                                        const std::optional<boost::json::value>& state) {
  const ActionEntry& action = space_.actions[step.begin];
  const bool undo = step.kind == PlanStep::Kind::kUndo;
  place_.in_every_process = true;
  const SerialLogContext log_context(Name(step));
  const std::shared_ptr<void> foreign = integration_.CaptureForeign();
  return Run(step, Name(step), [&] {
    StateSlab copy(*space_.state, 1);
    if (state) {
      space_.state->from_json(copy[0], *state);
      copy.MarkAlive(0);
    }
    void* const place = state ? copy[0] : nullptr;
    if (undo) {
      action.undo(action.options[step.option], place);
    } else {
      action.RunSerial(step.option, place);
    }
  });
}

SerialRunner::End SerialRunner::Other(const PlanStep& step, const char* what,
                                      const std::function<void()>& body) {
  return Run(step, what + Name(step), body);
}

SerialRunner::End SerialRunner::Run(const PlanStep& step, const std::string& where,
                                    const std::function<void()>& body) {
  place_.serial = &step;
  return runner_.RunOther(where, step.begin, body);
}

WalkResult SerialRunner::TakeResult(const PlanStep& step) {
  WalkResult result = runner_.TakeResult(0, StateAt(step.depth));
  if (place_.in_every_process && !result.cancelled()) {
    result.scratch = place_.run.scratch.Find(place_.ScratchName());
    place_.run.scratch.Keep(place_.ScratchName());
  }
  return result;
}

const void* SerialRunner::Around(std::size_t depth) const {
  return depth == 0 || !states_.alive(depth - 1) ? initial_ : states_[depth - 1];
}

const void* SerialRunner::StateAt(std::size_t depth) const {
  return states_.alive(depth) ? states_[depth] : nullptr;
}

void SerialRunner::SetState(std::size_t depth, const boost::json::value& state) {
  states_.DropWatched(depth);
  space_.state->from_json(states_[depth], state);
  states_.MarkAlive(depth);
}

std::string SerialRunner::Name(const PlanStep& step) const {
  const std::string text = space_.ActionText(step.begin, step.option);
  return step.kind == PlanStep::Kind::kUndo ? "Undo of " + text : text;
}

}  // namespace combtest::internal
