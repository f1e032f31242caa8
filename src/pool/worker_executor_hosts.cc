// Workers are started, and hosts that can't start them are given up.
#include <algorithm>
#include <random>
#include <utility>

#include "src/os/worker_process.h"
#include "src/pool/ending.h"
#include "src/pool/worker_executor.h"

namespace combtest::internal {
namespace {

constexpr unsigned kMaxFailedStarts = 3;
constexpr unsigned kMaxIdleDeaths = 10;  // for each worker
// sshd drops connections where more than ten wait to be let in.
constexpr int kMaxStarting = 8;
constexpr auto kTimeForEndCommand = std::chrono::seconds(10);
// To reach a host.
constexpr auto kTimeToConnect = std::chrono::seconds(15);

// A token that no other process on the machine has in its environment.
std::string NewId(unsigned index) {
  std::random_device random;
  return std::to_string(OwnProcessId()) + "-" + std::to_string(index) + "-" +
         std::to_string(random()) + std::to_string(random());
}

}  // namespace

void WorkerExecutor::StartWorker(Worker& worker) {
  const auto starts_there = [&](const auto& other) {
    return other->phase() == Worker::Phase::kStarting &&
           launcher_.HostOf(other->index()) == launcher_.HostOf(worker.index());
  };
  worker.wants_start = !launcher_.IsLocal() && std::count_if(workers_.begin(), workers_.end(),
                                                             starts_there) >= kMaxStarting;
  if (worker.wants_start) return;
  LaunchRequest request;
  request.target = settings_.target;
  request.workers = settings_.workers;
  request.id = NewId(worker.index());
  request.test_arguments = settings_.test_arguments;
  request.pass_on = settings_.pass_on;
  if (launcher_.CanReconnect() && settings_.reconnect.count() > 0) {
    request.reconnect = settings_.reconnect;
    // This side may notice later than the worker's, by a heartbeat.
    request.patience = std::chrono::duration_cast<std::chrono::milliseconds>(
        settings_.reconnect + settings_.heartbeat + kTimeToConnect);
  }
  worker.action_count = space_.actions.size();
  try {
    worker.Start(launcher_, std::move(request), next_instance_++);
  } catch (const std::exception& error) {
    GiveUpHost(worker, "no worker could be started by the launcher `" + launcher_.name() +
                           "`: " + error.what());
  }
}

void WorkerExecutor::StartWaiting() {
  for (const auto& worker : workers_) {
    if (worker->wants_start && !finishing_ && !stop_.stopped() && !HostGivenUp(*worker))
      StartWorker(*worker);
  }
}

std::string WorkerExecutor::HostText(const Worker& worker) const {
  const std::string host = launcher_.HostOf(worker.index());
  return host.empty() ? "this machine" : "the host `" + host + "`";
}

bool WorkerExecutor::HostGivenUp(const Worker& worker) const {
  const auto record = hosts_.find(launcher_.HostOf(worker.index()));
  return record != hosts_.end() && record->second.given_up;
}

void WorkerExecutor::GiveUpHost(const Worker& worker, const std::string& why,
                                const std::string& details) {
  if (HostGivenUp(worker)) return;
  hosts_[launcher_.HostOf(worker.index())].given_up = true;
  bool any_left = false;
  for (const auto& other : workers_) {
    any_left = any_left || !HostGivenUp(*other) || (other->ready() && other.get() != &worker);
    if (HostGivenUp(*other) && other->phase() == Worker::Phase::kStarting)
      other->End("its host was given up", std::chrono::milliseconds(0));
  }
  if (!any_left) stop_.Stop(why);
  board_.AddRunFailure(
      RunFailure(any_left ? HostText(worker) + " is given up: " + why +
                                "; its share of the walks went to the other workers" + details
                          : why + details));
}

// Of a worker that died before it had run anything since it was started. `idle`: it had nothing to
// do.
void WorkerExecutor::CountFailedStart(Worker& worker, ExitStatus status, bool idle) {
  // One that was killed while it had nothing to do is no sign of trouble, unless it goes on and on.
  const unsigned most = kMaxFailedStarts + (idle ? kMaxIdleDeaths * settings_.workers : 0);
  if (++hosts_[launcher_.HostOf(worker.index())].failed_starts < most) return;
  GiveUpHost(worker, "workers keep dying without running anything: " + HowItEnded(worker, status),
             "\n  launcher: " + launcher_.name() + "\n  command:  " + worker.command() +
                 OutputTail(worker));
}

std::string WorkerExecutor::HowItEnded(const Worker& worker, ExitStatus status) const {
  if (worker.end_reason()) return *worker.end_reason();
  return worker.cut_off() ? WhyCut(worker, status) : ToString(OutcomeOf(status));
}

// What the end of the command that led to the worker tells.
std::string WorkerExecutor::WhyCut(const Worker& worker, ExitStatus status) const {
  if (worker.break_reason()) return *worker.break_reason();
  const std::string text = ToString(OutcomeOf(status));
  const std::string tail = worker.output_tail();
  const std::string explained =
      launcher_.Explain(worker.index(), {status.signal, status.code, tail});
  return explained.empty() ? "its connection ended: " + text : explained + " (" + text + ")";
}

void WorkerExecutor::OnBreak(Worker& worker, ExitStatus status) {
  OnOutput(worker,
           "lost its connection: " + WhyCut(worker, status) + "; it is being taken up again");
}

void WorkerExecutor::OnResumption(Worker& worker) {
  OnOutput(worker, "is connected again; nothing was lost");
  FillAll();
}

void WorkerExecutor::EndRemains(const Worker& worker) {
  WorkerCommand command = launcher_.EndCommand(worker.request());
  if (command.argv.empty()) return;
  ChildProcess::Callbacks nothing;
  nothing.on_output = nothing.on_error_output = [](std::string_view) {};
  nothing.on_output_end = [] {};
  nothing.on_exit = [](ExitStatus) {};
  try {
    ending_commands_.push_back(
        ChildProcess::Start(context_, FoundByPath(std::move(command)), std::move(nothing)));
    ending_commands_.back()->CloseInput();
    ending_commands_.back()->ExpectEnd(kTimeForEndCommand);
  } catch (const std::exception&) {
    // What is left over there sees the end of its input sooner or later.
  }
}

void WorkerExecutor::WaitForEndCommands() {
  RunLoopUntil([this] {
    return std::all_of(ending_commands_.begin(), ending_commands_.end(),
                       [](const auto& command) { return command->exited(); });
  });
}

}  // namespace combtest::internal
