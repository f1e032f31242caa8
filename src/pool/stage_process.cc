#include "src/pool/stage_process.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iostream>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/config/worker_variables.h"
#include "src/log/central_log.h"
#include "src/os/signal_mask.h"
#include "src/os/worker_process.h"
#include "src/pool/hosts.h"
#include "src/pool/serial_blame.h"

namespace combtest::internal {
namespace {

constexpr auto kStageTick = std::chrono::milliseconds(20);
// Its thread is seldom kept waiting for so long.
constexpr auto kStageBusy = std::chrono::seconds(1);
// For what runs, once the run was told to end.
constexpr auto kStopGrace = std::chrono::seconds(2);
// For global environments and the like to be torn down.
constexpr auto kStageKindEnd = std::chrono::seconds(20);
constexpr unsigned kMaxStageStarts = 3;
constexpr const char* kStageTag = "[stage] ";

}  // namespace

StageProcess::StageProcess(const Plan& plan, const Selection& selection, bool list_all,
                           WalkBoard& board, StopSignal& stop, const PoolSettings& settings,
                           const Limits& limits, int verbosity)
    : plan_(plan),
      space_(*WalkAccess::Data(plan.space())),
      selection_(selection.ToText()),
      list_all_(list_all),
      board_(board),
      stop_(stop),
      settings_(settings),
      limits_(limits),
      verbosity_(verbosity),
      id_(NewWorkerId(settings.workers)),
      fingerprint_(plan.space().Fingerprint()),
      held_(space_.serial_actions.size()),
      work_(context_.get_executor()),
      ticker_(context_),
      worker_(context_, *this, 0, 1, space_.actions.size()),
      watchdog_(
          context_,
          [](const Worker&, const std::vector<ThreadState>&) { return std::vector<InFlight>(); },
          [this](std::uint64_t call) { return call < next_call_; },
          {{}, limits.serial_timeout, settings.start_timeout, settings.heartbeat}) {
  thread_ = std::thread([this] { Serve(); });
}

StageProcess::~StageProcess() {
  if (!finished_) {
    EndNow("the run is over");
    EndProcessesWith(std::string(kIdVariable) + "=" + id_);
  }
  boost::asio::post(context_, [this] {
    ticker_.cancel();
    work_.reset();
    context_.stop();
  });
  thread_.join();
}

// --- The engine's thread ---

StageEnd StageProcess::Enter(const PlanStep& step, const StateSource& state) {
  StageEnd end = Perform(step, true, [&]() -> std::optional<Json> {
    if (step.depth == 0 || Holds(step.depth - 1)) return std::nullopt;
    return state();
  });
  if (!end.failed) held_[step.depth] = instance_;
  return end;
}

StageEnd StageProcess::Undo(const PlanStep& step, const StateSource& state) {
  return Perform(step, true, [&] { return Holds(step.depth) ? std::optional<Json>() : state(); });
}

StageEnd StageProcess::EnterCopy(const PlanStep& step, const std::optional<Json>& state) {
  StageEnd end = Perform(step, false, [&] { return state; });
  path_.push_back({step, state, end.failed ? 0 : instance_});
  return end;
}

StageEnd StageProcess::UndoCopy(const PlanStep& step, const std::optional<Json>& state) {
  if (path_.empty() || path_.back().step.depth != step.depth) return {};
  const Entry entry = std::move(path_.back());
  path_.pop_back();
  const ActionEntry& action = space_.actions[step.begin];
  {
    // A new process wouldn't have performed it.
    const std::lock_guard lock(mutex_);
    if (phase_ != Phase::kReady || entry.performed_in != instance_) return {};
  }
  if (action.undo == nullptr || (action.undo_takes_state && !state)) return {};
  return Perform(step, false, [&] { return state; });
}

bool StageProcess::Holds(std::size_t depth) const {
  const std::lock_guard lock(mutex_);
  return phase_ == Phase::kReady && held_[depth] == instance_;
}

StageEnd StageProcess::Perform(const PlanStep& step, bool keeps_state, const StateSource& source) {
  while (true) {
    if (auto wrong = MakeReady()) {
      TellOutput();
      return std::move(*wrong);
    }
    std::optional<Json> state;
    try {
      state = source();
    } catch (const std::exception& error) {
      return Failed(step, error.what());
    }
    Reply reply = Carry(step, keeps_state, state);
    TellOutput();
    if (reply.blame) return {std::move(reply.blame), {}, {}, {}};
    if (!reply.answer) continue;  // it died before, of something else
    SerialEnd& answer = *reply.answer;
    board_.AddRunProperties(std::move(answer.properties));
    if (answer.clean) return {{}, {}, std::move(answer.update), std::move(answer.state)};
    answer.result.action = step.begin;
    if (!keeps_state) answer.result = InProcess(std::move(answer.result), "the stage");
    return {std::move(answer.result), {}, {}, {}};
  }
}

// Nothing: it is ready, and has performed what a process has to that joins.
std::optional<StageEnd> StageProcess::MakeReady() {
  while (true) {
    const bool waited = Wait([this] { return phase_ != Phase::kStarting; });
    std::unique_lock lock(mutex_);
    if (!waited) {
      WalkResult result;
      result.outcome = outcome::NotRun{stop_.reason()};
      return StageEnd{std::move(result), {}, {}, {}};
    }
    if (phase_ == Phase::kReady) {
      lock.unlock();
      return PerformPath();
    }
    if (failed_starts_ >= kMaxStageStarts && refused_.empty())
      refused_ = "the stage keeps dying before it has run anything: " + death_->how;
    if (!refused_.empty()) {
      const std::string why = refused_;
      const std::string details =
          why + "\n  command:  " + worker_.command() +
          (last_output_.empty() ? "" : "\n  it printed last:\n" + last_output_);
      lock.unlock();
      if (!stop_.stopped()) {
        stop_.Stop(why);
        board_.AddRunFailure(details);
      }
      WalkResult result;
      result.outcome = outcome::NotRun{why};
      return StageEnd{std::move(result), {}, {}, {}};
    }
    phase_ = Phase::kStarting;
    lock.unlock();
    boost::asio::post(context_, [this] { Start(); });
  }
}

std::optional<StageEnd> StageProcess::PerformPath() {
  for (Entry& entry : path_) {
    if (entry.performed_in == instance_) continue;
    Reply reply = Carry(entry.step, false, entry.state);
    if (reply.answer && reply.answer->clean) {
      entry.performed_in = instance_;
      continue;
    }
    if (!reply.answer && !reply.blame) return MakeReady();  // another one
    entry.performed_in = instance_;                         // it isn't tried again
    WalkResult result = reply.blame ? std::move(*reply.blame)
                                    : InProcess(std::move(reply.answer->result), "the stage");
    result.action = entry.step.begin;
    return StageEnd{result, BranchFailure{entry.step, result}, {}, {}};
  }
  return std::nullopt;
}

StageProcess::Reply StageProcess::Carry(const PlanStep& step, bool keeps_state,
                                        const std::optional<Json>& state) {
  const auto& steps = plan_.steps();
  const auto place = std::find(steps.begin(), steps.end(), step) - steps.begin();
  const SerialCall call{next_call_++, static_cast<std::uint64_t>(place), keeps_state, state};
  {
    const std::lock_guard lock(mutex_);
    if (phase_ != Phase::kReady) return {};
    call_ = call.call;
    answer_.reset();
  }
  boost::asio::post(context_, [this, call] { worker_.Send(call); });
  const auto over = [this] { return answer_ || phase_ == Phase::kGone; };
  if (!Wait(over)) EndNow(stop_.reason());
  const std::lock_guard lock(mutex_);
  call_.reset();
  if (answer_) return {std::exchange(answer_, std::nullopt), {}};
  if (!WasCarryingOut(*death_, call.call) && !stop_.stopped()) return {};
  return Blame(step, Name(step) + (keeps_state ? "" : " in the stage"));
}

// With mutex_.
StageProcess::Reply StageProcess::Blame(const PlanStep& step, const std::string& where) {
  WalkResult result = BlameSerial(*death_, step.begin, where, limits_.serial_timeout, stop_);
  result.output = last_output_;
  if (step.kind == PlanStep::Kind::kUndo && result.not_run()) {
    result.outcome = outcome::Failed{};
    result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                               "it was broken off with the run: " + stop_.reason(), where});
  }
  return {{}, std::move(result)};
}

StageEnd StageProcess::Failed(const PlanStep& step, std::string why) const {
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.action = step.begin;
  result.where = Name(step);
  result.failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                             std::move(why), result.where});
  return {std::move(result), {}, {}, {}};
}

std::string StageProcess::Name(const PlanStep& step) const {
  const std::string text = space_.ActionText(step.begin, step.option);
  return step.kind == PlanStep::Kind::kUndo ? "Undo of " + text : text;
}

bool StageProcess::Wait(const std::function<bool()>& over) {
  std::unique_lock lock(mutex_);
  std::optional<Clock::time_point> stopped;
  while (!over()) {
    changed_.wait_for(lock, kStageTick);
    if (stop_.stopped() && !stopped) stopped = Clock::now();
    if (stopped && Clock::now() - *stopped > kStopGrace) return over();
  }
  return true;
}

// Returns when it is dead.
void StageProcess::EndNow(const std::string& why) {
  std::unique_lock lock(mutex_);
  ending_ = true;
  boost::asio::post(context_, [this, why] { worker_.End(why, std::chrono::milliseconds(0)); });
  changed_.wait(lock, [this] { return phase_ == Phase::kGone; });
  ending_ = false;
}

void StageProcess::TellOutput() {
  std::string printed;
  {
    const std::lock_guard lock(mutex_);
    printed.swap(printed_);
  }
  if (board_.observer() != nullptr && !printed.empty())
    board_.observer()->OnOutput(settings_.workers, printed);
}

void StageProcess::Finish() {
  Wait([this] { return phase_ != Phase::kStarting; });
  {
    const std::lock_guard lock(mutex_);
    ending_ = finished_ = true;
  }
  boost::asio::post(context_, [this] {
    if (stop_.stopped() || !worker_.ready()) {
      worker_.End(stop_.stopped() ? stop_.reason() : "the run is over", kGrace);
    } else {
      worker_.EndKindly();
    }
  });
  {
    std::unique_lock lock(mutex_);
    const auto deadline = Clock::now() + kStageKindEnd;
    while (phase_ != Phase::kGone && Clock::now() < deadline) changed_.wait_for(lock, kStageTick);
  }
  EndNow("it didn't end when it was told to");
  TellOutput();
  for (const Leftover& leftover : EndProcessesWith(std::string(kIdVariable) + "=" + id_))
    std::cerr << (kStageTag + ("left " + leftover.Text()) + "\n") << std::flush;
}

// --- Its own thread ---

void StageProcess::Serve() {
  LeaveSignalsToOtherThreads();
  Start();
  Tick();
  context_.run();
}

void StageProcess::Start() {
  LaunchRequest request;
  request.target = settings_.target;
  request.workers = 1;
  request.number = request.count = std::max(1u, settings_.workers);
  request.id = id_;
  request.alone = true;
  request.test_arguments = settings_.test_arguments;
  {
    const std::lock_guard lock(mutex_);
    ++instance_;
  }
  try {
    worker_.Start(launcher_, std::move(request));
  } catch (const std::exception& error) {
    const std::lock_guard lock(mutex_);
    refused_ = std::string("the stage can't be started: ") + error.what();
    phase_ = Phase::kGone;
    changed_.notify_all();
  }
}

void StageProcess::Tick() {
  const auto now = Clock::now();
  const auto gap = now - std::exchange(last_tick_, now);
  if (gap > kStageBusy) worker_.PassOver(gap);
  if (!worker_.gone()) {
    worker_.LookAtMarkers(now);
    watchdog_.LookAt(worker_, now);
  }
  ticker_.expires_after(kStageTick);
  ticker_.async_wait([this](boost::system::error_code error) {
    if (!error) Tick();
  });
}

void StageProcess::OnMessage(Worker&, const FromWorker& message) {
  if (const auto* hello = std::get_if<Hello>(&message)) return Greet(*hello);
  if (std::holds_alternative<Ready>(message)) {
    if (worker_.phase() != Worker::Phase::kStarting) throw Error("it was ready twice");
    worker_.SetReady();
    return SetPhase(Phase::kReady);
  }
  if (const auto* end = std::get_if<SerialEnd>(&message)) {
    const std::lock_guard lock(mutex_);
    if (call_ != end->call) return;  // it was given up
    failed_starts_ = 0;
    call_.reset();
    answer_ = *end;
    changed_.notify_all();
    return;
  }
  if (const auto* log = std::get_if<LogMessage>(&message)) return WriteLog(log->record);
  if (const auto* trouble = std::get_if<RunTrouble>(&message))
    return board_.AddRunFailure(trouble->message);
  if (const auto* trouble = std::get_if<Trouble>(&message)) worker_.End(trouble->message, kGrace);
}

void StageProcess::Greet(const Hello& hello) {
  if (hello.protocol != kProtocolVersion || hello.fingerprint != fingerprint_ ||
      hello.state != TypeName(*space_.state->type)) {
    const std::string why = "the stage is a different build: its walks are others";
    {
      const std::lock_guard lock(mutex_);
      refused_ = why;
    }
    return worker_.End(why, std::chrono::milliseconds(0));
  }
  Setup setup;
  setup.verbosity = verbosity_;
  setup.selection = selection_;
  setup.list_all = list_all_;
  setup.as_selected = plan_.order().branches() == RunOrder::Branches::kAsSelected;
  setup.send_states = space_.state->to_json != nullptr && space_.state->from_json != nullptr;
  setup.name = settings_.name;
  setup.scratch = settings_.scratch;
  setup.worker = setup.workers = std::max(1u, settings_.workers);
  worker_.Send(setup);
}

void StageProcess::OnDeath(Worker&, ExitStatus status) {
  WorkerDeath death;
  death.when = Clock::now();
  death.status = status;
  death.how = HowItEnded(status);
  death.threads = worker_.Threads();
  death.end_reason = worker_.end_reason();
  death.culprit = worker_.culprit();
  death.stack = worker_.stack();
  const std::string rest = worker_.TakeLastOutput();
  bool carrying = false, meant = false;
  {
    const std::lock_guard lock(mutex_);
    last_output_ = rest;
    carrying = call_ && WasCarryingOut(death, *call_);
    meant = ending_ || finished_;
    if (!carrying) ++failed_starts_;
    if (carrying) failed_starts_ = 0;
    death_ = death;
  }
  if (!carrying) Print(rest);
  if (!carrying && !meant) {
    Print("ended between serial actions: " + death.how + "\n");
    // One that was killed is no sign of trouble; one that crashed is.
    if (status.known && status.signal != SIGKILL && worker_.greeted() && !death.end_reason)
      board_.AddRunFailure(kStageTag + ("ended between serial actions: " + death.how));
  } else if (meant && !status.good() && !death.end_reason) {
    board_.AddRunFailure(kStageTag + ("ended badly after its serial actions: " + death.how) +
                         (rest.empty() ? "" : "\n  it printed last:\n" + rest));
  }
  SetPhase(Phase::kGone);
}

std::string StageProcess::HowItEnded(ExitStatus status) const {
  return worker_.end_reason() ? *worker_.end_reason() : ToString(OutcomeOf(status));
}

void StageProcess::SetPhase(Phase phase) {
  const std::lock_guard lock(mutex_);
  phase_ = phase;
  changed_.notify_all();
}

void StageProcess::Print(std::string_view text) {
  if (text.empty()) return;
  std::string lines;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    lines += kStageTag + std::string(rest.substr(0, end)) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::cerr << lines << std::flush;
  constexpr std::size_t kMost = 1u << 20;
  const std::lock_guard lock(mutex_);
  if (printed_.size() < kMost) printed_ += text;
}

}  // namespace combtest::internal
