#include "src/pool/serial_blame.h"

#include <algorithm>
#include <utility>

#include "src/os/worker_process.h"

namespace combtest::internal {

bool WasCarryingOut(const WorkerDeath& death, std::uint64_t call) {
  return std::any_of(death.threads.begin(), death.threads.end(),
                     [call](const ThreadState& thread) { return thread.batch == call; });
}

WalkResult BlameSerial(const WorkerDeath& death, std::size_t action, std::string where,
                       std::chrono::nanoseconds limit, const StopSignal& stop) {
  WalkResult result;
  result.action = action;
  result.where = std::move(where);
  const auto add = [&](std::string message) {
    result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                               std::move(message), result.where});
  };
  if (death.culprit) {
    result.outcome = outcome::TimedOut{limit};
    if (!death.stack.empty()) add("when its time was over:\n" + death.stack);
  } else if (stop.stopped()) {  // broken off with the whole run
    result.outcome = outcome::NotRun{stop.reason()};
  } else if (death.cut_off || death.end_reason) {
    result.outcome = outcome::Failed{};
    add("its process had to be ended: " + death.how);
  } else {
    result.outcome = OutcomeOf(death.status);
    if (death.status.signal == 0 && death.status.code == kChannelLost)
      add("it closed descriptors that belong to its process");
  }
  return result;
}

WalkResult InProcess(WalkResult result, const std::string& process) {
  if (!result.where.empty()) result.where += " in " + process;
  for (Failure& failure : result.failures) failure.where += " in " + process;
  return result;
}

}  // namespace combtest::internal
