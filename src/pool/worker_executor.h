// Runs the phases of a plan over worker processes.
#ifndef COMBTEST_SRC_POOL_WORKER_EXECUTOR_H_
#define COMBTEST_SRC_POOL_WORKER_EXECUTOR_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "combtest/plan.h"
#include "src/engine/executor.h"
#include "src/engine/state_slab.h"
#include "src/engine/walk_board.h"
#include "src/os/interrupts.h"
#include "src/pool/worker.h"
#include "src/pool/worker_setup.h"
#include "src/report/progress_line.h"
#include "src/space/exclusion.h"
#include "src/space/space_data.h"

namespace combtest::internal {

struct WorkerSettings : WorkerSetup {
  unsigned workers = 1;
  int verbosity = 1;  // of the log
  // Now and then while walks run: the phase, and a way to ask for the walk that has run longest.
  std::function<void(const PlanStep& phase, const std::function<RunningWalk()>& longest)> on_tick;
};

// Owns the workers. One thread: everything happens inside RunPhase, Finish and the destructor.
// Its sources: worker_executor.cc (start, messages, phases, end), …_scheduling.cc (who runs what),
// …_results.cc (what came of it), …_deaths.cc, …_time.cc (time-outs and signals).
class WorkerExecutor : public Executor, public WorkerEvents {
 public:
  // All references must outlive it.
  WorkerExecutor(const Plan& plan, const Selection& selection, bool list_all, WalkBoard& board,
                 StopSignal& stop, Launcher& launcher, WorkerSettings settings);
  ~WorkerExecutor() override;

  void RunPhase(const PlanStep& phase) override;
  void AddUpdate(const PlanStep& serial, const boost::json::value& update) override;
  // Ends the workers, kindly unless the run was stopped.
  void Finish() override;
  StateSlab* states() override { return states_.get(); }

 private:
  struct CurrentPhase {
    PlanStep step;
    std::uint64_t epoch = 0;
    std::uint64_t index = 0;  // of the step in the plan
    bool first = false;       // walks begin in it
    bool leaf = false;        // and end
    std::vector<PhaseUpdate> updates;
    std::uint64_t open = 0;  // slots that are queued or outstanding
  };

  void OnMessage(Worker& worker, const FromWorker& message) override;
  void OnDeath(Worker& worker, ExitStatus status) override;
  void OnWalkOutput(Worker& worker, std::uint64_t slot, std::string text) override;
  void OnOutput(Worker& worker, std::string_view lines) override;
  void OnBreak(Worker& worker, ExitStatus status) override;
  void OnResumption(Worker& worker) override;

  void Greet(Worker& worker, const Hello& hello);
  void OnDone(Worker& worker, const Done& done);
  void OnEnded(const Worker& worker, const Ended& ended);
  void OnState(Worker& worker, const StateMessage& state);
  void OnReleased(Worker& worker, const Released& released);
  static void OnLog(const Worker& worker, const LogMessage& message);
  static void OnDroppedRecords(Worker& worker, std::uint64_t count);

  void StartWorker(Worker& worker);
  void StartWaiting();
  // Workers of this one's host are started no more; without any left the run stops.
  void GiveUpHost(const Worker& worker, const std::string& why, const std::string& details = {});
  bool HostGivenUp(const Worker& worker) const;
  // "the host `b`", or "this machine".
  std::string HostText(const Worker& worker) const;
  void QueuePhase();
  void BeginPhaseOn(Worker& worker);
  void Fill(Worker& worker);
  void FillTo(Worker& worker, std::size_t depth);
  void FillAll();
  Batch NextBatch(Worker& worker, std::vector<ShippedText>& states);
  std::string WhyNotShipped(std::uint64_t slot) const;
  bool Steal(Worker& thief);
  bool CanMove() const { return current_.first || send_states_; }

  void FinishPositions(Worker& worker, Batch& batch, std::uint64_t from, std::uint64_t to,
                       std::uint64_t ran, std::uint64_t passed, const Done* times = nullptr);
  void NoteTimes(const Batch& batch, const Done& done);
  void CheckEndings(const Batch& batch, std::uint64_t from, std::uint64_t to,
                    const Progress& progress) const;
  void NoteUnreadable(const StateMessage& state, const std::string& why);
  void LoseWalk(std::uint64_t slot, ExclusionCursor& excluded, const std::string& why);
  void LosePositions(Batch& batch, std::uint64_t from, std::uint64_t to, const std::string& why);
  void DropBatch(Worker& worker, std::uint64_t id);
  void SettleMarkers(Worker& worker);
  static std::optional<std::uint64_t> Culprit(const Worker& worker,
                                              const std::vector<InFlight>& walks);
  void BlameFor(Worker& worker, ExitStatus status, const std::vector<InFlight>& walks);
  void RequeueRest(Worker& worker);
  void LoseStates(Worker& worker, const std::string& why);
  void EndLeftovers(Worker& worker);
  void LoseOutstanding(Worker& worker, const std::string& why);
  std::string HowItEnded(const Worker& worker, ExitStatus status) const;
  std::string WhyCut(const Worker& worker, ExitStatus status) const;
  void EndRemains(const Worker& worker);
  void WaitForEndCommands();
  void CountFailedStart(Worker& worker, ExitStatus status, bool idle);

  void Tick();
  RunningWalk LongestRunning(Clock::time_point now) const;
  void EndForTimeout(Worker& worker, std::uint64_t slot);
  void CheckTimeouts(Worker& worker, Clock::time_point now);
  void OnSignal(int signal);
  void RunLoopUntil(const std::function<bool()>& over);
  std::string Tag(const Worker& worker) const;

  const Plan& plan_;
  const std::string selection_;  // as text: made once for all workers
  const bool list_all_;
  const SpaceData& space_;
  WalkBoard& board_;
  StopSignal& stop_;
  Launcher& launcher_;
  const WorkerSettings settings_;
  const bool send_states_;
  const std::uint64_t fingerprint_;

  boost::asio::io_context context_;
  boost::asio::steady_timer ticker_;
  // The program's own again when the run is over.
  std::optional<Interrupts> interrupts_ = std::make_optional<Interrupts>();
  boost::asio::posix::stream_descriptor signals_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::uint32_t next_instance_ = 1;
  std::uint64_t next_batch_ = 1;
  struct HostRecord {
    unsigned failed_starts = 0;  // one after the other
    bool given_up = false;
  };
  std::map<std::string, HostRecord> hosts_;
  // Commands that end what broken connections have left behind.
  std::vector<std::shared_ptr<ChildProcess>> ending_commands_;
  unsigned stacks_taken_ = 0;
  bool finishing_ = false;
  Clock::time_point started_;

  CurrentPhase current_;
  std::vector<PhaseUpdate> updates_;  // for the next phase
  // By slot, where the plan has more than one phase:
  std::vector<std::uint32_t> holder_;      // the instance that holds the walk's state; 0: none
  std::vector<std::uint8_t> phases_done_;  // how deep in the tree of phases the walk has come
  std::vector<std::string> checkpoints_;   // its state after the last of those, as JSON
  bool moved_ = false;                     // some state isn't where its shard is
  std::unique_ptr<StateSlab> states_;      // final states
  std::uint64_t stale_messages_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WORKER_EXECUTOR_H_
