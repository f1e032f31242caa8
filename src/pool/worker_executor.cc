#include "src/pool/worker_executor.h"

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <csignal>
#include <iostream>
#include <map>
#include <utility>

#include "combtest/duration.h"
#include "combtest/internal/type_name.h"
#include "src/config/worker_variables.h"
#include "src/log/central_log.h"
#include "src/os/broken_pipes.h"
#include "src/os/worker_process.h"
#include "src/plan/needs.h"
#include "src/pool/serial_blame.h"
#include "src/space/exclusion.h"
#include "src/text/hash.h"

namespace combtest::internal {
namespace {

constexpr auto kTick = std::chrono::milliseconds(20);
// This thread is seldom kept waiting for so long.
constexpr auto kBusy = std::chrono::seconds(1);
// For serial actions' Undos in workers, once the run was told to end.
constexpr auto kUndoGrace = std::chrono::seconds(2);
// SetUpTestSuite's counterpart and global environments may take their time.
constexpr auto kKindEnd = std::chrono::seconds(20);

Scheduler::Shape ShapeOf(const Plan& plan, const SpaceData& space, const PoolSettings& settings,
                         bool checkpoint) {
  Scheduler::Shape shape;
  shape.workers = settings.workers;
  shape.threads = settings.threads;
  shape.slots = plan.order().size();
  shape.listed = plan.order().listed();
  shape.branches = !space.serial_actions.empty();
  shape.stay = space.fixtures != nullptr;
  shape.checkpoints = shape.branches && checkpoint && space.state->to_json != nullptr;
  shape.resources = CountsOf(space);
  return shape;
}

std::unique_ptr<FinalStates> MakeStates(const Plan& plan, const SpaceData& space,
                                        const StateSettings& settings) {
  const bool checkpoints =
      settings.checkpoint && space.state->to_json != nullptr && !space.serial_actions.empty();
  if (!settings.keep && !checkpoints) return nullptr;
  return std::make_unique<FinalStates>(*space.state, plan.order().size());
}

// By whoever kills processes; not by what a thread that a walk had left behind did.
bool ComesFromOutside(ExitStatus status) {
  constexpr std::array kSent = {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT};
  return status.known && std::find(kSent.begin(), kSent.end(), status.signal) != kSent.end();
}

}  // namespace

WorkerExecutor::WorkerExecutor(const Plan& plan, const Selection& selection, bool list_all,
                               WalkBoard& board, StopSignal& stop, PoolSettings settings,
                               const Limits& limits, const StateSettings& states, int verbosity)
    : plan_(plan),
      selection_(selection.ToText()),
      list_all_(list_all),
      space_(*WalkAccess::Data(plan.space())),
      board_(board),
      stop_(stop),
      launcher_(*settings.launcher),
      settings_(std::move(settings)),
      run_timeout_(limits.run_timeout),
      serial_timeout_(limits.serial_timeout),
      verbosity_(verbosity),
      fingerprint_(plan.space().Fingerprint()),
      ticker_(context_),
      signals_(context_, interrupts_->descriptor()),
      records_(settings_.workers),
      gather_(states.keep),
      states_(MakeStates(plan, space_, states)),
      scheduler_(ShapeOf(plan, space_, settings_, states.checkpoint), *this, states_.get()),
      settlement_(plan, scheduler_, board, stop, limits.walk_timeout, states_.get()),
      every_(plan, settings_.workers,
             [this](unsigned worker, const SerialCall& call) { workers_[worker]->Send(call); }),
      hosts_(context_, launcher_, settings_, workers_, board, stop,
             [this](const Worker& worker) {
               scheduler_.Start(worker.index(), worker.local());
               records_[worker.index()].Begin(worker.index());
             }),
      watchdog_(
          context_,
          [this](const Worker& worker, const std::vector<ThreadState>& threads) {
            return WalksOf(threads, scheduler_, worker.index());
          },
          [this](std::uint64_t batch) {
            return batch < kFirstCall ? scheduler_.WasIssued(batch) : every_.WasIssued(batch);
          },
          {limits.walk_timeout, limits.serial_timeout, settings_.start_timeout,
           settings_.heartbeat}),
      started_(Clock::now()),
      last_tick_(started_) {
  WaitForSignals();
  WorkerEvents& events = *this;
  for (unsigned w = 0; w < settings_.workers; ++w) {
    workers_.push_back(
        std::make_unique<Worker>(context_, events, w, settings_.threads, space_.places()));
  }
  for (const auto& worker : workers_) hosts_.Start(*worker);
  Tick();
}

WorkerExecutor::~WorkerExecutor() {
  const IgnoreBrokenPipes ignore;
  finishing_ = true;
  for (const auto& worker : workers_) worker->End("the run is over", std::chrono::milliseconds(0));
  RunLoopUntil([this] {
    return std::all_of(workers_.begin(), workers_.end(),
                       [](const auto& worker) { return worker->gone(); });
  });
  WaitForEndCommands();
  if (signals_.is_open()) signals_.release();  // the descriptor is not its own
}

void WorkerExecutor::RunLoopUntil(const std::function<bool()>& over) {
  while (!over()) context_.run_one();
}

// --- Phases ---

void WorkerExecutor::AddUpdate(const PlanStep& serial, const boost::json::value& update) {
  space_.actions[serial.begin].parse_update(
      update);  // throws where workers couldn't read it either
  updates_.push_back({serial.begin, serial.option, update});
}

// After this thread was busy with something else.
void WorkerExecutor::CatchUp() {
  // A serial action takes the run's time, and nobody else's.
  const auto now = Clock::now();
  for (const auto& worker : workers_) worker->PassOver(now - last_tick_);
  last_tick_ = now;
  // A worker that died while a serial action ran shall not be sent anything; one event of its
  // death may lead to the next.
  while (context_.poll() > 0) continue;
}

void WorkerExecutor::RunPhase(const PlanStep& phase) {
  const IgnoreBrokenPipes ignore;
  CatchUp();
  phase_ = phase;
  phase_updates_ = std::exchange(updates_, {});
  const bool walks_begin = phase.depth == 0 || (phase.depth == 1 && space_.serial_actions[0] == 0);
  settlement_.BeginPhase(phase, phase.end == space_.actions.size());
  scheduler_.BeginPhase(phase.first_slot, phase.last_slot, walks_begin, NeedsOf(plan_, phase));
  for (const auto& worker : workers_) {
    if (worker->ready() && every_.Fit(worker->index())) BeginPhaseOn(*worker);
  }
  scheduler_.FillAll(Clock::now());
  RunLoopUntil([this] {
    return scheduler_.open() == 0 || stop_.stopped() || (every_.failed() && !AnyOutstanding());
  });
  AwaitCalls();  // of workers that came late
  if (settings_.finish_begun && stop_.stopped_at_failure()) FinishBegun();
  scheduler_.GiveUpPhase();
}

// A walk that is broken off here would begin again, as if for the first time.
void WorkerExecutor::FinishBegun() {
  finishing_begun_ = true;
  scheduler_.AskForAll();
  RunLoopUntil([this] { return !AnyOutstanding() || stop_.interrupted() || !finishing_begun_; });
  finishing_begun_ = false;
}

bool WorkerExecutor::AnyOutstanding() const {
  return std::any_of(workers_.begin(), workers_.end(), [this](const auto& worker) {
    return !scheduler_.outstanding(worker->index()).empty();
  });
}

// --- Serial actions that act in every process ---

std::optional<BranchFailure> WorkerExecutor::EnterEverywhere(
    const PlanStep& serial, const std::optional<boost::json::value>& state) {
  const IgnoreBrokenPipes ignore;
  CatchUp();
  AwaitCalls();
  every_.Enter(serial, state);
  AwaitCalls();
  return every_.TakeFailure();
}

void WorkerExecutor::LeaveEverywhere(const PlanStep& undo,
                                     const std::optional<boost::json::value>& state) {
  const IgnoreBrokenPipes ignore;
  CatchUp();
  AwaitCalls();
  every_.Leave(undo, state, [this](unsigned worker) {
    return workers_[worker]->ready() && scheduler_.outstanding(worker).empty() &&
           every_.Running(worker) == nullptr;
  });
  std::optional<Clock::time_point> stopped;
  RunLoopUntil([&] {
    if (stop_.stopped() && !stopped) stopped = Clock::now();
    return !every_.AnyRunning() || (stopped && Clock::now() - *stopped > kUndoGrace);
  });
}

void WorkerExecutor::AwaitCalls() {
  RunLoopUntil([this] { return !every_.AnyRunning() || stop_.stopped(); });
}

void WorkerExecutor::OnSerialEnd(Worker& worker, const SerialEnd& end) {
  const EveryProcess::Call* const running = every_.Running(worker.index());
  const EveryProcess::Call call = running != nullptr ? *running : EveryProcess::Call{};
  const bool failed = every_.OnEnd(worker.index(), end);
  hosts_.NoteProgress(worker);
  if (!failed) return Admit(worker);
  WalkResult result = InProcess(end.result, hosts_.Name(worker));
  result.action = call.step.begin;
  OnSerialFailure(call, std::move(result));
}

void WorkerExecutor::OnSerialFailure(const EveryProcess::Call& call, WalkResult result) {
  if (call.step.kind == PlanStep::Kind::kUndo) return board_.AddRunFailures(result);
  every_.Fail(call, std::move(result));
}

// Of a worker that has died: for the serial action that it was carrying out.
void WorkerExecutor::BlameCall(const WorkerDeath& death, Worker& worker,
                               const std::string& last_output) {
  const EveryProcess::Call call = *every_.Running(worker.index());
  const std::string name = space_.ActionText(call.step.begin, call.step.option);
  const bool undo = call.step.kind == PlanStep::Kind::kUndo;
  WalkResult result = BlameSerial(death, call.step.begin,
                                  (undo ? "Undo of " : "") + name + " in " + hosts_.Name(worker),
                                  serial_timeout_, stop_);
  result.output = last_output;
  OnSerialFailure(call, std::move(result));
}

void WorkerExecutor::BeginPhaseOn(Worker& worker) {
  const auto index = std::find(plan_.steps().begin(), plan_.steps().end(), phase_);
  worker.Send(StartPhase{scheduler_.phase(),
                         static_cast<std::uint64_t>(index - plan_.steps().begin()),
                         phase_updates_});
}

// Of walks that have ended elsewhere than where they had made them.
void WorkerExecutor::DropScratchElsewhere() {
  std::map<std::string, DropScratch> hosts;
  for (const WalkBoard::Scratch& scratch : board_.UnneededScratch()) {
    if (!scratch.host.empty()) hosts[scratch.host].walks.push_back(plan_.order()[scratch.slot]);
  }
  for (const auto& worker : workers_) {
    if (!worker->ready() || worker->local()) continue;
    const auto found = hosts.find(records_[worker->index()].host());
    if (found == hosts.end()) continue;
    worker->Send(found->second);
    hosts.erase(found);
  }
}

void WorkerExecutor::Finish() {
  const IgnoreBrokenPipes ignore;
  finishing_ = true;
  DropScratchElsewhere();
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
      if (!late || worker->end_reason()) continue;
      // What it would have said at its end nobody knows.
      const std::string why = "didn't end within " + DurationText(kKindEnd) + " of being told to";
      board_.AddRunFailure(hosts_.Tag(*worker) + why);
      worker->End("it " + why, kGrace);
    }
    return gone;
  });
  ticker_.cancel();
  if (const int signal = interrupts_->Take()) OnSignal(signal);  // that came last of all
  signals_.release();
  interrupts_.reset();
  WaitForEndCommands();
  if (gather_) states_->DropUnless([this](std::uint64_t slot) { return !board_.Unfinished(slot); });
  if (const std::uint64_t late = settlement_.late_messages(); late > 0) {
    WriteLog(LogSeverity::debug,
             std::to_string(late) + " messages of workers came too late and were dropped");
  }
  if (stop_.stopped() && !plan_.order().listed()) {
    const std::uint64_t included =
        CountIncluded(WalkAccess::Data(plan_.space()), 0, plan_.order().size());
    board_.SetExcluded(plan_.order().size() - included);
    board_.AddNotRun(included - board_.Count().Sum());
  }
}

void WorkerExecutor::WaitForEndCommands() {
  RunLoopUntil([this] {
    hosts_.ForgetEndedCommands();
    return !hosts_.has_commands();
  });
}

// --- What the scheduler decides ---

void WorkerExecutor::SendBatch(unsigned worker, const Batch& batch,
                               const std::vector<ShippedText>& states) {
  RunBatch message{scheduler_.phase(), batch.id, batch.slots, {}, {}};
  if (phase_.depth > 0 && plan_.order().listed()) {
    batch.slots.ForEach(0, batch.size, [&](std::uint64_t, std::uint64_t slot) {
      if (board_.HasNoted(slot)) message.failed.push_back(slot);
    });
  }
  workers_[worker]->SendText(EncodeRunBatch(message, states));
}

void WorkerExecutor::AskForRelease(unsigned worker) {
  workers_[worker]->Send(Release{scheduler_.phase()});
}

void WorkerExecutor::Lose(std::uint64_t slot, std::string why) {
  // A walk whose worker was ended with the run isn't lost: it isn't run. And what takes down a
  // worker in a serial action fails the walks of its branch, whatever they had in that worker.
  if (!broken_off() && !every_.Fails(slot)) settlement_.Lose(slot, std::move(why));
}

bool WorkerExecutor::Unfinished(std::uint64_t slot) const {
  return board_.Unfinished(slot) && (plan_.order().listed() || !board_.HasEnded(slot));
}

// --- What workers say ---

void WorkerExecutor::OnMessage(Worker& worker, const FromWorker& message) {
  const unsigned index = worker.index();
  if (const auto* done = std::get_if<Done>(&message)) {
    const auto now = Clock::now();
    if (!settlement_.OnDone(index, *done, now)) return;
    hosts_.NoteProgress(worker);
    return scheduler_.Fill(index, now);
  }
  if (const auto* state = std::get_if<StateMessage>(&message))
    return settlement_.OnState(index, *state);
  if (const auto* properties = std::get_if<WalkProperties>(&message))
    return settlement_.OnProperties(index, *properties);
  if (const auto* scratch = std::get_if<ScratchDirectory>(&message))
    return settlement_.OnScratch(index, *scratch, worker.local() ? "" : records_[index].host());
  if (const auto* ended = std::get_if<internal::Ended>(&message))
    return settlement_.OnEnded(index, *ended);
  if (const auto* unread = std::get_if<Unread>(&message))
    return settlement_.OnUnread(index, *unread);
  if (const auto* released = std::get_if<Released>(&message)) return OnReleased(worker, *released);
  if (const auto* log = std::get_if<LogMessage>(&message))
    return records_[index].Write(log->record);
  if (const auto* dropped = std::get_if<DroppedRecords>(&message))
    return records_[index].NoteDropped(dropped->count);
  if (const auto* end = std::get_if<SerialEnd>(&message)) return OnSerialEnd(worker, *end);
  if (const auto* hello = std::get_if<Hello>(&message)) return Greet(worker, *hello);
  if (std::holds_alternative<Ready>(message)) return OnReady(worker);
  if (const auto* trouble = std::get_if<RunTrouble>(&message))
    return board_.AddRunFailure(trouble->message);
  if (const auto* trouble = std::get_if<Trouble>(&message)) worker.End(trouble->message, kGrace);
}

void WorkerExecutor::Greet(Worker& worker, const Hello& hello) {
  if (worker.greeted()) throw Error("it said hello twice");
  worker.SetGreeted();
  if (hello.protocol != kProtocolVersion) {
    throw Error("it speaks version " + std::to_string(hello.protocol) + " of the protocol, not " +
                std::to_string(kProtocolVersion));
  }
  const std::string state = TypeName(*space_.state->type);
  if (hello.fingerprint != fingerprint_ || hello.state != state) {
    const auto text = [](std::uint64_t fingerprint, const std::string& type) {
      return HexDigits(fingerprint, 16) + " on " + type;
    };
    const std::string why = "a worker is a different build: its walks have the fingerprint " +
                            text(hello.fingerprint, hello.state) + ", these " +
                            text(fingerprint_, state);
    hosts_.GiveUp(worker, why);
    return worker.End(why, std::chrono::milliseconds(0));
  }
  // Messages call a host as its launcher does, and so do records.
  const std::string named = launcher_.HostOf(worker.index());
  WorkerRecords& records = records_[worker.index()];
  records.SetProcess(named.empty() ? hello.host : named, hello.pid);
  if (board_.observer() != nullptr)
    board_.observer()->OnWorker(worker.index(), records.host(), hello.pid);
  Setup setup;
  setup.verbosity = verbosity_;
  setup.threads = settings_.threads;
  setup.selection = selection_;
  setup.list_all = list_all_;
  setup.as_selected = plan_.order().branches() == RunOrder::Branches::kAsSelected;
  // A serial action may be a walk's end, and its state is final then.
  setup.send_states = scheduler_.keeps_checkpoints() || (gather_ && !space_.serial_actions.empty());
  setup.send_times = board_.walk_observer() != nullptr;
  setup.send_final_states = gather_;
  setup.name = settings_.name;
  setup.scratch = settings_.scratch;
  setup.worker = worker.index();
  setup.workers = settings_.workers;
  setup.shares_files = worker.local();
  worker.Send(setup);
}

void WorkerExecutor::OnReady(Worker& worker) {
  if (worker.phase() != Worker::Phase::kStarting) throw Error("it was ready twice");
  if (!worker.greeted()) throw Error("it was ready before it had said hello");
  worker.SetReady();
  hosts_.NoteReady(worker);
  every_.OnReady(worker.index());
  Admit(worker);
}

// To walks, once it has performed all that is entered.
void WorkerExecutor::Admit(Worker& worker) {
  if (!every_.Fit(worker.index())) return;
  scheduler_.SetReady(worker.index());
  if (scheduler_.open() == 0 || every_.failed()) return;
  BeginPhaseOn(worker);
  scheduler_.Fill(worker.index(), Clock::now());
}

void WorkerExecutor::OnReleased(Worker& worker, const Released& released) {
  scheduler_.CountRelease(worker.index());
  if (released.epoch != scheduler_.phase()) return settlement_.CountLate();
  scheduler_.TakeBack(worker.index(), released.batches);
  scheduler_.FillAll(Clock::now());
}

void WorkerExecutor::OnWalkOutput(Worker& worker, std::uint64_t slot, std::string text) {
  if (scheduler_.WasSent(worker.index(), slot)) board_.AddOutput(slot, std::move(text));
}

void WorkerExecutor::OnOutput(Worker& worker, std::string_view text) {
  if (board_.observer() != nullptr && !text.empty())
    board_.observer()->OnOutput(worker.index(), text);
  std::string lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines += hosts_.Tag(worker);
    lines += text.substr(0, end);
    lines += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::cerr << lines << std::flush;
}

void WorkerExecutor::OnBreak(Worker& worker, ExitStatus status) {
  scheduler_.SetConnected(worker.index(), false);
  OnOutput(worker, "lost its connection: " + hosts_.WhyCut(worker, status) + "; reconnecting");
}

void WorkerExecutor::OnResumption(Worker& worker) {
  scheduler_.SetConnected(worker.index(), true);
  OnOutput(worker, "reconnected; nothing was lost");
  scheduler_.FillAll(Clock::now());
}

// --- How workers end ---

void WorkerExecutor::OnDeath(Worker& worker, ExitStatus status) {
  if (board_.observer() != nullptr && worker.has_spoken()) {
    const bool meant = finishing_ && status.signal == 0 && status.code == 0;
    board_.observer()->OnWorkerEnd(worker.index(), meant ? "" : hosts_.HowItEnded(worker, status));
  }
  const unsigned index = worker.index();
  const std::string last_output = worker.TakeLastOutput();
  if (worker.local()) EndLeftovers(worker);
  if (worker.cut_off() && worker.has_spoken()) hosts_.EndRemains(worker);
  if (const SharedPage* page = worker.page()) {
    records_[index].NoteDropped(page->dropped_records);
    if (page->others != 0)
      board_.AddRunFailure(hosts_.Tag(worker) + "a child process came back from what the program " +
                           "does before its walks, and has been ended");
  }
  const bool had_work = !scheduler_.outstanding(index).empty();
  if (finishing_ && !had_work) return ReportEndAfterWalks(worker, status, last_output);
  AccountForEnd(worker, status, last_output);
  every_.OnDeath(index);
  scheduler_.End(index,
                 "the state was in the memory of " + hosts_.Tag(worker) +
                     (worker.lied() ? "which isn't to be trusted" : "which died"),
                 !worker.lied());
  if (finishing_ || stop_.stopped()) return;
  hosts_.OnDeath(worker, status, had_work);
  hosts_.StopWithoutWorkers();
}

void WorkerExecutor::AccountForEnd(Worker& worker, ExitStatus status,
                                   const std::string& last_output) {
  WorkerDeath death;
  death.worker = worker.index();
  death.name = hosts_.Tag(worker);
  death.host = hosts_.Text(worker);
  death.when = Clock::now();
  death.status = status;
  death.how = hosts_.HowItEnded(worker, status);
  death.threads = worker.Threads();
  death.broken_off = broken_off();
  death.cut_off = worker.cut_off();
  death.broken = worker.broken();
  death.lied = worker.lied();
  death.end_reason = worker.end_reason();
  death.culprit = worker.culprit();
  death.stack = worker.stack();
  const std::vector<InFlight> in_flight = settlement_.OnDeath(death);
  const EveryProcess::Call* const call = every_.Running(death.worker);
  if (call != nullptr && (death.cut_off || WasCarryingOut(death, call->id))) {
    BlameCall(death, worker, last_output);
    return hosts_.NoteProgress(worker);
  }
  if (in_flight.size() == 1) {
    if (!last_output.empty()) board_.AddOutput(in_flight[0].slot, last_output);
  } else {
    OnOutput(worker, last_output);
  }
  if (!in_flight.empty()) return hosts_.NoteProgress(worker);
  if (death.broken_off) return;
  const std::string what =
      (death.lied ? "has been ended: it " : "ended between walks: ") + death.how;
  const bool by_itself = !death.cut_off && !death.end_reason && !ComesFromOutside(status);
  if (by_itself && hosts_.WasReady(worker))
    return board_.AddRunFailure(hosts_.Tag(worker) + what + worker.OutputNote());
  OnOutput(worker, what);
}

void WorkerExecutor::ReportEndAfterWalks(Worker& worker, ExitStatus status,
                                         const std::string& last_output) {
  const SharedPage* const page = worker.page();
  const bool too_soon = page != nullptr && page->served == 0 && hosts_.WasReady(worker);
  const bool badly = !status.good() || too_soon;
  // What a program says at its end, the orchestrator's will say too.
  if (badly) OnOutput(worker, last_output);
  if (worker.end_reason()) return;
  if (worker.cut_off()) {
    OnOutput(worker, "was cut off after its walks: " + hosts_.HowItEnded(worker, status));
  } else if (badly && page != nullptr && page->clearing != 0) {
    // Of a walk that ended elsewhere, with a tear-down of its own.
    OnOutput(worker, "couldn't destroy a state whose walk had gone on in another worker: " +
                         ToString(OutcomeOf(status)));
  } else if (badly) {
    board_.AddRunFailure(hosts_.Tag(worker) +
                         "ended badly after its walks: " + ToString(OutcomeOf(status)) +
                         (too_soon ? ", before it had come to its end" : "") + worker.OutputNote());
  }
}

void WorkerExecutor::EndLeftovers(const Worker& worker) const {
  for (const Leftover& leftover : EndProcessesWith(std::string(kIdVariable) + "=" + worker.id())) {
    std::cerr << hosts_.Tag(worker) << "left " << leftover.Text() << "\n";
  }
}

// --- Time and signals ---

void WorkerExecutor::Tick() {
  const auto now = Clock::now();
  PassOverGap(now);
  for (const auto& worker : workers_) {
    worker->LookAtMarkers(now);
    worker->HurryMessages(now);
    watchdog_.LookAt(*worker, now);
  }
  CheckRunTime(now);
  if (board_.observer() != nullptr && !finishing_ && scheduler_.open() > 0)
    board_.observer()->OnTick(phase_, [this, now] { return LongestRunning(now); });
  if (!finishing_ && !stop_.stopped()) {
    hosts_.StartWaiting();
    hosts_.StopWithoutWorkers();
  }
  hosts_.ForgetEndedCommands();
  scheduler_.FillAll(now);
  ticker_.expires_after(kTick);
  ticker_.async_wait([this](boost::system::error_code error) {
    if (!error) Tick();
  });
}

// Whatever kept this thread waiting, it knows nothing of what workers did meanwhile.
void WorkerExecutor::PassOverGap(Clock::time_point now) {
  const auto gap = now - std::exchange(last_tick_, now);
  if (gap < kBusy) return;
  for (const auto& worker : workers_) worker->PassOver(gap);
}

void WorkerExecutor::CheckRunTime(Clock::time_point now) {
  if (run_timeout_.count() == 0 || now - started_ <= run_timeout_ || broken_off()) return;
  finishing_begun_ = false;
  const std::string text = RunTimeoutText(run_timeout_);
  stop_.Stop(text);
  board_.AddRunFailure(text);
}

RunningWalk WorkerExecutor::LongestRunning(Clock::time_point now) const {
  RunningWalk longest;
  for (const auto& worker : workers_) {
    for (const InFlight& walk : WalksOf(worker->Threads(), scheduler_, worker->index())) {
      const auto age = now - walk.thread.since;
      if (age > longest.age) longest = {plan_.order()[walk.slot], walk.thread.action, age};
    }
  }
  return longest;
}

void WorkerExecutor::WaitForSignals() {
  signals_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                      [this](boost::system::error_code error) {
                        if (error) return;
                        if (const int signal = interrupts_->Take()) OnSignal(signal);
                        WaitForSignals();
                      });
}

void WorkerExecutor::OnSignal(int signal) {
  if (stop_.interrupted()) return;  // it came during a serial action, and has been seen
  const std::string text = InterruptText(signal);
  stop_.Interrupt(text);
  board_.AddRunFailure(text);
}

}  // namespace combtest::internal
