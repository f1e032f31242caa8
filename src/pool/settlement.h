// What came of walks: from a worker's reports, its markers and its end to results on the board.
#ifndef COMBTEST_SRC_POOL_SETTLEMENT_H_
#define COMBTEST_SRC_POOL_SETTLEMENT_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "combtest/plan.h"
#include "src/engine/final_states.h"
#include "src/engine/walk_board.h"
#include "src/pool/scheduler.h"
#include "src/pool/worker.h"
#include "src/space/space_data.h"
#include "src/wire/protocol.h"

namespace combtest::internal {

// A walk that a worker is in the middle of.
struct InFlight {
  std::uint64_t slot = 0;
  std::uint64_t position = 0;  // in its batch
  ThreadState thread;
};
// Those of a worker, as far as is known.
std::vector<InFlight> WalksOf(const std::vector<ThreadState>& threads, const Scheduler& scheduler,
                              unsigned worker);

// All that is known of a worker's end.
struct WorkerDeath {
  unsigned worker = 0;
  std::string name;  // "[worker 1 on b] "
  std::string host;  // "this machine"
  Scheduler::Time when;
  ExitStatus status;
  std::string how;                   // it ended, in words
  std::vector<ThreadState> threads;  // when it did
  bool broken_off = false;           // it was ended since the run is
  bool cut_off = false;              // as Worker's, as are the next five
  bool broken = false;
  bool lied = false;
  std::optional<std::string> end_reason;
  std::optional<std::uint64_t> culprit;
  std::string stack;
};

// How a process's end reads.
Outcome OutcomeOf(ExitStatus status);

// Its methods for messages throw Error where a message can't be true of the walks that its worker
// was sent; the worker is then to be ended.
class Settlement {
 public:
  using Time = Scheduler::Time;

  // All references must outlive it. `states`: where walks' states go that leave a worker; null:
  // they are wanted by nobody.
  Settlement(const Plan& plan, Scheduler& scheduler, WalkBoard& board, StopSignal& stop,
             std::chrono::nanoseconds walk_timeout, FinalStates* states);

  void BeginPhase(const PlanStep& phase, bool leaf);

  // True: some walks of the worker's are over by it.
  bool OnDone(unsigned worker, const Done& done, Time now);
  void OnEnded(unsigned worker, const Ended& ended);
  void OnState(unsigned worker, const StateMessage& state);
  // `host`: where the worker is, if that isn't here.
  void OnScratch(unsigned worker, const ScratchDirectory& scratch, const std::string& host);
  void OnProperties(unsigned worker, const WalkProperties& properties);
  void OnUnread(unsigned worker, const Unread& unread);
  // Settles what its walks came to: those that it had finished, those that it was in the middle of,
  // which come back, and those of which nobody knows. What it hadn't begun is still outstanding.
  std::vector<InFlight> OnDeath(const WorkerDeath& death);

  void Lose(std::uint64_t slot, std::string why);
  // Messages that came too late to count.
  std::uint64_t late_messages() const { return late_messages_; }
  void CountLate() { ++late_messages_; }

 private:
  void NoteTimes(const Batch& batch, const Done& done);
  void Finish(unsigned worker, const Batch& batch, std::uint64_t from, std::uint64_t to,
              std::uint64_t ran, std::uint64_t passed, const Done* times, Time now);
  void FinishListed(unsigned worker, const Batch& batch, std::uint64_t from, std::uint64_t to,
                    std::uint64_t passed, const Done* times);
  void CheckUnlisted(unsigned worker, const Batch& batch, const Done& done);
  void CheckResult(const Ended& ended) const;
  void CheckEndings(const Batch& batch, std::uint64_t from, std::uint64_t to,
                    const Progress& progress) const;
  void SettleMarkers(const WorkerDeath& death);
  void LosePositions(unsigned worker, const Batch& batch, std::uint64_t from, std::uint64_t to,
                     const std::string& why, Time now);
  void LoseOutstanding(unsigned worker, const std::string& why, Time now);
  WalkResult Blame(const WorkerDeath& death, const InFlight& walk,
                   const std::optional<std::uint64_t>& culprit, std::size_t in_flight) const;
  bool HasEnded(std::uint64_t slot) const {
    return !board_.Unfinished(slot) || board_.HasEnded(slot);
  }

  const Plan& plan_;
  const SpaceData& space_;
  Scheduler& scheduler_;
  WalkBoard& board_;
  StopSignal& stop_;
  const std::chrono::nanoseconds walk_timeout_;
  FinalStates* const states_;
  PlanStep phase_;
  bool leaf_ = false;  // walks end in the phase
  // By worker, in an order that isn't listed: walks that have ended and whose part of a batch isn't
  // done.
  std::vector<std::vector<std::uint64_t>> ended_;
  std::uint64_t late_messages_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_SETTLEMENT_H_
