#include <algorithm>
#include <utility>

#include "combtest/duration.h"
#include "src/os/worker_process.h"
#include "src/pool/ending.h"
#include "src/pool/worker_executor.h"
#include "src/process/stack_probe.h"

namespace combtest::internal {
namespace {

constexpr auto kTick = std::chrono::milliseconds(20);
// A debugger takes half a second and more.
constexpr unsigned kMaxStacks = 5;
// For a worker elsewhere to end itself when told to, before its connection is cut.
constexpr auto kTimeToAbort = std::chrono::seconds(5);
// For a command that leads elsewhere to end behind its streams. On a busy machine ssh takes a
// while.
constexpr auto kTimeToClose = std::chrono::seconds(3);

}  // namespace

void WorkerExecutor::Tick() {
  const auto now = Clock::now();
  for (const auto& worker : workers_) {
    worker->LookAtMarkers(now);
    worker->HurryMessages(now);
    CheckTimeouts(*worker, now);
  }
  if (settings_.run_timeout.count() > 0 && now - started_ > settings_.run_timeout &&
      !stop_.stopped()) {
    const std::string text =
        "the run took longer than run_timeout (" + DurationText(settings_.run_timeout) + ")";
    stop_.Stop(text);
    board_.AddRunFailure(RunFailure(text));
  }
  if (settings_.on_tick && !finishing_ && current_.open > 0) {
    settings_.on_tick(current_.step, [this, now] { return LongestRunning(now); });
  }
  StartWaiting();
  std::erase_if(ending_commands_, [](const auto& command) { return command->exited(); });
  FillAll();
  ticker_.expires_after(kTick);
  ticker_.async_wait([this](boost::system::error_code error) {
    if (!error) Tick();
  });
}

RunningWalk WorkerExecutor::LongestRunning(Clock::time_point now) const {
  RunningWalk longest;
  for (const auto& worker : workers_) {
    for (const InFlight& walk : worker->InFlightNow()) {
      if (now - walk.since > longest.age)
        longest = {plan_.order()[walk.slot], walk.action, now - walk.since};
    }
  }
  return longest;
}

void WorkerExecutor::CheckTimeouts(Worker& worker, Clock::time_point now) {
  if (!worker.connected() || worker.end_reason() || worker.culprit()) return;
  if (settings_.walk_timeout.count() > 0) {
    for (const InFlight& walk : worker.InFlightNow()) {
      if (now - walk.since <= settings_.walk_timeout) continue;
      if (!worker.local()) {
        if (!worker.abort_sent()) return worker.Abort(walk);
        if (now - *worker.abort_sent() <= kTimeToAbort) continue;
        worker.BlameTimeout(walk.slot);
        return worker.EndForTimeout({});
      }
      // Stopped, so that it doesn't go on to another walk while its stack is taken.
      StopGroup(worker.pid());
      const std::vector<InFlight> still = worker.InFlightNow();
      const bool same = std::any_of(still.begin(), still.end(), [&](const InFlight& other) {
        return other.slot == walk.slot && other.since == walk.since;
      });
      if (!same) {
        ContinueGroup(worker.pid());
        continue;
      }
      return EndForTimeout(worker, walk.slot);
    }
  }
  if (worker.channel_closed() &&
      now - *worker.channel_closed() > (worker.local() ? kGrace : kTimeToClose)) {
    if (!worker.TakeUpAgain("its streams were closed"))
      worker.End("its channel was closed", kGrace);
    return;
  }
  if (settings_.start_timeout.count() > 0 && worker.phase() == Worker::Phase::kStarting &&
      now - worker.started() > settings_.start_timeout) {
    return worker.End("it hadn't said hello within start_timeout (" +
                          DurationText(settings_.start_timeout) + ") of its start",
                      kGrace);
  }
  if (settings_.heartbeat.count() == 0) return;
  if (now - worker.last_heard() > settings_.heartbeat && worker.last_ping > worker.last_heard()) {
    const std::string why = "it gave no sign of life for " + DurationText(settings_.heartbeat);
    if (!worker.Reconnect(why)) worker.End(why, kGrace);
  } else if (now - std::max(worker.last_heard(), worker.last_ping) > settings_.heartbeat / 4 &&
             worker.ready()) {
    worker.last_ping = now;
    worker.Send(Ping{});
  }
}

// Its group is stopped; everything else goes on while its stack is taken.
void WorkerExecutor::EndForTimeout(Worker& worker, std::uint64_t slot) {
  worker.BlameTimeout(slot);
  if (stacks_taken_++ >= kMaxStacks) return worker.EndForTimeout({});
  ProbeStack(context_, worker.pid(),
             [this, w = worker.index(), instance = worker.instance()](std::string stack) {
               if (workers_[w]->instance() == instance)
                 workers_[w]->EndForTimeout(std::move(stack));
             });
}

void WorkerExecutor::OnSignal(int signal) {
  const std::string text =
      "interrupted by " + ToString(Outcome(outcome::Crashed{signal})).substr(9);
  stop_.Interrupt(text);
  board_.AddRunFailure(RunFailure(text));
}

}  // namespace combtest::internal
