#include "src/worker/serial_calls.h"

#include <utility>

#include "src/record/state_json.h"
#include "src/wire/output_mark.h"

namespace combtest::internal {

void SerialCalls::Carry(const SerialCall& call) {
  const PlanStep& step = StepOf(call);
  ThreadMarker& marker = bench_.marker(0);
  marker.from.store(0, std::memory_order_relaxed);
  marker.begun.store(1, std::memory_order_relaxed);
  marker.progress.store(0, std::memory_order_relaxed);
  marker.action.store(step.begin, std::memory_order_relaxed);
  marker.batch.store(call.call, std::memory_order_release);
  WriteOutputMark(OutputMark::kOther, 0);
  const SerialEnd end = call.keeps_state ? RunKept(call, step) : RunCopy(call, step);
  bench_.CheckChannel();
  WriteOutputMark(OutputMark::kOther, 0);
  bench_.outbox.Append(Encode(FromWorker(end)));
  marker.batch.store(0, std::memory_order_release);
}

const PlanStep& SerialCalls::StepOf(const SerialCall& call) const {
  if (!bench_.plan || call.call < kFirstCall || call.step >= bench_.plan->steps().size())
    throw Error("there is no such serial action");
  const PlanStep& step = bench_.plan->steps()[call.step];
  const ActionEntry& action = bench_.data.actions[step.begin];
  const bool undo = step.kind == PlanStep::Kind::kUndo;
  if (step.kind == PlanStep::Kind::kPhase || (undo && action.undo == nullptr))
    throw Error("there is no such serial action");
  if (call.state && bench_.data.state->from_json == nullptr)
    throw Error("a state came that nothing here can read");
  if (!call.keeps_state && !call.state && (undo ? action.undo_takes_state : action.run_takes_state))
    throw Error("a serial action was to run without its state");
  return step;
}

SerialEnd SerialCalls::RunKept(const SerialCall& call, const PlanStep& step) {
  if (!stage_) stage_.emplace(bench_.data, bench_.initial, bench_.integration, *bench_.run);
  SerialEnd end{call.call, true, {}, {}, {}, {}};
  const auto how = [&] {
    const auto take_in = [&] { TakeInState(call, step); };
    const auto taken = stage_->Other(step, "the state for ", take_in);
    if (taken != SerialRunner::End::kClean) return taken;
    if (step.kind == PlanStep::Kind::kUndo) return stage_->Undo(step);
    return stage_->Enter(step, end.update);
  }();
  end.clean = how == SerialRunner::End::kClean;
  if (!end.clean) end.result = stage_->TakeResult(step);
  end.properties = stage_->TakeProperties();
  if (end.clean) AddState(end, step);
  return end;
}

void SerialCalls::TakeInState(const SerialCall& call, const PlanStep& step) {
  if (!call.state) return;
  stage_->SetState(step.kind == PlanStep::Kind::kUndo ? step.depth : step.depth - 1, *call.state);
}

void SerialCalls::AddState(SerialEnd& end, const PlanStep& step) const {
  const void* const state = stage_->StateAt(step.depth);
  if (!bench_.setup.send_states || state == nullptr) return;
  try {
    end.state = StateToJson(*bench_.data.state, state);
  } catch (...) {
    // It stays here, and goes with this process.
  }
}

SerialEnd SerialCalls::RunCopy(const SerialCall& call, const PlanStep& step) const {
  SerialRunner runner(bench_.data, bench_.initial, bench_.integration, *bench_.run);
  SerialEnd end{call.call, true, {}, {}, {}, {}};
  end.clean = runner.RunCopy(step, call.state) == SerialRunner::End::kClean;
  if (!end.clean) end.result = runner.TakeResult(step);
  return end;
}

}  // namespace combtest::internal
