#include "src/pool/worker_executor.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "combtest/duration.h"
#include "src/os/broken_pipes.h"
#include "src/os/worker_process.h"
#include "src/pool/ending.h"
#include "src/space/exclusion.h"

namespace combtest::internal {
namespace {

// SetUpTestSuite's counterpart and global environments may take their time.
constexpr auto kKindEnd = std::chrono::seconds(20);

}  // namespace

WorkerExecutor::WorkerExecutor(const Plan& plan, const Selection& selection, bool list_all,
                               WalkBoard& board, StopSignal& stop, Launcher& launcher,
                               WorkerSettings settings)
    : plan_(plan),
      selection_(selection.ToText()),
      list_all_(list_all),
      space_(*WalkAccess::Data(plan.space())),
      board_(board),
      stop_(stop),
      launcher_(launcher),
      settings_(std::move(settings)),
      send_states_(settings_.checkpoint && space_.state->to_json != nullptr &&
                   !space_.serial_actions.empty()),
      fingerprint_(plan.space().Fingerprint()),
      ticker_(context_),
      signals_(context_, interrupts_->descriptor()),
      started_(Clock::now()) {
  const std::uint64_t slots = plan.order().size();
  if (!space_.serial_actions.empty()) {
    holder_.resize(slots);
    phases_done_.resize(slots);
    if (send_states_) checkpoints_.resize(slots);
  }
  if (settings_.keep_states && space_.state->from_json != nullptr) {
    states_ = std::make_unique<StateSlab>(*space_.state, slots);
  }
  const auto wait_for_signal = [this](const auto& self) -> void {
    signals_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                        [this, self](boost::system::error_code error) {
                          if (error) return;
                          if (const int signal = interrupts_->Take()) OnSignal(signal);
                          self(self);
                        });
  };
  wait_for_signal(wait_for_signal);
  for (unsigned w = 0; w < settings_.workers; ++w) {
    workers_.push_back(std::make_unique<Worker>(context_, *this, w, settings_.threads));
  }
  for (const auto& worker : workers_) {
    if (!HostGivenUp(*worker)) StartWorker(*worker);
  }
  Tick();
}

WorkerExecutor::~WorkerExecutor() {
  const IgnoreBrokenPipes ignore;
  finishing_ = true;
  for (const auto& worker : workers_) worker->End("the run is over", std::chrono::milliseconds(0));
  const auto all_gone = [this] {
    return std::all_of(workers_.begin(), workers_.end(),
                       [](const auto& worker) { return worker->gone(); });
  };
  RunLoopUntil(all_gone);
  WaitForEndCommands();
  if (signals_.is_open()) signals_.release();  // the descriptor is not its own
}

void WorkerExecutor::RunLoopUntil(const std::function<bool()>& over) {
  while (!over()) context_.run_one();
}

void WorkerExecutor::OnMessage(Worker& worker, const FromWorker& message) {
  if (const auto* done = std::get_if<Done>(&message)) return OnDone(worker, *done);
  if (const auto* state = std::get_if<StateMessage>(&message)) return OnState(worker, *state);
  if (const auto* ended = std::get_if<Ended>(&message)) return OnEnded(worker, *ended);
  if (const auto* released = std::get_if<Released>(&message)) return OnReleased(worker, *released);
  if (const auto* log = std::get_if<LogMessage>(&message)) return OnLog(worker, *log);
  if (const auto* dropped = std::get_if<DroppedRecords>(&message))
    return OnDroppedRecords(worker, dropped->count);
  if (const auto* hello = std::get_if<Hello>(&message)) return Greet(worker, *hello);
  if (std::holds_alternative<Ready>(message)) {
    if (worker.phase() != Worker::Phase::kStarting) throw Error("it was ready twice");
    worker.SetReady();
    if (current_.open > 0) {
      BeginPhaseOn(worker);
      Fill(worker);
    }
  }
  if (const auto* trouble = std::get_if<Trouble>(&message)) worker.End(trouble->message, kGrace);
}

void WorkerExecutor::Greet(Worker& worker, const Hello& hello) {
  if (hello.protocol != kProtocolVersion) {
    throw Error("it speaks version " + std::to_string(hello.protocol) + " of the protocol, not " +
                std::to_string(kProtocolVersion));
  }
  const std::string state = TypeName(*space_.state->type);
  if (hello.fingerprint != fingerprint_ || hello.state != state) {
    const std::string text = "a worker is a different build: its walks have the fingerprint " +
                             FingerprintText(hello.fingerprint) + " on " + hello.state +
                             ", these " + FingerprintText(fingerprint_) + " on " + state;
    GiveUpHost(worker, text);
    return worker.End(text, std::chrono::milliseconds(0));
  }
  // Messages call a host as its launcher does, and so do records.
  const std::string named = launcher_.HostOf(worker.index());
  worker.log_source.host = named.empty() ? hello.host : named;
  worker.log_source.pid = hello.pid;
  if (board_.observer() != nullptr)
    board_.observer()->OnWorker(worker.index(), worker.log_source.host, hello.pid);
  Setup setup;
  setup.verbosity = settings_.verbosity;
  setup.threads = settings_.threads;
  setup.list_all = list_all_;
  setup.selection = selection_;
  setup.send_states = send_states_;
  setup.send_times = board_.observer() != nullptr;
  setup.send_final_states = states_ != nullptr;
  worker.Send(setup);
}

void WorkerExecutor::AddUpdate(const PlanStep& serial, const boost::json::value& update) {
  space_.actions[serial.begin].parse_update(
      update);  // throws where workers couldn't read it either
  updates_.push_back({serial.begin, serial.option, update});
}

void WorkerExecutor::RunPhase(const PlanStep& phase) {
  const IgnoreBrokenPipes ignore;
  // A worker that died while a serial action ran shall not be sent any walks; one event of its
  // death may lead to the next.
  while (context_.poll() > 0) continue;
  const std::uint64_t epoch = current_.epoch + 1;
  current_ = {};
  current_.step = phase;
  current_.epoch = epoch;
  current_.index = static_cast<std::uint64_t>(
      std::find(plan_.steps().begin(), plan_.steps().end(), phase) - plan_.steps().begin());
  current_.first = phase.depth == 0 || (phase.depth == 1 && space_.serial_actions[0] == 0);
  current_.leaf = phase.end == space_.actions.size();
  current_.updates = std::exchange(updates_, {});
  QueuePhase();
  for (const auto& worker : workers_) {
    worker->release_asked = false;
    if (worker->ready()) BeginPhaseOn(*worker);
  }
  FillAll();
  RunLoopUntil([this] { return current_.open == 0 || stop_.stopped(); });
  current_.open = 0;
}

void WorkerExecutor::Finish() {
  const IgnoreBrokenPipes ignore;
  finishing_ = true;
  for (const auto& worker : workers_) {
    if (worker->gone()) continue;
    if (stop_.stopped()) {
      worker->End(stop_.reason(), kGrace);
    } else if (!worker->local() && !worker->ready()) {
      worker->End("the run was over before it had started", kGrace);
    } else {
      worker->EndKindly();
    }
  }
  const auto deadline = Clock::now() + kKindEnd;
  RunLoopUntil([&] {
    const bool late = Clock::now() > deadline;
    bool gone = true;
    for (const auto& worker : workers_) {
      if (worker->gone()) continue;
      gone = false;
      if (late)
        worker->End("it didn't end within " + DurationText(kKindEnd) + " of being told to", kGrace);
    }
    return gone;
  });
  ticker_.cancel();
  signals_.release();
  interrupts_.reset();
  WaitForEndCommands();
  if (stop_.stopped() && !plan_.order().listed()) {
    const std::uint64_t included =
        CountIncluded(WalkAccess::Data(plan_.space()), 0, plan_.order().size());
    board_.SetExcluded(plan_.order().size() - included);
    board_.AddNotRun(included - board_.Count().Sum());
  }
}

std::string WorkerExecutor::Tag(const Worker& worker) const {
  const std::string host = launcher_.HostOf(worker.index());
  return "[worker " + std::to_string(worker.index()) + (host.empty() ? "" : " on " + host) + "] ";
}

void WorkerExecutor::OnWalkOutput(Worker&, std::uint64_t slot, std::string text) {
  board_.AddOutput(slot, std::move(text));
}

void WorkerExecutor::OnOutput(Worker& worker, std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines += Tag(worker);
    lines += text.substr(0, end);
    lines += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::cerr << lines << std::flush;
}

}  // namespace combtest::internal
