#include "src/run/run_guard.h"

#include <unistd.h>

#include <iostream>
#include <memory>
#include <utility>

#include "combtest/duration.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

constexpr auto kGuardTick = std::chrono::milliseconds(20);
constexpr auto kFinishTime = std::chrono::seconds(5);

// To whoever meets what a serial action can do to its process.
constexpr const char* kHowToIsolate =
    "--combtest_isolate_serial runs serial actions in a process of their own";

std::string NameOf(const Plan& plan, const PlanStep& step) {
  const std::string text = WalkAccess::Data(plan.space())->ActionText(step.begin, step.option);
  return step.kind == PlanStep::Kind::kUndo ? "Undo of " + text : text;
}

}  // namespace

void FinishWhilePossible(std::function<void()> finish) {
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
  };
  const auto shared = std::make_shared<Shared>();
  std::thread([shared, finish = std::move(finish)] {
    finish();
    const std::lock_guard lock(shared->mutex);
    shared->done = true;
    shared->changed.notify_all();
  }).detach();
  std::unique_lock lock(shared->mutex);
  const auto end = AwakeClock::now() + kFinishTime;
  while (!shared->done && AwakeClock::now() < end) shared->changed.wait_for(lock, kGuardTick);
  if (!shared->done) {
    constexpr std::string_view kLate =
        "combtest: the end of the run hangs, too; the process ends without the rest of it\n";
    static_cast<void>(::write(STDERR_FILENO, kLate.data(), kLate.size()) < 0);
  }
}

RunGuard::RunGuard(const Plan& plan, WalkBoard& board, StopSignal& stop, const Limits& limits,
                   bool own_threads, Cut cut)
    : plan_(plan),
      board_(board),
      stop_(stop),
      limits_(limits),
      own_threads_(own_threads),
      cut_(std::move(cut)) {
  if (own_threads_ && InterruptsAreFree()) interrupts_.emplace();
  thread_ = std::thread([this] { Watch(); });
}

RunGuard::~RunGuard() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  thread_.join();
  // A signal that came last of all is a signal, too.
  if (interrupts_ && !must_end_since_ && CountInterrupts() > interrupts_before_)
    MustEnd(InterruptText(NotedInterrupt()), true);
}

void RunGuard::OnPhaseStart(const PlanStep&) {
  if (!own_threads_) return;
  const std::lock_guard lock(mutex_);
  name_ = "a walk";
  since_ = Clock::now();
}

void RunGuard::OnPhaseEnd(const PlanStep&) {
  if (own_threads_) Leave();
}

void RunGuard::OnSerialPlace(const PlanStep& step, SerialPlace place) {
  CheckDescriptors();
  crash_notice_.reset();
  exit_watch_.reset();
  if (place == SerialPlace::kWorkers) return Leave();
  const std::string name = NameOf(plan_, step);
  const bool here = place == SerialPlace::kHere;
  if (here) {
    crash_notice_.emplace(
        name, std::string("; it is a serial action, and takes the run with it; ") + kHowToIsolate);
    exit_watch_.emplace(
        [name] { return "the serial action " + name + " (" + kHowToIsolate + ")"; });
  }
  const std::lock_guard lock(mutex_);
  serial_ = here ? &step : nullptr;
  elsewhere_ = !here;
  name_ = name;
  since_ = Clock::now();
}

void RunGuard::OnSerial(const SerialReport&) {
  CheckDescriptors();
  crash_notice_.reset();
  exit_watch_.reset();
  Leave();
}

// Workers can't be reached any more, nor can anything be waited for.
void RunGuard::CheckDescriptors() {
  const std::lock_guard lock(mutex_);
  if (serial_ == nullptr || descriptors_.intact()) return;
  const std::string why = name_ + " closed descriptors that belong to the program";
  FailBranch(outcome::Failed{});
  End(why);
}

void RunGuard::FailBranch(Outcome outcome) {
  if (serial_->kind != PlanStep::Kind::kSerial) return;
  WalkResult result;
  result.outcome = std::move(outcome);
  result.where = name_;
  result.action = serial_->begin;
  board_.EndAll(serial_->first_slot, serial_->last_slot, result);
}

void RunGuard::Leave() {
  const std::lock_guard lock(mutex_);
  // What came while it ran stops the run even if it ended before the next look.
  Look(Clock::now());
  serial_ = nullptr;
  elsewhere_ = false;
  name_.clear();
}

void RunGuard::Watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    changed_.wait_for(lock, kGuardTick);
    const auto now = Clock::now();
    if (over_ || name_.empty()) continue;
    Look(now);
    if (serial_ != nullptr) LookAtSerial(now);
    if (!must_end_since_ || elsewhere_) continue;
    if (now - std::max(*must_end_since_, since_) > kGuardGrace) {
      End(name_ + " went on for " + DurationText(kGuardGrace) +
          " after the run was told to end: " + must_end_why_);
    }
  }
}

void RunGuard::Look(Clock::time_point now) {
  if (name_.empty() || must_end_since_) return;
  if (stop_.interrupted()) return MustEnd(stop_.reason(), true);
  if (CountInterrupts() > interrupts_before_) return MustEnd(InterruptText(NotedInterrupt()), true);
  if (limits_.run_timeout.count() > 0 && now - begun_ > limits_.run_timeout) {
    MustEnd(RunTimeoutText(limits_.run_timeout), false);
  }
}

void RunGuard::LookAtSerial(Clock::time_point now) {
  const auto limit = limits_.serial_timeout;
  if (limit.count() == 0 || now - since_ <= limit) return;
  FailBranch(outcome::TimedOut{limit});
  End(name_ + " took longer than serial_timeout (" + DurationText(limit) + ")");
}

void RunGuard::MustEnd(const std::string& why, bool interrupt) {
  must_end_since_ = Clock::now();
  must_end_why_ = why;
  if (stop_.interrupted() || (!interrupt && stop_.stopped())) return;
  if (interrupt) {
    stop_.Interrupt(why);
  } else {
    stop_.Stop(why);
  }
  board_.AddRunFailure(why);
}

void RunGuard::End(const std::string& why) {
  std::cerr << ("combtest: " + why + "; the run ends here\n") << std::flush;
  Failure failure{Failure::Severity::kFatal, Failure::Origin::kException, "", 0, why, name_};
  if (serial_ != nullptr) failure.message += std::string("; ") + kHowToIsolate;
  FinishWhilePossible([this, &failure] {
    cut_(failure);
    std::cout.flush();
    std::fflush(nullptr);
  });
  ::_exit(kCutShortExitCode);
}

}  // namespace combtest::internal
