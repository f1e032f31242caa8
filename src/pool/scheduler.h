// Who runs which walks of a phase, and where the walks' states are. Knows no process, no pipe and
// no clock: what it decides a Dispatcher carries out, and the time comes in as an argument.
#ifndef COMBTEST_SRC_POOL_SCHEDULER_H_
#define COMBTEST_SRC_POOL_SCHEDULER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "combtest/walk_set.h"
#include "src/engine/final_states.h"
#include "src/os/awake_clock.h"
#include "src/plan/needs.h"
#include "src/plan/stock.h"
#include "src/pool/batch.h"
#include "src/pool/group_offers.h"
#include "src/pool/queued_walks.h"
#include "src/wire/protocol.h"

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
  // The walk can't go on.
  virtual void Lose(std::uint64_t slot, std::string why) = 0;
  // Whether the walk is still to run.
  virtual bool Unfinished(std::uint64_t slot) const = 0;
  // Whether no more walks shall begin.
  virtual bool stopped() const = 0;
};

class Scheduler {
 public:
  using Time = AwakeClock::time_point;

  struct Shape {
    unsigned workers = 1;
    unsigned threads = 1;  // of each worker, which runs as many batches at a time
    std::uint64_t slots = 0;
    bool listed = true;        // as RunOrder::listed
    bool branches = false;     // states stay in the workers from phase to phase
    bool checkpoints = false;  // and come here as well
    bool stay = false;         // a walk moves only where it must: its fixture doesn't
    // How many walks may hold each resource at a time.
    std::vector<std::uint64_t> resources = {};
  };

  // `states`: walks' states as they last left a worker, where there are checkpoints; each is in
  // place before its position is settled. Both must outlive the scheduler.
  Scheduler(const Shape& shape, Dispatcher& dispatcher, const FinalStates* states);

  // --- Phases ---
  // Of the slots [first, last). `walks_begin`: there, so that no worker holds a state. Needs are
  // for orders that are listed.
  void BeginPhase(std::uint64_t first, std::uint64_t last, bool walks_begin,
                  const PhaseNeeds& needs = {});
  // What is left of it is run by nobody.
  void GiveUpPhase();
  // Counts the phases, from 1.
  std::uint64_t phase() const { return phase_; }
  bool InPhase(std::uint64_t slot) const { return first_slot_ <= slot && slot < last_slot_; }
  // Walks that are queued or outstanding.
  std::uint64_t open() const { return open_; }

  // --- Workers ---
  unsigned workers() const { return shape_.workers; }
  // A process has been started for it. `local`: what it has begun will be known whatever befalls
  // it.
  void Start(unsigned worker, bool local);
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
  // Whether there is such a batch, or was.
  bool WasIssued(std::uint64_t batch) const { return batch < next_batch_; }
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
  // It answers a request to release batches. Throws Error where there was none.
  void CountRelease(unsigned worker);
  // Asks every worker for the batches that it hasn't begun.
  void AskForAll();
  // The worker has given these back, unstarted. Throws Error where it can't have.
  void TakeBack(unsigned worker, const std::vector<std::uint64_t>& batches);

  // --- States ---
  bool keeps_checkpoints() const { return shape_.checkpoints; }
  // The walk's state is in this worker's memory.
  void NoteHeld(unsigned worker, std::uint64_t slot);
  // The worker, which runs the walk, can't read the state that it was sent for it. True: the walk
  // goes on where the state came from, and nowhere else, once its position here is settled.
  bool Return(unsigned worker, std::uint64_t slot, std::string why);
  bool IsReturned(std::uint64_t slot) const { return returned_.contains(slot); }

 private:
  enum class Stage { kGone, kStarting, kReady };
  struct Record {
    Stage stage = Stage::kGone;
    bool local = true;
    bool connected = true;
    QueuedWalks queues;  // not yet sent
    QueuedWalks pinned;  // that only this worker can run, not yet sent
    GroupOffers offers;  // of `queues`, where walks belong together
    std::deque<Batch> outstanding;
    std::vector<BatchSize> batch_sizes;  // by need
    std::vector<std::uint64_t> held;     // resources: a mask for each batch, or one for all
    std::chrono::nanoseconds last_batch_took{};
    bool release_asked = false;
    unsigned releases_due = 0;  // answers to that
  };
  // Walks that are treated alike: they need the same and belong together.
  struct Kind {
    std::size_t need = 0;      // in needs_
    std::size_t group = 0;     // in groups_
    std::uint64_t queued = 0;  // walks
  };
  // Walks that one worker is to run.
  struct Group {
    std::vector<unsigned> kinds;
    bool begun = false;    // some batch has been sent, in this phase
    bool settled = false;  // something of it is over, in this phase
    unsigned last = 0;     // the worker that had it last, plus 1
  };

  std::size_t DepthOf(const Record& record) const;
  void ClearQueues();
  void QueueByShard();
  void QueueEach(const PhaseNeeds& needs);
  unsigned KindOf(std::uint64_t mask, std::uint64_t group);
  void FillTo(unsigned worker, std::size_t depth, Time now);
  void SendTo(unsigned worker, std::size_t depth, Time now);
  std::optional<unsigned> ChooseKind(unsigned worker);
  std::optional<unsigned> MostUrgent(unsigned worker) const;
  bool HasQueued(const Record& record, unsigned kind) const {
    return record.queues.Has(KeyOf(kind)) || record.pinned.Has(KeyOf(kind));
  }
  bool MayStart(const Record& record, std::uint64_t mask) const;
  bool Fits(const Record& record, std::uint64_t mask) const;
  void CountHeld(Record& record);
  Batch NextBatch(unsigned worker, unsigned kind);
  std::uint64_t BatchSizeFor(const Record& record, unsigned kind) const;
  Progression TakeQueued(Record& record, unsigned kind, std::uint64_t most);
  void Count(unsigned kind, std::uint64_t walks, bool more);
  void Queue(unsigned record, unsigned kind, const Progression& range, bool in_front = false);
  bool Ship(unsigned worker, std::uint64_t slot, Batch& batch);
  void Pin(std::uint64_t slot, unsigned kind);
  bool IsStealable(unsigned from, unsigned thief, unsigned kind) const;
  bool CanSteal(unsigned thief, unsigned kind) const;
  void Steal(unsigned thief, unsigned kind);
  bool TakeGroup(unsigned thief);
  bool AskFor(unsigned worker);
  void AskForReleaseFor(unsigned thief);
  bool HasForOthers(const Record& record, const Record& other) const;
  bool CanMove() const { return walks_begin_ || (shape_.checkpoints && !shape_.stay); }
  std::string WhyNotShipped(std::uint64_t slot) const;
  void Requeue(unsigned worker);
  void LoseStates(unsigned worker, const std::string& why, bool trusted);
  void GoOnWithReturned(const Batch& batch, std::uint64_t from, std::uint64_t to);
  void MarkSettled(const Batch& batch, std::uint64_t from, std::uint64_t to);
  QueueKey KeyOf(unsigned kind) const { return {kinds_[kind].need, kind}; }
  std::uint64_t MaskOf(unsigned kind) const { return needs_[kinds_[kind].need]; }
  // Where walks are that no worker has yet.
  unsigned pool() const { return shape_.workers; }

  const Shape shape_;
  Dispatcher& dispatcher_;
  const FinalStates* const states_;
  std::vector<Record> records_;  // by worker, and the pool
  std::uint64_t phase_ = 0;
  std::uint64_t first_slot_ = 0, last_slot_ = 0;
  bool walks_begin_ = false;
  std::uint64_t open_ = 0;
  std::uint64_t needy_ = 0;  // walks that are queued and need a resource
  bool limited_ = false;     // some of its walks need resources
  bool together_ = false;    // some belong together
  std::vector<Kind> kinds_;
  std::vector<std::uint64_t> needs_ = {0};             // masks of resources
  std::vector<Group> groups_;                          // of all phases
  std::map<std::uint64_t, std::size_t> group_places_;  // by their names
  std::map<std::pair<std::uint64_t, std::uint64_t>, unsigned> kind_places_;
  Stock stock_;
  std::uint64_t next_batch_ = 1;
  // By slot, in an order that is listed: the worker that was sent it last, plus 1, and whether it
  // is outstanding there.
  static constexpr std::uint16_t kOutstanding = 1u << 15;
  std::vector<std::uint16_t> sent_;
  // By slot, where there are branches: the worker that holds its state, plus 1, and who held it
  // before the last move; 0: none.
  std::vector<std::uint16_t> holder_, holder_before_;
  bool moved_ = false;                                     // some state isn't where its shard is
  std::unordered_map<std::uint64_t, std::string> unread_;  // by slot: why its JSON can't be read
  std::unordered_set<std::uint64_t> returned_;             // whose positions aren't settled
  std::vector<unsigned> unfilled_;                         // workers that have been pinned to
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_SCHEDULER_H_
