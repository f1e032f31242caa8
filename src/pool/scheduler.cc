#include "src/pool/scheduler.h"

#include <algorithm>
#include <map>
#include <utility>

#include "combtest/action.h"
#include "src/text/read_json.h"

namespace combtest::internal {
namespace {

// Few enough that a walk which takes long keeps little waiting after it.
constexpr std::size_t kPrefetch = 2;
// Bytes of states in one message, the last state aside.
constexpr std::size_t kMaxShipped = 4u << 20;
// What a worker elsewhere has been sent is lost if it is cut off: it may have begun any of it. So
// it is sent little: few walks, and none after one that takes so long that the way there doesn't
// count.
constexpr std::uint64_t kMaxBatchElsewhere = 16;  // for each thread
constexpr auto kLongBatch = std::chrono::milliseconds(50);

// Nor after one of this length where others wait for what a walk holds: who comes next is then
// chosen when it is over.
constexpr auto kPromptBatch = std::chrono::milliseconds(10);
// And so quick that even a walk that needs a resource may wait behind one.
constexpr auto kQuickBatch = std::chrono::milliseconds(1);

}  // namespace

Scheduler::Scheduler(const Shape& shape, Dispatcher& dispatcher, const FinalStates* states)
    : shape_(shape),
      dispatcher_(dispatcher),
      states_(states),
      records_(shape.workers + 1),
      stock_(shape.resources) {
  for (Record& record : records_) record.batch_sizes.resize(needs_.size());
  if (shape.listed) sent_.resize(shape.slots);
  if (!shape.branches) return;
  holder_.resize(shape.slots);
  holder_before_.resize(shape.slots);
}

void Scheduler::BeginPhase(std::uint64_t first, std::uint64_t last, bool walks_begin,
                           const PhaseNeeds& needs) {
  ++phase_;
  first_slot_ = first;
  last_slot_ = last;
  walks_begin_ = walks_begin;
  limited_ = false;
  together_ = needs.group != nullptr;
  open_ = last - first;
  for (Record& record : records_) {
    for (Batch& batch : record.outstanding) batch.kind = 0;  // of a phase that was given up
  }
  kinds_.clear();
  kind_places_.clear();
  for (Group& group : groups_) group = {{}, false, false, group.last};
  ClearQueues();
  returned_.clear();
  KindOf(0, 0);
  if (needs.resources || needs.group || (moved_ && !walks_begin)) {
    QueueEach(needs);
  } else {
    QueueByShard();
  }
}

void Scheduler::GiveUpPhase() {
  open_ = 0;
  ClearQueues();
}

void Scheduler::ClearQueues() {
  for (Record& record : records_) {
    record.release_asked = false;
    record.queues.Clear();
    record.pinned.Clear();
    record.offers.Outdate();
  }
  for (Kind& kind : kinds_) kind.queued = 0;
  needy_ = 0;
  stock_.ForgetWaiting();
}

// Walk k of the selection belongs to shard k mod N.
void Scheduler::QueueByShard() {
  const unsigned count = shape_.workers;
  for (unsigned w = 0; w < count; ++w) {
    const std::uint64_t first = first_slot_ + (w + count - first_slot_ % count) % count;
    if (first < last_slot_) Queue(w, 0, {first, (last_slot_ - first + count - 1) / count, count});
  }
}

// To the worker that holds its state, or else to its shard's; a group's to whoever takes it.
void Scheduler::QueueEach(const PhaseNeeds& needs) {
  for (std::uint64_t slot = first_slot_; slot < last_slot_; ++slot) {
    const unsigned kind =
        KindOf(needs.resources ? needs.resources(slot) : 0, needs.group ? needs.group(slot) : 0);
    unsigned at = together_ ? pool() : static_cast<unsigned>(slot % shape_.workers);
    if (!walks_begin_ && holder_[slot] != 0) {
      at = holder_[slot] - 1u;
    } else if (!walks_begin_ && together_) {
      const unsigned last = groups_[kinds_[kind].group].last;
      if (last != 0) at = last - 1;
    }
    records_[at].queues.Append(KeyOf(kind), slot);
    Count(kind, 1, true);
  }
}

unsigned Scheduler::KindOf(std::uint64_t mask, std::uint64_t group) {
  const auto [place, added] = kind_places_.try_emplace(std::pair(mask, group), kinds_.size());
  if (!added) return place->second;
  Kind kind;
  kind.need =
      static_cast<std::size_t>(std::find(needs_.begin(), needs_.end(), mask) - needs_.begin());
  if (kind.need == needs_.size()) {
    needs_.push_back(mask);
    for (Record& record : records_) record.batch_sizes.resize(needs_.size());
  }
  limited_ = limited_ || mask != 0;
  const auto [group_place, is_new] = group_places_.try_emplace(group, groups_.size());
  if (is_new) groups_.emplace_back();
  kind.group = group_place->second;
  groups_[kind.group].kinds.push_back(place->second);
  kinds_.push_back(kind);
  return place->second;
}

void Scheduler::Queue(unsigned record, unsigned kind, const Progression& range, bool in_front) {
  QueuedWalks& queues = records_[record].queues;
  if (in_front) {
    queues.PushFront(KeyOf(kind), range);
  } else {
    queues.PushBack(KeyOf(kind), range);
  }
  records_[record].offers.Outdate();
  Count(kind, range.count, true);
}

void Scheduler::Count(unsigned kind, std::uint64_t walks, bool more) {
  const std::uint64_t change = more ? walks : 0 - walks;
  kinds_[kind].queued += change;
  if (MaskOf(kind) != 0) needy_ += change;
  stock_.AddWaiting(MaskOf(kind), change);
}

void Scheduler::Start(unsigned worker, bool local) {
  Record& record = records_[worker];
  record.stage = Stage::kStarting;
  record.local = local;
  record.connected = true;
  for (BatchSize& size : record.batch_sizes) size.Reset();
  record.last_batch_took = {};
  record.release_asked = false;
  record.releases_due = 0;
}

// How many batches it may have outstanding.
std::size_t Scheduler::DepthOf(const Record& record) const {
  const auto took = record.last_batch_took;
  if (!limited_ && !together_)
    return (!record.local && took > kLongBatch ? 1 : kPrefetch) * shape_.threads;
  // What waits for a resource goes to a thread that has nothing else to do.
  const auto prompt = shape_.threads > 1 && needy_ > 0 ? kQuickBatch : kPromptBatch;
  return (took.count() > 0 && took <= prompt ? kPrefetch : 1) * shape_.threads;
}

// Nobody gets a second batch while somebody has none.
void Scheduler::FillAll(Time now) {
  const std::size_t most = kPrefetch * shape_.threads;
  for (std::size_t depth = 1; depth <= most; ++depth) {
    for (unsigned w = 0; w < shape_.workers; ++w)
      FillTo(w, std::min(depth, DepthOf(records_[w])), now);
  }
}

void Scheduler::Fill(unsigned worker, Time now) {
  if (limited_) return FillAll(now);  // what it has given back may be another's
  FillTo(worker, DepthOf(records_[worker]), now);
}

void Scheduler::FillTo(unsigned worker, std::size_t depth, Time now) {
  SendTo(worker, depth, now);
  // What it can't run may be another's, who has nothing else to do.
  while (!unfilled_.empty()) {
    const unsigned holder = unfilled_.back();
    unfilled_.pop_back();
    SendTo(holder, DepthOf(records_[holder]), now);
  }
}

void Scheduler::SendTo(unsigned worker, std::size_t depth, Time now) {
  Record& record = records_[worker];
  while (record.stage == Stage::kReady && record.connected && !dispatcher_.stopped() &&
         record.outstanding.size() < depth) {
    const std::optional<unsigned> kind = ChooseKind(worker);
    if (!kind) {
      if (record.outstanding.size() < shape_.threads && CanMove()) AskForReleaseFor(worker);
      return;
    }
    Batch batch = NextBatch(worker, *kind);
    if (batch.size == 0) continue;
    if (record.outstanding.size() < shape_.threads) batch.begun = now;
    std::vector<ShippedText> states;
    for (const std::uint64_t slot : batch.shipped) states.push_back({slot, states_->json(slot)});
    dispatcher_.SendBatch(worker, batch, states);
    record.outstanding.push_back(std::move(batch));
    CountHeld(record);
  }
}

// Of those that the worker can have the most urgent; nothing where that has to wait until the
// worker is at leisure, or there is none.
std::optional<unsigned> Scheduler::ChooseKind(unsigned worker) {
  std::optional<unsigned> best = MostUrgent(worker);
  if (!best && together_ && TakeGroup(worker)) best = MostUrgent(worker);
  return best && Fits(records_[worker], MaskOf(*best)) ? best : std::nullopt;
}

std::optional<unsigned> Scheduler::MostUrgent(unsigned worker) const {
  const Record& record = records_[worker];
  std::optional<unsigned> best;
  double most = -1;
  const auto consider = [&](unsigned kind) {  // whether another may be better
    if (!MayStart(record, MaskOf(kind))) return true;
    const double urgency = stock_.Urgency(MaskOf(kind));
    if (urgency > most) best = kind;
    most = std::max(most, urgency);
    return limited_;
  };
  if (together_) {  // there may be very many kinds, and what others have is theirs
    record.pinned.ForEachNeed([&](QueueKey key) { return consider(key.kind); });
    if (best && !limited_) return best;
    record.queues.ForEachNeed([&](QueueKey key) { return consider(key.kind); });
    return best;
  }
  for (unsigned kind = 0; kind < kinds_.size(); ++kind) {
    if (kinds_[kind].queued == 0) continue;
    if ((HasQueued(record, kind) || CanSteal(worker, kind)) && !consider(kind)) return best;
  }
  return best;
}

// Whether there is enough of all that it needs. With one thread a worker holds what one batch
// needs, however many it has been sent.
bool Scheduler::MayStart(const Record& record, std::uint64_t mask) const {
  const bool shared = shape_.threads == 1 && !record.held.empty();
  return stock_.Has(shared ? mask & ~record.held[0] : mask);
}

// Whether it would hold what it needs for its own sake only, and not while it waits for others.
bool Scheduler::Fits(const Record& record, std::uint64_t mask) const {
  if (mask == 0 || record.outstanding.size() < shape_.threads) return true;
  return shape_.threads == 1 && (mask & ~MaskOf(record.outstanding.back().kind)) == 0;
}

// Anew, after its outstanding batches have changed.
void Scheduler::CountHeld(Record& record) {
  for (const std::uint64_t mask : std::exchange(record.held, {})) stock_.GiveBack(mask);
  for (const Batch& batch : record.outstanding) {
    if (batch.needs == 0) continue;
    if (shape_.threads > 1 || record.held.empty()) record.held.push_back(0);
    record.held.back() |= batch.needs;
  }
  for (const std::uint64_t mask : record.held) stock_.Take(mask);
}

Batch Scheduler::NextBatch(unsigned worker, unsigned kind) {
  Record& record = records_[worker];
  if (!HasQueued(record, kind)) Steal(worker, kind);
  Batch batch;
  batch.kind = kind;
  batch.needs = MaskOf(kind);
  WalkSet::Builder slots;
  const std::uint64_t wanted = BatchSizeFor(record, kind);
  std::size_t shipped = 0;  // bytes of states
  bool full = false;
  while (!full && batch.size < wanted && HasQueued(record, kind)) {
    Progression range = TakeQueued(record, kind, wanted - batch.size);
    if (!shape_.listed) {
      slots.Add(range);
      batch.size += range.count;
      continue;
    }
    for (std::uint64_t i = 0; i < range.count && !full; ++i) {
      const std::uint64_t slot = range[i];
      if (!dispatcher_.Unfinished(slot)) {
        --open_;
        continue;
      }
      if (!walks_begin_ && holder_[slot] != worker + 1) {
        if (!Ship(worker, slot, batch)) continue;
        shipped += states_->json(slot).size();
        full = shipped >= kMaxShipped;  // the message is large enough; the rest can wait
      }
      slots.Add(slot);
      ++batch.size;
      sent_[slot] = static_cast<std::uint16_t>((worker + 1) | kOutstanding);
      const Progression rest{range[i + 1], range.count - i - 1, range.step};
      if (full && rest.count > 0) Queue(worker, kind, rest, true);
    }
  }
  if (batch.size == 0) return batch;
  groups_[kinds_[kind].group].begun = true;
  groups_[kinds_[kind].group].last = worker + 1;
  batch.slots = slots.Build();
  batch.id = next_batch_++;
  return batch;
}

std::uint64_t Scheduler::BatchSizeFor(const Record& record, unsigned kind) const {
  std::uint64_t size = record.batch_sizes[kinds_[kind].need].value();
  if (!record.local) size = std::min(size, kMaxBatchElsewhere);
  std::uint64_t at_once = std::uint64_t{shape_.workers} * shape_.threads;
  if (limited_) at_once = stock_.AtOnce(MaskOf(kind), at_once);
  const std::uint64_t left = limited_ ? kinds_[kind].queued : open_;
  return std::min(size, std::max<std::uint64_t>(1, left / (4 * at_once)));
}

// From what it alone can run, or else from its queue; one of them isn't empty.
Progression Scheduler::TakeQueued(Record& record, unsigned kind, std::uint64_t most) {
  const QueueKey key = KeyOf(kind);
  QueuedWalks& queues = record.pinned.Has(key) ? record.pinned : record.queues;
  const Progression range = queues.TakeFront(key, most);
  Count(kind, range.count, false);
  return range;
}

// False: the walk can't go on here, and has been dealt with.
bool Scheduler::Ship(unsigned worker, std::uint64_t slot, Batch& batch) {
  if (std::string why = WhyNotShipped(slot); !why.empty()) {
    if (holder_[slot] != 0) {
      Pin(slot, batch.kind);
    } else {
      dispatcher_.Lose(slot, std::move(why));
      --open_;
    }
    return false;
  }
  batch.shipped.push_back(slot);
  holder_before_[slot] = holder_[slot];
  holder_[slot] = static_cast<std::uint16_t>(worker + 1);
  moved_ = true;
  return true;
}

// To the worker that holds its state.
void Scheduler::Pin(std::uint64_t slot, unsigned kind) {
  const unsigned holder = holder_[slot] - 1u;
  records_[holder].pinned.Append(KeyOf(kind), slot);
  Count(kind, 1, true);
  unfilled_.push_back(holder);
}

// Why the walk can't go on in another worker than the one that held it; empty: it can.
std::string Scheduler::WhyNotShipped(std::uint64_t slot) const {
  if (!shape_.checkpoints || states_->json(slot).empty())
    return "its state is in no worker's memory";
  if (const auto unread = unread_.find(slot); unread != unread_.end()) return unread->second;
  boost::json::error_code wrong;
  ReadJson(states_->json(slot), wrong);
  return wrong ? "its state can't be read back from JSON: " + wrong.message() : std::string();
}

bool Scheduler::IsStealable(unsigned from, unsigned thief, unsigned kind) const {
  return from != thief && !together_ && records_[from].queues.Has(KeyOf(kind)) &&
         (CanMove() || records_[from].stage == Stage::kGone);
}

bool Scheduler::CanSteal(unsigned thief, unsigned kind) const {
  for (unsigned w = 0; w < shape_.workers; ++w) {
    if (IsStealable(w, thief, kind)) return true;
  }
  return false;
}

// Half of what the busiest worker hasn't been sent, where there is any.
void Scheduler::Steal(unsigned thief, unsigned kind) {
  const QueueKey key = KeyOf(kind);
  QueuedWalks* busiest = nullptr;
  for (unsigned w = 0; w < shape_.workers; ++w) {
    QueuedWalks& queues = records_[w].queues;
    if (IsStealable(w, thief, kind) &&
        (busiest == nullptr || queues.size(key) > busiest->size(key)))
      busiest = &queues;
  }
  if (busiest == nullptr) return;
  for (std::uint64_t wanted = (busiest->size(key) + 1) / 2; wanted > 0;) {
    const Progression range = busiest->TakeBack(key, wanted);
    records_[thief].queues.PushFront(key, range);
    wanted -= range.count;
  }
}

// The largest group that nobody has begun, its own rather than another's. False: there is none that
// it can have.
bool Scheduler::TakeGroup(unsigned thief) {
  Record& taker = records_[thief];
  Record* best_from = nullptr;
  std::size_t best = 0;
  std::pair<bool, std::uint64_t> most;
  for (unsigned from = 0; from <= pool(); ++from) {
    Record& record = records_[from];
    const bool ownerless = record.stage == Stage::kGone;  // so is the pool
    const bool idle =
        record.stage == Stage::kReady && record.connected && record.outstanding.empty();
    if (from == thief || (!ownerless && (!CanMove() || idle))) continue;
    record.offers.Update(
        record.queues, [this](unsigned kind) { return kinds_[kind].group; },
        [this](std::size_t group) { return groups_[group].last; });
    const auto gone = [&](std::size_t need, const GroupOffers::Offer& offer) {
      const Group& group = groups_[offer.group];
      return !record.queues.Has({need, offer.kind}) ||
             ((group.begun || group.settled) && !ownerless);
    };
    record.offers.ForEachLargest(
        gone, [&](std::size_t need, unsigned last, const GroupOffers::Offer& offer) {
          const std::pair<bool, std::uint64_t> walks(last == thief + 1, offer.walks);
          if (!MayStart(taker, needs_[need]) || (best_from != nullptr && walks <= most)) return;
          best_from = &record;
          best = offer.group;
          most = walks;
        });
  }
  if (best_from == nullptr) return false;
  for (const unsigned kind : groups_[best].kinds)
    best_from->queues.MoveTo(taker.queues, KeyOf(kind));
  taker.offers.Outdate();
  return true;
}

void Scheduler::AskForReleaseFor(unsigned thief) {
  for (unsigned w = shape_.workers; w-- > 0;) {
    if (w != thief && HasForOthers(records_[w], records_[thief]) && AskFor(w)) return;
  }
}

// Whether what it was sent last is of use to the other, and isn't begun as far as is known.
bool Scheduler::HasForOthers(const Record& record, const Record& other) const {
  if (record.outstanding.size() <= shape_.threads) return false;
  const Batch& last = record.outstanding.back();
  if (!MayStart(other, last.needs)) return false;
  if (!together_) return true;
  const std::size_t group = kinds_[last.kind].group;
  return !groups_[group].settled &&
         std::count_if(record.outstanding.begin(), record.outstanding.end(),
                       [&](const Batch& b) { return kinds_[b.kind].group == group; }) == 1;
}

void Scheduler::AskForAll() {
  for (unsigned w = 0; w < shape_.workers; ++w) AskFor(w);
}

// False: it has none to give, or has been asked.
bool Scheduler::AskFor(unsigned worker) {
  Record& record = records_[worker];
  if (record.outstanding.size() < 2 || record.release_asked || record.stage != Stage::kReady)
    return false;
  record.release_asked = true;
  ++record.releases_due;
  dispatcher_.AskForRelease(worker);
  return true;
}

const Batch* Scheduler::Find(unsigned worker, std::uint64_t batch) const {
  const std::deque<Batch>& outstanding = records_[worker].outstanding;
  const auto found = std::find_if(outstanding.begin(), outstanding.end(),
                                  [&](const Batch& b) { return b.id == batch; });
  return found == outstanding.end() ? nullptr : &*found;
}

void Scheduler::Settle(unsigned worker, std::uint64_t id, std::uint64_t from, std::uint64_t to,
                       Time now) {
  if (from >= to) return;
  Record& record = records_[worker];
  const auto batch = std::find_if(record.outstanding.begin(), record.outstanding.end(),
                                  [&](const Batch& b) { return b.id == id; });
  groups_[kinds_[batch->kind].group].settled = true;
  MarkSettled(*batch, from, to);
  GoOnWithReturned(*batch, from, to);
  batch->parts.emplace_back(from, to);
  batch->done += to - from;
  open_ -= to - from;
  if (batch->done < batch->size) return;
  record.last_batch_took = std::max(now - batch->begun.value_or(now), Time::duration(1));
  record.batch_sizes[kinds_[batch->kind].need].Adapt(record.last_batch_took, batch->size);
  record.release_asked = false;
  record.outstanding.erase(batch);
  // Its thread goes on with the next one.
  const auto next = std::find_if(record.outstanding.begin(), record.outstanding.end(),
                                 [](const Batch& b) { return !b.begun; });
  if (next != record.outstanding.end()) next->begun = now;
  CountHeld(record);
}

void Scheduler::CountRelease(unsigned worker) {
  unsigned& due = records_[worker].releases_due;
  if (due == 0) throw Error("batches were given back that it wasn't asked for");
  --due;
}

void Scheduler::TakeBack(unsigned worker, const std::vector<std::uint64_t>& batches) {
  Record& record = records_[worker];
  for (const std::uint64_t id : batches) {
    const auto batch = std::find_if(record.outstanding.begin(), record.outstanding.end(),
                                    [&](const Batch& b) { return b.id == id; });
    if (batch == record.outstanding.end() || batch->done > 0)
      throw Error("a batch was given back that it doesn't have");
    for (const Progression& range : batch->slots.Progressions()) Queue(worker, batch->kind, range);
    MarkSettled(*batch, 0, batch->size);
    // States that came with the batch went with it.
    for (const std::uint64_t slot : batch->shipped)
      holder_[slot] = std::exchange(holder_before_[slot], std::uint16_t{0});
    groups_[kinds_[batch->kind].group].begun = false;
    record.outstanding.erase(batch);
  }
  for (const Batch& batch : record.outstanding) groups_[kinds_[batch.kind].group].begun = true;
  for (Record& other : records_) other.offers.Outdate();
  if (!batches.empty()) record.release_asked = false;
  CountHeld(record);
}

void Scheduler::MarkSettled(const Batch& batch, std::uint64_t from, std::uint64_t to) {
  if (sent_.empty()) return;
  batch.slots.ForEach(from, to, [this](std::uint64_t, std::uint64_t slot) {
    sent_[slot] &= static_cast<std::uint16_t>(~kOutstanding);
  });
}

bool Scheduler::Return(unsigned worker, std::uint64_t slot, std::string why) {
  if (holder_.empty() || !Runs(worker, slot) || returned_.contains(slot) ||
      holder_[slot] != worker + 1 || holder_before_[slot] == 0)
    return false;
  holder_[slot] = std::exchange(holder_before_[slot], std::uint16_t{0});
  unread_[slot] = std::move(why);
  returned_.insert(slot);
  return true;
}

void Scheduler::GoOnWithReturned(const Batch& batch, std::uint64_t from, std::uint64_t to) {
  if (returned_.empty()) return;
  batch.slots.ForEach(from, to, [&](std::uint64_t, std::uint64_t slot) {
    if (returned_.erase(slot) == 0) return;
    ++open_;
    if (holder_[slot] != 0) return Pin(slot, batch.kind);
    // Whoever held it has died meanwhile.
    Queue(together_ ? pool() : 0, batch.kind, {slot, 1, 1});
  });
}

bool Scheduler::WasSent(unsigned worker, std::uint64_t slot) const {
  if (sent_.empty()) return slot < shape_.slots;
  return slot < sent_.size() && (sent_[slot] & ~kOutstanding) == static_cast<int>(worker + 1);
}

bool Scheduler::Runs(unsigned worker, std::uint64_t slot) const {
  if (!sent_.empty()) return slot < sent_.size() && sent_[slot] == ((worker + 1) | kOutstanding);
  for (const Batch& batch : records_[worker].outstanding) {
    if (const auto position = batch.slots.Find(slot))
      return !batch.Overlaps(*position, *position + 1);
  }
  return false;
}

void Scheduler::End(unsigned worker, const std::string& why_lost, bool trusted) {
  records_[worker].stage = Stage::kGone;
  Requeue(worker);
  CountHeld(records_[worker]);
  LoseStates(worker, why_lost, trusted);
}

// Into its own shard's queue, in front; of a group, for another to take with what hasn't begun.
void Scheduler::Requeue(unsigned worker) {
  Record& record = records_[worker];
  QueuedWalks rest = std::exchange(record.pinned, {});
  rest.ForEach([this](QueueKey key, std::uint64_t walks) { Count(key.kind, walks, false); });
  for (const Batch& batch : record.outstanding) {
    MarkSettled(batch, 0, batch.size);
    batch.slots.ForEach(0, batch.size, [&](std::uint64_t position, std::uint64_t slot) {
      if (batch.Overlaps(position, position + 1)) return;
      if (returned_.erase(slot) > 0) {
        Pin(slot, batch.kind);
      } else if (dispatcher_.Unfinished(slot)) {
        rest.Append(KeyOf(batch.kind), slot);
      } else {
        --open_;
      }
    });
  }
  record.outstanding.clear();
  for (Group& group : groups_) {
    if (group.last == worker + 1) group = {std::move(group.kinds), false, false, 0};
  }
  for (Record& other : records_) other.offers.Outdate();
  rest.ForEach([this](QueueKey key, std::uint64_t walks) { Count(key.kind, walks, true); });
  record.queues.MoveAllTo(rest);
  rest.MoveAllTo(records_[together_ ? pool() : worker].queues);
}

void Scheduler::LoseStates(unsigned worker, const std::string& why, bool trusted) {
  for (std::uint64_t slot = 0; slot < holder_.size(); ++slot) {
    if (holder_before_[slot] == worker + 1) holder_before_[slot] = 0;
    if (holder_[slot] != worker + 1) continue;
    // Who it was sent from has it still, unless it has run here.
    holder_[slot] = std::exchange(holder_before_[slot], std::uint16_t{0});
    moved_ = true;
    if (holder_[slot] != 0) continue;
    if (shape_.checkpoints && trusted && !states_->json(slot).empty() && !unread_.contains(slot))
      continue;
    if (dispatcher_.Unfinished(slot)) dispatcher_.Lose(slot, why);
  }
}

void Scheduler::NoteHeld(unsigned worker, std::uint64_t slot) {
  holder_[slot] = static_cast<std::uint16_t>(worker + 1);
  holder_before_[slot] = 0;
  unread_.erase(slot);  // it has another state now
  moved_ = moved_ || slot % shape_.workers != worker;
}

}  // namespace combtest::internal
