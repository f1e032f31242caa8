// The stage as a process: started as a local worker is, and used by the same messages.
#ifndef COMBTEST_SRC_POOL_STAGE_PROCESS_H_
#define COMBTEST_SRC_POOL_STAGE_PROCESS_H_

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "combtest/launchers.h"
#include "combtest/plan.h"
#include "src/engine/run_settings.h"
#include "src/engine/stage.h"
#include "src/engine/walk_board.h"
#include "src/pool/pool_settings.h"
#include "src/pool/settlement.h"
#include "src/pool/watchdog.h"
#include "src/pool/worker.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// A thread of its own serves the process from the beginning to the end, so that what serial actions
// have started may print at any time. The engine's thread asks for something and waits.
//
// What actions have started lives until the end, whichever process started it: all have one token.
class StageProcess : public Stage, private WorkerEvents {
 public:
  // Starts it. References must outlive it. `verbosity`: of the log.
  StageProcess(const Plan& plan, const Selection& selection, bool list_all, WalkBoard& board,
               StopSignal& stop, const PoolSettings& settings, const Limits& limits, int verbosity);
  // Ends it, at once where Finish hasn't.
  ~StageProcess() override;

  StageEnd Enter(const PlanStep& step, const StateSource& state) override;
  StageEnd Undo(const PlanStep& step, const StateSource& state) override;
  StageEnd EnterCopy(const PlanStep& step, const std::optional<boost::json::value>& state) override;
  StageEnd UndoCopy(const PlanStep& step, const std::optional<boost::json::value>& state) override;
  bool Holds(std::size_t depth) const override;
  void Finish() override;

 private:
  using Json = boost::json::value;
  enum class Phase { kGone, kStarting, kReady };
  // An action that acts in every process, entered and not left.
  struct Entry {
    PlanStep step;
    std::optional<Json> state;
    std::uint32_t performed_in = 0;  // the process, by number
  };
  // What came of a call: an answer or a death.
  struct Reply {
    std::optional<SerialEnd> answer;
    std::optional<WalkResult> blame;  // nothing: it hadn't begun
  };

  // --- The engine's thread ---
  StageEnd Perform(const PlanStep& step, bool keeps_state, const StateSource& state);
  std::optional<StageEnd> MakeReady();
  std::optional<StageEnd> PerformPath();
  Reply Carry(const PlanStep& step, bool keeps_state, const std::optional<Json>& state);
  Reply Blame(const PlanStep& step, const std::string& where);
  StageEnd Failed(const PlanStep& step, std::string why) const;
  std::string Name(const PlanStep& step) const;
  // False: the run was told to end, and that was a while ago.
  bool Wait(const std::function<bool()>& over);
  void EndNow(const std::string& why);
  void TellOutput();

  // --- Its own thread ---
  void Serve();
  void Start();
  void Tick();
  void OnMessage(Worker& worker, const FromWorker& message) override;
  void OnDeath(Worker& worker, ExitStatus status) override;
  void OnWalkOutput(Worker&, std::uint64_t, std::string text) override { Print(text); }
  void OnOutput(Worker&, std::string_view lines) override { Print(lines); }
  void OnBreak(Worker&, ExitStatus) override {}
  void OnResumption(Worker&) override {}
  void Greet(const Hello& hello);
  void SetPhase(Phase phase);
  void Print(std::string_view text);
  std::string HowItEnded(ExitStatus status) const;

  const Plan& plan_;
  const SpaceData& space_;
  const std::string selection_;
  const bool list_all_;
  WalkBoard& board_;
  StopSignal& stop_;
  const PoolSettings settings_;
  const Limits limits_;
  const int verbosity_;
  const std::string id_;  // of all its processes
  const std::uint64_t fingerprint_;

  // The engine's thread:
  std::vector<Entry> path_;
  std::vector<std::uint32_t> held_;  // by depth: the process that has its branch's state
  std::uint64_t next_call_ = kFirstCall;
  bool finished_ = false;

  mutable std::mutex mutex_;  // guards the next ones
  mutable std::condition_variable changed_;
  Phase phase_ = Phase::kStarting;
  std::uint32_t instance_ = 0;         // of the processes, from 1
  unsigned failed_starts_ = 0;         // one after the other
  std::string refused_;                // why no more is started
  std::optional<std::uint64_t> call_;  // that it was sent and hasn't answered
  std::optional<SerialEnd> answer_;
  std::optional<WorkerDeath> death_;  // the last
  std::string last_output_;           // of it
  std::string printed_;               // that the observer hasn't heard of
  bool ending_ = false;               // it was told to

  // Its own thread:
  const AwakeClock::Keeper keeper_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer ticker_;
  LocalLauncher launcher_;
  Worker worker_;
  Watchdog watchdog_;
  Clock::time_point last_tick_ = Clock::now();
  std::thread thread_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_STAGE_PROCESS_H_
