#include "src/pool/hosts.h"

#include <algorithm>
#include <random>
#include <utility>

#include "src/os/worker_process.h"
#include "src/pool/settlement.h"

namespace combtest::internal {
namespace {

constexpr unsigned kMaxFailedStarts = 3;
constexpr unsigned kMaxIdleDeaths = 10;  // for each worker
// sshd drops connections where more than ten wait to be let in.
constexpr int kMaxStarting = 8;
constexpr auto kTimeForEndCommand = std::chrono::seconds(10);
// To reach a host.
constexpr auto kTimeToConnect = std::chrono::seconds(15);

}  // namespace

std::string NewWorkerId(unsigned index) {
  std::random_device random;
  return std::to_string(OwnProcessId()) + "-" + std::to_string(index) + "-" +
         std::to_string(random()) + std::to_string(random());
}

Hosts::Hosts(boost::asio::io_context& context, Launcher& launcher, const PoolSettings& settings,
             const std::vector<std::unique_ptr<Worker>>& workers, WalkBoard& board,
             StopSignal& stop, std::function<void(const Worker&)> on_start)
    : context_(context),
      launcher_(launcher),
      settings_(settings),
      workers_(workers),
      board_(board),
      stop_(stop),
      on_start_(std::move(on_start)),
      records_(settings.workers) {}

void Hosts::Start(Worker& worker) {
  if (GivenUp(worker)) return;
  StartRecord& record = records_[worker.index()];
  record = {};
  record.waits = !launcher_.IsLocal() && TooManyStarting(worker);
  if (record.waits) return;
  try {
    worker.Start(launcher_, RequestFor(worker));
    on_start_(worker);
  } catch (const std::exception& error) {
    GiveUp(worker, "no worker could be started by the launcher `" + launcher_.name() +
                       "`: " + error.what());
  }
}

bool Hosts::TooManyStarting(const Worker& worker) const {
  return std::count_if(workers_.begin(), workers_.end(), [&](const auto& other) {
           return other->phase() == Worker::Phase::kStarting && HostOf(*other) == HostOf(worker);
         }) >= kMaxStarting;
}

LaunchRequest Hosts::RequestFor(const Worker& worker) const {
  LaunchRequest request;
  request.target = settings_.target;
  request.workers = settings_.workers;
  request.number = worker.index();
  request.count = settings_.workers;
  request.id = NewWorkerId(worker.index());
  request.test_arguments = settings_.test_arguments;
  request.pass_on = settings_.pass_on;
  if (launcher_.CanReconnect() && settings_.reconnect.count() > 0) {
    request.reconnect = settings_.reconnect;
    // This side may notice later than the worker's, by a heartbeat.
    request.patience = std::chrono::duration_cast<std::chrono::milliseconds>(
        settings_.reconnect + settings_.heartbeat + kTimeToConnect);
  }
  return request;
}

void Hosts::StartWaiting() {
  for (const auto& worker : workers_) {
    if (records_[worker->index()].waits) Start(*worker);
  }
}

void Hosts::NoteProgress(const Worker& worker) {
  records_[worker.index()].made_progress = true;
  hosts_[HostOf(worker)].failed_starts = 0;
}

void Hosts::OnDeath(Worker& worker, ExitStatus status, bool had_work) {
  const StartRecord& record = records_[worker.index()];
  if (worker.lied() && !worker.local())
    GiveUp(worker, "a worker there is not to be trusted: it " + HowItEnded(worker, status));
  if (!record.made_progress) CountFailedStart(worker, status, record.was_ready && !had_work);
  if (!stop_.stopped()) Start(worker);
}

bool Hosts::GivenUp(const Worker& worker) const {
  const auto record = hosts_.find(HostOf(worker));
  return record != hosts_.end() && !record->second.given_up.empty();
}

bool Hosts::AnyLeft() const {
  return std::any_of(workers_.begin(), workers_.end(), [this](const auto& worker) {
    return !worker->gone() || (records_[worker->index()].waits && !GivenUp(*worker));
  });
}

void Hosts::StopWithoutWorkers() {
  if (stop_.stopped() || AnyLeft()) return;
  std::string why = "no worker is left";
  for (const auto& [host, record] : hosts_) {
    if (!record.given_up.empty())
      why += (host.empty() ? ": " : "; " + host + ": ") + record.given_up;
  }
  stop_.Stop(why);
  board_.AddRunFailure(why);
}

void Hosts::GiveUp(const Worker& worker, const std::string& why, const std::string& details) {
  if (GivenUp(worker)) return;
  hosts_[HostOf(worker)].given_up = why;
  bool any_left = false;
  for (const auto& other : workers_) {
    any_left = any_left || !GivenUp(*other) || (other->ready() && other.get() != &worker);
    if (GivenUp(*other) && other->phase() == Worker::Phase::kStarting)
      other->End("its host was given up", std::chrono::milliseconds(0));
  }
  if (!any_left) stop_.Stop(why);
  board_.AddRunFailure(any_left ? Text(worker) + " is given up: " + why +
                                      "; its share of the walks went to the other workers" + details
                                : why + details);
}

// Of a worker that died before it had run anything since it was started. `idle`: it had nothing to
// do.
void Hosts::CountFailedStart(const Worker& worker, ExitStatus status, bool idle) {
  // One that was killed while it had nothing to do is no sign of trouble, unless it goes on and on.
  const unsigned most = kMaxFailedStarts + (idle ? kMaxIdleDeaths * settings_.workers : 0);
  if (++hosts_[HostOf(worker)].failed_starts < most) return;
  GiveUp(worker, "workers keep dying without running anything: " + HowItEnded(worker, status),
         "\n  launcher: " + launcher_.name() + "\n  command:  " + worker.command() +
             worker.OutputNote());
}

std::string Hosts::Text(const Worker& worker) const {
  const std::string host = HostOf(worker);
  return host.empty() ? "this machine" : "the host `" + host + "`";
}

std::string Hosts::Name(const Worker& worker) const {
  const std::string host = HostOf(worker);
  return "worker " + std::to_string(worker.index()) + (host.empty() ? "" : " on " + host);
}

std::string Hosts::Tag(const Worker& worker) const { return "[" + Name(worker) + "] "; }

std::string Hosts::HowItEnded(const Worker& worker, ExitStatus status) const {
  if (worker.end_reason()) return *worker.end_reason();
  if (worker.cut_off()) return WhyCut(worker, status);
  const bool closed = status.known && status.signal == 0 && status.code == kChannelLost;
  return ToString(OutcomeOf(status)) +
         (closed ? ": descriptors that belong to it were closed, before or between its walks" : "");
}

std::string Hosts::WhyCut(const Worker& worker, ExitStatus status) const {
  if (worker.break_reason()) return *worker.break_reason();
  const std::string text = ToString(OutcomeOf(status));
  const std::string tail = worker.output_tail();
  const std::string explained =
      launcher_.Explain(worker.index(), {status.signal, status.code, tail});
  return explained.empty() ? "its connection ended: " + text : explained + " (" + text + ")";
}

void Hosts::EndRemains(const Worker& worker) {
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

void Hosts::ForgetEndedCommands() {
  std::erase_if(ending_commands_, [](const auto& command) { return command->exited(); });
}

}  // namespace combtest::internal
