// Who runs which walks of a phase, and where the walks' states are. Knows no process, no pipe and
// no clock: what it decides a Dispatcher carries out, and the time comes in as an argument.
#ifndef COMBTEST_SRC_POOL_SCHEDULER_H_
#define COMBTEST_SRC_POOL_SCHEDULER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "src/pool/batch.h"
#include "src/wire/protocol.h"
#include "src/wire/slot_range.h"

namespace combtest::internal {

// Called from within the scheduler's methods; must not call it back.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  // To be run. `states` has those of the walks that the worker doesn't hold.
  virtual void SendBatch(unsigned worker, const Batch& batch,
                         const std::vector<ShippedText>& states) = 0;
  // Asks for the batches that the worker hasn't begun.
  virtual void AskForRelease(unsigned worker) = 0;
  // The states of these walks, as far as the worker has them, are out of date.
  virtual void Forget(unsigned worker, const SlotList& slots) = 0;
  // The walk can't go on.
  virtual void Lose(std::uint64_t slot, std::string why) = 0;
  // Whether the walk is still to run.
  virtual bool Unfinished(std::uint64_t slot) const = 0;
  // Whether no more walks shall begin.
  virtual bool stopped() const = 0;
};

class Scheduler {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Shape {
    unsigned workers = 1;
    unsigned threads = 1;  // of each worker
    std::uint64_t slots = 0;
    bool listed = true;        // as RunOrder::listed
    bool branches = false;     // states stay in the workers from phase to phase
    bool checkpoints = false;  // and come here as well
  };

  Scheduler(const Shape& shape, Dispatcher& dispatcher);

  // --- Phases ---
  // Of the slots [first, last). `walks_begin`: there, so that no worker holds a state.
  void BeginPhase(std::uint64_t first, std::uint64_t last, bool walks_begin);
  // What is left of it is run by nobody.
  void GiveUpPhase() { open_ = 0; }
  // Counts the phases, from 1.
  std::uint64_t phase() const { return phase_; }
  bool InPhase(std::uint64_t slot) const { return first_slot_ <= slot && slot < last_slot_; }
  // Walks that are queued or outstanding.
  std::uint64_t open() const { return open_; }

  // --- Workers ---
  unsigned workers() const { return shape_.workers; }
  // A process has been started for it. `local`: what it has begun will be known whatever befalls
  // it.
  void Start(unsigned worker, bool local, Time now);
  // It takes batches now.
  void SetReady(unsigned worker) { records_[worker].stage = Stage::kReady; }
  // It takes no batches while its connection is broken.
  void SetConnected(unsigned worker, bool connected) { records_[worker].connected = connected; }
  // Its process is dead: what it hadn't begun, and nobody has settled, is run by others, from its
  // states' checkpoints. Without these the states are lost, and where they aren't to be trusted.
  void End(unsigned worker, const std::string& why_lost, bool trusted = true);

  // Sends batches to whoever has too few.
  void Fill(unsigned worker, Time now);
  void FillAll(Time now);

  // --- Reports ---
  // Null: the worker has no such batch.
  const Batch* Find(unsigned worker, std::uint64_t batch) const;
  const std::deque<Batch>& outstanding(unsigned worker) const {
    return records_[worker].outstanding;
  }
  // Whether the walk was sent to the worker, in this phase or another and nobody since, or (Runs)
  // is outstanding there and not settled.
  bool WasSent(unsigned worker, std::uint64_t slot) const;
  bool Runs(unsigned worker, std::uint64_t slot) const;
  bool local(unsigned worker) const { return records_[worker].local; }
  // The walks at these positions of a batch that the worker has are over, for this phase.
  void Settle(unsigned worker, std::uint64_t batch, std::uint64_t from, std::uint64_t to, Time now);
  // The worker has given these back, unstarted. Throws Error where it can't have.
  void TakeBack(unsigned worker, const std::vector<std::uint64_t>& batches);

  // --- States ---
  // The walk's state is in this worker's memory.
  void NoteHeld(unsigned worker, std::uint64_t slot);
  // Whether checkpoints are kept; then the walk's last one, as JSON.
  bool keeps_checkpoints() const { return !checkpoints_.empty(); }
  void SetCheckpoint(std::uint64_t slot, std::string_view state) { checkpoints_[slot] = state; }

 private:
  enum class Stage { kGone, kStarting, kReady };
  struct Record {
    Stage stage = Stage::kGone;
    bool local = true;
    bool connected = true;
    std::deque<StridedRange> queue;  // of its shard, not yet sent
    std::uint64_t queued = 0;        // slots in it
    std::deque<Batch> outstanding;
    BatchSize batch_size;
    Time last_batch_end;
    std::chrono::nanoseconds last_batch_took{};
    bool release_asked = false;
  };

  static std::size_t PrefetchFor(const Record& record);
  void QueueByShard();
  void QueueByHolder();
  void FillTo(unsigned worker, std::size_t depth, Time now);
  Batch NextBatch(unsigned worker, std::vector<ShippedText>& states);
  bool Steal(unsigned thief);
  void AskForReleaseFor(unsigned thief);
  bool CanMove() const { return walks_begin_ || shape_.checkpoints; }
  std::string WhyNotShipped(std::uint64_t slot) const;
  void Requeue(Record& record);
  void LoseStates(unsigned worker, const std::string& why, bool trusted);
  void MarkSettled(const Batch& batch, std::uint64_t from, std::uint64_t to);

  const Shape shape_;
  Dispatcher& dispatcher_;
  std::vector<Record> records_;  // by worker
  std::uint64_t phase_ = 0;
  std::uint64_t first_slot_ = 0, last_slot_ = 0;
  bool walks_begin_ = false;
  std::uint64_t open_ = 0;
  std::uint64_t next_batch_ = 1;
  // By slot, in an order that is listed: the worker that was sent it last, plus 1, and whether it
  // is outstanding there.
  static constexpr std::uint16_t kOutstanding = 1u << 15;
  std::vector<std::uint16_t> sent_;
  // By slot, where there are branches:
  std::vector<std::uint32_t> holder_;     // the worker that holds its state, plus 1; 0: none
  std::vector<std::string> checkpoints_;  // its state after its last segment, as JSON
  bool moved_ = false;                    // some state isn't where its shard is
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_SCHEDULER_H_
