// Serial actions in a worker, or in the stage.
#ifndef COMBTEST_SRC_WORKER_SERIAL_CALLS_H_
#define COMBTEST_SRC_WORKER_SERIAL_CALLS_H_

#include <optional>

#include "src/engine/serial_runner.h"
#include "src/wire/protocol.h"
#include "src/worker/workbench.h"

namespace combtest::internal {

class SerialCalls {
 public:
  explicit SerialCalls(Workbench& bench) : bench_(bench) {}

  // Carries the call out on this thread and reports it. Throws Error where it makes no sense.
  void Carry(const SerialCall& call);
  void DropStates() { stage_.reset(); }

 private:
  const PlanStep& StepOf(const SerialCall& call) const;
  SerialEnd RunKept(const SerialCall& call, const PlanStep& step);
  SerialEnd RunCopy(const SerialCall& call, const PlanStep& step) const;
  // Throws what from_json does.
  void TakeInState(const SerialCall& call, const PlanStep& step);
  void AddState(SerialEnd& end, const PlanStep& step) const;

  Workbench& bench_;
  std::optional<SerialRunner> stage_;  // with the branches' states
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_SERIAL_CALLS_H_
