// What of a phase waits for one worker, or for any, by its kind.
#ifndef COMBTEST_SRC_POOL_QUEUED_WALKS_H_
#define COMBTEST_SRC_POOL_QUEUED_WALKS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>

#include "combtest/walk_set.h"
#include "src/plan/walk_queue.h"

namespace combtest::internal {

// A kind of walks, and what they need.
struct QueueKey {
  std::size_t need = 0;
  unsigned kind = 0;
  friend auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

// There may be very many kinds. Those of which nothing is queued take no room.
class QueuedWalks {
 public:
  void Clear() { queues_.clear(); }
  std::uint64_t size(QueueKey key) const {
    const auto queue = queues_.find(key);
    return queue == queues_.end() ? 0 : queue->second.size();
  }
  bool Has(QueueKey key) const { return queues_.contains(key); }

  void Append(QueueKey key, std::uint64_t slot) { queues_[key].Append(slot); }
  void PushFront(QueueKey key, const Progression& range) { queues_[key].PushFront(range); }
  void PushBack(QueueKey key, const Progression& range) { queues_[key].PushBack(range); }
  // As those of a WalkQueue: there is something of the kind.
  Progression TakeFront(QueueKey key, std::uint64_t most) {
    return Take(key, [most](WalkQueue& queue) { return queue.TakeFront(most); });
  }
  Progression TakeBack(QueueKey key, std::uint64_t most) {
    return Take(key, [most](WalkQueue& queue) { return queue.TakeBack(most); });
  }
  // All of the kind, behind what the other has of it.
  void MoveTo(QueuedWalks& other, QueueKey key) {
    const auto from = queues_.find(key);
    if (from == queues_.end()) return;
    WalkQueue& to = other.queues_[key];
    for (WalkQueue& queue = from->second; queue.size() > 0;)
      to.PushBack(queue.TakeFront(queue.size()));
    queues_.erase(from);
  }
  void MoveAllTo(QueuedWalks& other) {
    while (!queues_.empty()) MoveTo(other, queues_.begin()->first);
  }

  // Calls f(key, how many walks).
  template <class F>
  void ForEach(F f) const {
    for (const auto& [key, queue] : queues_) f(key, queue.size());
  }
  // Of each need the first kind, as long as `f` returns true.
  template <class F>
  void ForEachNeed(F f) const {
    for (auto queue = queues_.begin(); queue != queues_.end();) {
      const QueueKey key = queue->first;
      if (!f(key)) return;
      queue = queues_.upper_bound({key.need, std::numeric_limits<unsigned>::max()});
    }
  }

 private:
  template <class F>
  Progression Take(QueueKey key, F take) {
    const auto queue = queues_.find(key);
    const Progression range = take(queue->second);
    if (queue->second.size() == 0) queues_.erase(queue);
    return range;
  }

  std::map<QueueKey, WalkQueue> queues_;  // none is empty
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_QUEUED_WALKS_H_
