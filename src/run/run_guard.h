// Ends a run that hangs in this process.
#ifndef COMBTEST_SRC_RUN_RUN_GUARD_H_
#define COMBTEST_SRC_RUN_RUN_GUARD_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "src/engine/run_observer.h"
#include "src/engine/run_settings.h"
#include "src/engine/walk_board.h"
#include "src/os/awake_clock.h"
#include "src/os/crash_notice.h"
#include "src/os/descriptor_watch.h"
#include "src/os/exit_watch.h"
#include "src/os/interrupts.h"

namespace combtest::internal {

// What a process exits with whose run was ended while a serial action, or walks without workers,
// went on.
inline constexpr int kCutShortExitCode = 72;
// How long what runs may go on after the run was told to end.
inline constexpr auto kGuardGrace = std::chrono::seconds(2);

// Hears first of all observers: so it knows what runs on the thread of the engine, and that thread
// comes back from a serial action only through it.
//
// A serial action that takes longer than serial_timeout ends the run. So does one that goes on for
// the grace after a signal or after run_timeout; without workers a phase does, too. The board and
// the trace then hold what was known, and the process ends. A crash of a serial action is named
// before the process dies of it, and so is a call of exit(). While one runs in the stage, the run
// is told to end as ever, and the stage sees to it.
class RunGuard : public RunObserver {
 public:
  // `cut` brings the run to its end, from another thread than its own; it gets the failure that
  // the run ends with. `own_threads`: phases run in this process. All references must outlive it.
  using Cut = std::function<void(Failure why)>;
  RunGuard(const Plan& plan, WalkBoard& board, StopSignal& stop, const Limits& limits,
           bool own_threads, Cut cut);
  ~RunGuard() override;

  bool wants_walks() const override { return false; }
  void OnPhaseStart(const PlanStep& phase) override;
  void OnPhaseEnd(const PlanStep& phase) override;
  void OnSerialPlace(const PlanStep& step, SerialPlace place) override;
  void OnSerial(const SerialReport& report) override;

 private:
  using Clock = AwakeClock;
  void Watch();
  // With mutex_.
  void Look(Clock::time_point now);
  void LookAtSerial(Clock::time_point now);
  void MustEnd(const std::string& why, bool interrupt);
  // After a serial action that ran here.
  void CheckDescriptors();
  // The walks of the branch that it enters, if it does, end so.
  void FailBranch(Outcome outcome);
  [[noreturn]] void End(const std::string& why);
  void Leave();

  const Plan& plan_;
  WalkBoard& board_;
  StopSignal& stop_;
  const Limits limits_;
  const bool own_threads_;
  const Cut cut_;
  const AwakeClock::Keeper keeper_;
  const Clock::time_point begun_ = Clock::now();
  const unsigned interrupts_before_ = CountInterrupts();
  std::optional<Interrupts> interrupts_;  // where nobody else notes them
  // Of a serial action that runs.
  std::optional<CrashNotice> crash_notice_;
  std::optional<ExitWatch> exit_watch_;
  const DescriptorWatch descriptors_;

  std::mutex mutex_;  // guards the rest; held while the run is brought to its end
  std::condition_variable changed_;
  const PlanStep* serial_ = nullptr;  // that runs here
  std::string name_;                  // of what runs; empty: nothing that is to be guarded
  bool elsewhere_ = false;            // it runs in the stage: nothing can hang here
  Clock::time_point since_;
  std::optional<Clock::time_point> must_end_since_;
  std::string must_end_why_;
  bool over_ = false;
  std::thread thread_;
};

// Brings things to an end as far as they can be had: `finish` runs on a thread of its own, and has
// a few seconds, since what hangs may hold any lock.
void FinishWhilePossible(std::function<void()> finish);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_GUARD_H_
