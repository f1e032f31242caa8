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

// Takes the first, or the last, `most` out.
Progression CutFront(Progression& range, std::uint64_t most) {
  const Progression front{range.first, std::min(most, range.count), range.step};
  range.first = range[front.count];
  range.count -= front.count;
  return front;
}
Progression CutBack(Progression& range, std::uint64_t most) {
  const std::uint64_t count = std::min(most, range.count);
  range.count -= count;
  return {range[range.count], count, range.step};
}

}  // namespace

Scheduler::Scheduler(const Shape& shape, Dispatcher& dispatcher, const FinalStates* states)
    : shape_(shape), dispatcher_(dispatcher), states_(states), records_(shape.workers) {
  if (shape.listed) sent_.resize(shape.slots);
  if (!shape.branches) return;
  holder_.resize(shape.slots);
  holder_before_.resize(shape.slots);
}

void Scheduler::BeginPhase(std::uint64_t first, std::uint64_t last, bool walks_begin) {
  ++phase_;
  first_slot_ = first;
  last_slot_ = last;
  walks_begin_ = walks_begin;
  open_ = last - first;
  for (Record& record : records_) {
    record.release_asked = false;
    record.queue.clear();
    record.queued = 0;
    record.pinned.clear();
  }
  returned_.clear();
  if (moved_ && !walks_begin) {
    QueueByHolder();
  } else {
    QueueByShard();
  }
}

void Scheduler::GiveUpPhase() {
  open_ = 0;
  for (Record& record : records_) {
    record.queue.clear();
    record.queued = 0;
    record.pinned.clear();
  }
}

// Walk k of the selection belongs to shard k mod N.
void Scheduler::QueueByShard() {
  const unsigned count = shape_.workers;
  for (unsigned w = 0; w < count; ++w) {
    const std::uint64_t first = first_slot_ + (w + count - first_slot_ % count) % count;
    if (first >= last_slot_) continue;
    records_[w].queued = (last_slot_ - first + count - 1) / count;
    records_[w].queue.push_back({first, records_[w].queued, count});
  }
}

void Scheduler::QueueByHolder() {
  std::vector<WalkSet::Builder> slots(shape_.workers);
  for (std::uint64_t slot = first_slot_; slot < last_slot_; ++slot)
    slots[holder_[slot] != 0 ? holder_[slot] - 1 : slot % shape_.workers].Add(slot);
  for (unsigned w = 0; w < shape_.workers; ++w) {
    records_[w].queued = slots[w].size();
    const std::vector<Progression> ranges = slots[w].Build().Progressions();
    records_[w].queue.assign(ranges.begin(), ranges.end());
  }
}

void Scheduler::Start(unsigned worker, bool local, Time now) {
  Record& record = records_[worker];
  record.stage = Stage::kStarting;
  record.local = local;
  record.connected = true;
  record.batch_size.Reset();
  record.last_batch_end = now;
  record.last_batch_took = {};
  record.release_asked = false;
  record.releases_due = 0;
}

std::size_t Scheduler::PrefetchFor(const Record& record) {
  return !record.local && record.last_batch_took > kLongBatch ? 1 : kPrefetch;
}

// Nobody gets a second batch while somebody has none.
void Scheduler::FillAll(Time now) {
  for (std::size_t depth = 1; depth <= kPrefetch; ++depth) {
    for (unsigned w = 0; w < shape_.workers; ++w)
      FillTo(w, std::min(depth, PrefetchFor(records_[w])), now);
  }
}

void Scheduler::Fill(unsigned worker, Time now) {
  FillTo(worker, PrefetchFor(records_[worker]), now);
}

void Scheduler::FillTo(unsigned worker, std::size_t depth, Time now) {
  SendTo(worker, depth, now);
  // What it can't run may be another's, who has nothing else to do.
  while (!unfilled_.empty()) {
    const unsigned holder = unfilled_.back();
    unfilled_.pop_back();
    SendTo(holder, PrefetchFor(records_[holder]), now);
  }
}

void Scheduler::SendTo(unsigned worker, std::size_t depth, Time now) {
  Record& record = records_[worker];
  while (record.stage == Stage::kReady && record.connected && !dispatcher_.stopped() &&
         record.outstanding.size() < depth) {
    std::vector<ShippedText> states;
    Batch batch = NextBatch(worker, states);
    if (batch.size == 0) return;
    batch.sent = now;
    dispatcher_.SendBatch(worker, batch, states);
    record.outstanding.push_back(std::move(batch));
  }
}

Batch Scheduler::NextBatch(unsigned worker, std::vector<ShippedText>& states) {
  Record& record = records_[worker];
  Batch batch;
  WalkSet::Builder slots;
  const std::uint64_t fair = std::max<std::uint64_t>(1, open_ / (4 * shape_.workers));
  const std::uint64_t size = record.local ? record.batch_size.value()
                                          : std::min(record.batch_size.value(), kMaxBatchElsewhere);
  const std::uint64_t wanted = std::min(size * shape_.threads, fair);
  std::size_t shipped = 0;  // bytes of states
  bool full = false;
  while (!full && batch.size < wanted &&
         (record.queued > 0 || !record.pinned.empty() || (batch.size == 0 && Steal(worker)))) {
    Progression range = TakeQueued(record, wanted - batch.size);
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
        states.push_back({slot, &states_->json(slot)});
        shipped += states_->json(slot).size();
        full = shipped >= kMaxShipped;  // the message is large enough; the rest can wait
      }
      slots.Add(slot);
      ++batch.size;
      sent_[slot] = static_cast<std::uint16_t>((worker + 1) | kOutstanding);
      if (!full) continue;
      CutFront(range, i + 1);
      if (range.count > 0) record.queue.push_front(range);
      record.queued += range.count;
    }
  }
  if (batch.size == 0) return batch;
  batch.slots = slots.Build();
  batch.id = next_batch_++;
  return batch;
}

// From what it alone can run, or else from its queue; one of them isn't empty.
Progression Scheduler::TakeQueued(Record& record, std::uint64_t most) {
  const bool pinned = !record.pinned.empty();
  std::deque<Progression>& queue = pinned ? record.pinned : record.queue;
  const Progression range = CutFront(queue.front(), most);
  if (queue.front().count == 0) queue.pop_front();
  if (!pinned) record.queued -= range.count;
  return range;
}

// False: the walk can't go on here, and has been dealt with.
bool Scheduler::Ship(unsigned worker, std::uint64_t slot, Batch& batch) {
  if (std::string why = WhyNotShipped(slot); !why.empty()) {
    if (holder_[slot] != 0) {
      Pin(slot);
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
void Scheduler::Pin(std::uint64_t slot) {
  const unsigned holder = holder_[slot] - 1u;
  records_[holder].pinned.push_back({slot, 1, 1});
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

// Half of what the busiest worker hasn't been sent; where there is none, asks for what it hasn't
// begun.
bool Scheduler::Steal(unsigned thief) {
  Record* busiest = nullptr;
  for (unsigned w = 0; w < shape_.workers; ++w) {
    Record& record = records_[w];
    if (w == thief || record.queued == 0) continue;
    if (!CanMove() && record.stage != Stage::kGone) continue;
    if (busiest == nullptr || record.queued > busiest->queued) busiest = &record;
  }
  if (busiest == nullptr) {
    if (CanMove() && records_[thief].outstanding.empty()) AskForReleaseFor(thief);
    return false;
  }
  for (std::uint64_t wanted = (busiest->queued + 1) / 2; wanted > 0;) {
    const Progression range = CutBack(busiest->queue.back(), wanted);
    if (busiest->queue.back().count == 0) busiest->queue.pop_back();
    busiest->queued -= range.count;
    records_[thief].queue.push_front(range);
    records_[thief].queued += range.count;
    wanted -= range.count;
  }
  return true;
}

void Scheduler::AskForReleaseFor(unsigned thief) {
  for (unsigned w = shape_.workers; w-- > 0;) {
    if (w != thief && AskFor(w)) return;
  }
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
  MarkSettled(*batch, from, to);
  GoOnWithReturned(*batch, from, to);
  batch->parts.emplace_back(from, to);
  batch->done += to - from;
  open_ -= to - from;
  if (batch->done < batch->size) return;
  record.last_batch_took = now - std::max(batch->sent, record.last_batch_end);
  record.batch_size.Adapt(record.last_batch_took, batch->size);
  record.last_batch_end = now;
  record.release_asked = false;
  record.outstanding.erase(batch);
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
    for (const Progression& range : batch->slots.Progressions()) record.queue.push_back(range);
    record.queued += batch->size;
    MarkSettled(*batch, 0, batch->size);
    // States that came with the batch went with it.
    for (const std::uint64_t slot : batch->shipped)
      holder_[slot] = std::exchange(holder_before_[slot], std::uint16_t{0});
    record.outstanding.erase(batch);
  }
  if (!batches.empty()) record.release_asked = false;
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
  batch.slots.ForEach(from, to, [this](std::uint64_t, std::uint64_t slot) {
    if (returned_.erase(slot) == 0) return;
    ++open_;
    if (holder_[slot] != 0) return Pin(slot);
    // Whoever held it has died meanwhile.
    records_[0].queue.push_back({slot, 1, 1});
    ++records_[0].queued;
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
  Requeue(records_[worker]);
  LoseStates(worker, why_lost, trusted);
}

// Into its own shard's queue, in front.
void Scheduler::Requeue(Record& record) {
  WalkSet::Builder rest;
  for (const Progression& range : std::exchange(record.pinned, {})) rest.Add(range);
  for (const Batch& batch : record.outstanding) {
    MarkSettled(batch, 0, batch.size);
    batch.slots.ForEach(0, batch.size, [&](std::uint64_t position, std::uint64_t slot) {
      if (batch.Overlaps(position, position + 1)) return;
      if (returned_.erase(slot) > 0) {
        Pin(slot);
      } else if (dispatcher_.Unfinished(slot)) {
        rest.Add(slot);
      } else {
        --open_;
      }
    });
  }
  record.outstanding.clear();
  record.queued += rest.size();
  const std::vector<Progression> ranges = rest.Build().Progressions();
  record.queue.insert(record.queue.begin(), ranges.begin(), ranges.end());
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
