#include <algorithm>
#include <map>
#include <utility>

#include "src/pool/worker_executor.h"
#include "src/text/read_json.h"

namespace combtest::internal {
namespace {

// Few enough that a walk which takes long keeps little behind it.
constexpr std::size_t kPrefetch = 2;
// Bytes of states in one message, the last state aside.
constexpr std::size_t kMaxShipped = 4u << 20;
// What a worker elsewhere has been sent is lost if it is cut off: it may have begun any of it. So
// it is sent little: few walks, and none behind one that takes so long that the way there doesn't
// count.
constexpr std::uint64_t kMaxBatchElsewhere = 16;  // for each thread
constexpr auto kLongBatch = std::chrono::milliseconds(50);

std::size_t PrefetchFor(const Worker& worker) {
  return !worker.local() && worker.last_batch_took > kLongBatch ? 1 : kPrefetch;
}

}  // namespace

// Walk k of the selection belongs to shard k mod N, unless its state has moved.
void WorkerExecutor::QueuePhase() {
  const PlanStep& phase = current_.step;
  const unsigned count = settings_.workers;
  current_.open = phase.walks();
  for (unsigned w = 0; w < count; ++w) {
    Worker& worker = *workers_[w];
    worker.queue.clear();
    worker.queued = 0;
    if (moved_ && !current_.first) continue;
    const std::uint64_t first = phase.first_slot + (w + count - phase.first_slot % count) % count;
    if (first >= phase.last_slot) continue;
    worker.queued = (phase.last_slot - first + count - 1) / count;
    worker.queue.push_back({first, count, worker.queued});
  }
  if (!moved_ || current_.first) return;
  std::vector<SlotList> lists(count);
  for (std::uint64_t slot = phase.first_slot; slot < phase.last_slot; ++slot) {
    unsigned shard = static_cast<unsigned>(slot % count);
    for (const auto& worker : workers_) {
      if (holder_[slot] != 0 && worker->instance() == holder_[slot]) shard = worker->index();
    }
    lists[shard].PushBack(slot);
  }
  for (unsigned w = 0; w < count; ++w) {
    workers_[w]->queued = lists[w].size();
    workers_[w]->queue.assign(lists[w].ranges().begin(), lists[w].ranges().end());
  }
}

void WorkerExecutor::BeginPhaseOn(Worker& worker) {
  worker.Send(StartPhase{current_.epoch, current_.index, current_.updates});
}

// Nobody gets a second batch while somebody has none.
void WorkerExecutor::FillAll() {
  for (std::size_t depth = 1; depth <= kPrefetch; ++depth) {
    for (const auto& worker : workers_) FillTo(*worker, std::min(depth, PrefetchFor(*worker)));
  }
}

void WorkerExecutor::Fill(Worker& worker) { FillTo(worker, PrefetchFor(worker)); }

void WorkerExecutor::FillTo(Worker& worker, std::size_t depth) {
  while (worker.ready() && worker.connected() && !stop_.stopped() &&
         worker.outstanding.size() < depth) {
    std::vector<ShippedText> states;
    Batch batch = NextBatch(worker, states);
    if (batch.size == 0) return;
    batch.sent = Clock::now();
    worker.SendText(EncodeRunBatch(RunBatch{current_.epoch, batch.id, batch.slots, {}}, states));
    worker.outstanding.push_back(std::move(batch));
  }
}

Batch WorkerExecutor::NextBatch(Worker& worker, std::vector<ShippedText>& states) {
  Batch batch;
  std::map<std::uint32_t, SlotList> left_behind;  // by the instance that held them
  const std::uint64_t fair = std::max<std::uint64_t>(1, current_.open / (4 * settings_.workers));
  const std::uint64_t size = worker.local()
                                 ? worker.batch_size.value()
                                 : std::min(worker.batch_size.value(), kMaxBatchElsewhere);
  const std::uint64_t wanted = std::min(size * settings_.threads, fair);
  std::size_t shipped = 0;  // bytes of states
  bool full = false;
  while (!full && batch.size < wanted &&
         (worker.queued > 0 || (batch.size == 0 && Steal(worker)))) {
    StridedRange range = worker.queue.front().TakeFront(wanted - batch.size);
    if (worker.queue.front().count == 0) worker.queue.pop_front();
    worker.queued -= range.count;
    if (!plan_.order().listed()) {
      batch.slots.PushBack(range);
      batch.size += range.count;
      continue;
    }
    for (std::uint64_t i = 0; i < range.count; ++i) {
      const std::uint64_t slot = range[i];
      if (!board_.Unfinished(slot)) {
        --current_.open;
        continue;
      }
      const bool ship = !current_.first && holder_[slot] != worker.instance();
      if (const std::string why = ship ? WhyNotShipped(slot) : std::string(); !why.empty()) {
        WalkResult lost;
        lost.outcome = outcome::Lost{why};
        board_.End(slot, std::move(lost));
        --current_.open;
        continue;
      }
      batch.slots.PushBack(slot);
      ++batch.size;
      if (!ship) continue;
      states.push_back({slot, &checkpoints_[slot]});
      shipped += checkpoints_[slot].size();
      if (holder_[slot] != 0) left_behind[holder_[slot]].PushBack(slot);
      holder_[slot] = worker.instance();
      moved_ = true;
      if (shipped < kMaxShipped) continue;
      // The message is large enough; the rest can wait.
      range.TakeFront(i + 1);
      if (range.count > 0) worker.queue.push_front(range);
      worker.queued += range.count;
      full = true;
      break;
    }
  }
  if (batch.size > 0) batch.id = next_batch_++;
  for (const auto& other : workers_) {
    const auto slots = left_behind.find(other->instance());
    if (slots != left_behind.end() && other->ready()) other->Send(Forget{slots->second});
  }
  return batch;
}

// Why the walk can't go on in another worker than the one that held it; empty: it can.
std::string WorkerExecutor::WhyNotShipped(std::uint64_t slot) const {
  if (!send_states_ || checkpoints_[slot].empty()) return "its state is in no worker's memory";
  boost::json::error_code wrong;
  ReadJson(checkpoints_[slot], wrong);
  return wrong ? "its state can't be read back from JSON: " + wrong.message() : std::string();
}

// Half of what the busiest worker hasn't been sent; where there is none, asks for what it hasn't
// begun.
bool WorkerExecutor::Steal(Worker& thief) {
  Worker* busiest = nullptr;
  Worker* waiting = nullptr;
  for (const auto& worker : workers_) {
    if (worker.get() == &thief) continue;
    const bool movable = CanMove() || worker->gone();
    if (worker->queued > 0 && movable && (busiest == nullptr || worker->queued > busiest->queued))
      busiest = worker.get();
    if (worker->outstanding.size() > 1 && !worker->release_asked && worker->ready())
      waiting = worker.get();
  }
  if (busiest == nullptr) {
    if (waiting != nullptr && CanMove() && thief.outstanding.empty()) {
      waiting->release_asked = true;
      waiting->Send(Release{current_.epoch});
    }
    return false;
  }
  for (std::uint64_t wanted = (busiest->queued + 1) / 2; wanted > 0;) {
    const StridedRange range = busiest->queue.back().TakeBack(wanted);
    if (busiest->queue.back().count == 0) busiest->queue.pop_back();
    busiest->queued -= range.count;
    thief.queue.push_front(range);
    thief.queued += range.count;
    wanted -= range.count;
  }
  return true;
}

void WorkerExecutor::OnReleased(Worker& worker, const Released& released) {
  if (released.epoch != current_.epoch) {
    ++stale_messages_;
    return;
  }
  for (const std::uint64_t id : released.batches) DropBatch(worker, id);
  if (!released.batches.empty()) worker.release_asked = false;
  FillAll();
}

// The worker has given the batch back, unstarted.
void WorkerExecutor::DropBatch(Worker& worker, std::uint64_t id) {
  const auto batch = std::find_if(worker.outstanding.begin(), worker.outstanding.end(),
                                  [&](const Batch& b) { return b.id == id; });
  if (batch == worker.outstanding.end() || batch->done > 0)
    throw Error("a batch was given back that it doesn't have");
  for (const StridedRange& range : batch->slots.ranges()) {
    worker.queue.push_back(range);
    worker.queued += range.count;
  }
  // States that came with the batch went with it; what the worker may still hold of an earlier
  // phase is out of date.
  if (send_states_ && !current_.first) {
    batch->slots.ForEach(0, batch->size,
                         [this](std::uint64_t, std::uint64_t slot) { holder_[slot] = 0; });
    worker.Send(Forget{batch->slots});
    moved_ = true;
  }
  worker.outstanding.erase(batch);
}

}  // namespace combtest::internal
