#include "src/pool/watchdog.h"

#include <algorithm>
#include <utility>

#include "combtest/duration.h"
#include "src/os/worker_process.h"
#include "src/pool/serial_blame.h"
#include "src/process/stack_probe.h"

namespace combtest::internal {
namespace {

// A debugger takes half a second and more.
constexpr unsigned kMaxStacks = 5;
// For a worker elsewhere to end itself when told to, before its connection is cut.
constexpr auto kTimeToAbort = std::chrono::seconds(5);
// For a command that leads elsewhere to end after its streams. On a busy machine ssh takes a
// while.
constexpr auto kTimeToClose = std::chrono::seconds(3);

}  // namespace

void Watchdog::LookAt(Worker& worker, Clock::time_point now) {
  if (!worker.connected() || worker.end_reason() || worker.culprit()) return;
  if (worker.HasOverwritten(now, was_issued_)) return worker.EndForOverwriting();
  if (CheckWalks(worker, now) || CheckChannel(worker, now) || CheckStart(worker, now)) return;
  CheckSilence(worker, now);
}

bool Watchdog::CheckWalks(Worker& worker, Clock::time_point now) {
  if (limits_.walk.count() == 0 && limits_.serial.count() == 0) return false;
  const auto late = [&](const InFlight& walk, std::chrono::nanoseconds limit) {
    if (limit.count() == 0 || now - walk.thread.since <= limit) return false;
    return worker.local() ? EndHere(worker, walk) : EndElsewhere(worker, walk, now);
  };
  const std::vector<ThreadState> threads = worker.Threads();
  for (const InFlight& walk : walks_of_(worker, threads)) {
    if (late(walk, limits_.walk)) return true;
  }
  for (const ThreadState& thread : threads) {
    if (thread.batch >= kFirstCall && late({kNoSlot, thread.position(), thread}, limits_.serial))
      return true;
  }
  return false;
}

bool Watchdog::EndElsewhere(Worker& worker, const InFlight& walk, Clock::time_point now) {
  if (!worker.abort_sent()) {
    worker.Abort(walk.thread, walk.slot);
    return true;
  }
  if (now - *worker.abort_sent() <= kTimeToAbort) return false;
  worker.BlameTimeout(walk.slot);
  worker.EndForTimeout({});
  return true;
}

// Stopped first, so that it doesn't go on to another walk while its stack is taken.
bool Watchdog::EndHere(Worker& worker, const InFlight& walk) {
  worker.Stop();
  const std::vector<ThreadState> still = worker.Threads();
  if (std::none_of(still.begin(), still.end(), [&](const ThreadState& thread) {
        return thread.InWalk() && thread.batch == walk.thread.batch &&
               thread.position() == walk.position && thread.since == walk.thread.since;
      })) {
    worker.Continue();
    return false;
  }
  EndWithStack(worker, walk.slot);
  return true;
}

// Its group is stopped; everything else goes on while its stack is taken.
void Watchdog::EndWithStack(Worker& worker, std::uint64_t slot) {
  worker.BlameTimeout(slot);
  if (stacks_taken_++ >= kMaxStacks) return worker.EndForTimeout({});
  ProbeStack(context_, worker.pid(), [&worker, instance = worker.instance()](std::string stack) {
    if (worker.instance() == instance) worker.EndForTimeout(std::move(stack));
  });
}

bool Watchdog::CheckChannel(Worker& worker, Clock::time_point now) const {
  if (!worker.channel_closed() ||
      now - *worker.channel_closed() <= (worker.local() ? kGrace : kTimeToClose))
    return false;
  if (!worker.TakeUpAgain("its streams were closed")) worker.End("its channel was closed", kGrace);
  return true;
}

bool Watchdog::CheckStart(Worker& worker, Clock::time_point now) const {
  if (limits_.start.count() == 0 || worker.phase() != Worker::Phase::kStarting ||
      now - worker.started() <= limits_.start)
    return false;
  worker.End("it hadn't said hello within start_timeout (" + DurationText(limits_.start) +
                 ") of its start",
             kGrace);
  return true;
}

void Watchdog::CheckSilence(Worker& worker, Clock::time_point now) const {
  if (limits_.silence.count() == 0) return;
  const auto heard = worker.last_heard();
  const auto asked = worker.last_asked();
  if (now - heard > limits_.silence && asked > heard) {
    const std::string why = "it gave no sign of life for " + DurationText(limits_.silence);
    if (!worker.Reconnect(why)) worker.End(why, kGrace);
  } else if (now - std::max(heard, asked) > limits_.silence / 4 && worker.ready()) {
    worker.AskForLife(now);
  }
}

}  // namespace combtest::internal
