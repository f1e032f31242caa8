// Runs the phases of a plan over worker processes.
#ifndef COMBTEST_SRC_POOL_WORKER_EXECUTOR_H_
#define COMBTEST_SRC_POOL_WORKER_EXECUTOR_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/plan.h"
#include "src/engine/executor.h"
#include "src/engine/run_settings.h"
#include "src/engine/walk_board.h"
#include "src/os/awake_clock.h"
#include "src/os/interrupts.h"
#include "src/pool/every_process.h"
#include "src/pool/hosts.h"
#include "src/pool/pool_settings.h"
#include "src/pool/scheduler.h"
#include "src/pool/settlement.h"
#include "src/pool/watchdog.h"
#include "src/pool/worker.h"
#include "src/pool/worker_records.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// Owns the workers, and puts together those who know what to do with them: Scheduler, Settlement,
// Hosts, Watchdog. One thread: everything happens inside RunPhase, Finish and the destructor.
class WorkerExecutor : public Executor, private WorkerEvents, private Dispatcher {
 public:
  // The plan, the board and the signal must outlive it. `verbosity`: of the log.
  WorkerExecutor(const Plan& plan, const Selection& selection, bool list_all, WalkBoard& board,
                 StopSignal& stop, PoolSettings settings, const Limits& limits,
                 const StateSettings& states, int verbosity);
  ~WorkerExecutor() override;

  void RunPhase(const PlanStep& phase) override;
  void AddUpdate(const PlanStep& serial, const boost::json::value& update) override;
  bool HasOtherProcesses() const override { return true; }
  std::optional<BranchFailure> EnterEverywhere(
      const PlanStep& serial, const std::optional<boost::json::value>& state) override;
  void LeaveEverywhere(const PlanStep& undo,
                       const std::optional<boost::json::value>& state) override;
  std::optional<BranchFailure> TakeBranchFailure() override { return every_.TakeFailure(); }
  // Ends the workers, kindly unless the run was stopped.
  void Finish() override;
  FinalStates* states() override { return gather_ ? states_.get() : nullptr; }

 private:
  void OnMessage(Worker& worker, const FromWorker& message) override;
  void OnDeath(Worker& worker, ExitStatus status) override;
  void OnWalkOutput(Worker& worker, std::uint64_t slot, std::string text) override;
  void OnOutput(Worker& worker, std::string_view lines) override;
  void OnBreak(Worker& worker, ExitStatus status) override;
  void OnResumption(Worker& worker) override;

  void SendBatch(unsigned worker, const Batch& batch,
                 const std::vector<ShippedText>& states) override;
  void AskForRelease(unsigned worker) override;
  void Lose(std::uint64_t slot, std::string why) override;
  bool Unfinished(std::uint64_t slot) const override;
  bool stopped() const override { return stop_.stopped() || every_.failed(); }

  void Greet(Worker& worker, const Hello& hello);
  void OnReady(Worker& worker);
  void Admit(Worker& worker);
  void OnSerialEnd(Worker& worker, const SerialEnd& end);
  void OnSerialFailure(const EveryProcess::Call& call, WalkResult result);
  void BlameCall(const WorkerDeath& death, Worker& worker, const std::string& last_output);
  void CatchUp();
  void AwaitCalls();
  bool AnyOutstanding() const;
  void OnReleased(Worker& worker, const Released& released);
  void BeginPhaseOn(Worker& worker);
  void FinishBegun();
  void DropScratchElsewhere();
  // The run is to end at once.
  bool broken_off() const { return stop_.stopped() && !finishing_begun_; }
  void EndLeftovers(const Worker& worker) const;
  void AccountForEnd(Worker& worker, ExitStatus status, const std::string& last_output);
  void ReportEndAfterWalks(Worker& worker, ExitStatus status, const std::string& last_output);

  void WaitForSignals();
  void OnSignal(int signal);
  void Tick();
  void PassOverGap(Clock::time_point now);
  void CheckRunTime(Clock::time_point now);
  RunningWalk LongestRunning(Clock::time_point now) const;
  void RunLoopUntil(const std::function<bool()>& over);
  void WaitForEndCommands();

  const Plan& plan_;
  const std::string selection_;  // as text: made once for all workers
  const bool list_all_;
  const SpaceData& space_;
  WalkBoard& board_;
  StopSignal& stop_;
  Launcher& launcher_;
  const PoolSettings settings_;
  const std::chrono::nanoseconds run_timeout_;
  const std::chrono::nanoseconds serial_timeout_;
  const int verbosity_;
  const std::uint64_t fingerprint_;

  const AwakeClock::Keeper keeper_;
  boost::asio::io_context context_;
  boost::asio::steady_timer ticker_;
  // The program's own again when the run is over.
  std::optional<Interrupts> interrupts_ = std::make_optional<Interrupts>();
  boost::asio::posix::stream_descriptor signals_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<WorkerRecords> records_;   // by worker
  const bool gather_;                    // final states
  std::unique_ptr<FinalStates> states_;  // as they last left a worker; null where none does
  Scheduler scheduler_;
  Settlement settlement_;
  EveryProcess every_;
  Hosts hosts_;
  Watchdog watchdog_;
  const Clock::time_point started_;
  Clock::time_point last_tick_;  // or the end of what kept this thread from one
  bool finishing_ = false;
  bool finishing_begun_ = false;  // it has stopped, and waits for walks that have begun

  PlanStep phase_;
  std::vector<PhaseUpdate> phase_updates_;
  std::vector<PhaseUpdate> updates_;  // for the next phase
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WORKER_EXECUTOR_H_
