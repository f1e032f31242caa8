// Which groups of walks a worker, or nobody, has, for others to choose from.
#ifndef COMBTEST_SRC_POOL_GROUP_OFFERS_H_
#define COMBTEST_SRC_POOL_GROUP_OFFERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "src/pool/queued_walks.h"

namespace combtest::internal {

// Sorted once, and again after something was added, so that the choice among very many costs
// little.
class GroupOffers {
 public:
  struct Offer {
    std::uint64_t walks = 0;  // of its group, of any kind
    std::size_t group = 0;
    unsigned kind = 0;  // one of its kinds
  };

  // Something was added to what is queued.
  void Outdate() { current_ = false; }

  // `group_of(kind)`, `last_of(group)`: the worker that had it last, plus 1.
  template <class GroupOf, class LastOf>
  void Update(const QueuedWalks& queued, const GroupOf& group_of, const LastOf& last_of) {
    if (std::exchange(current_, true)) return;
    lists_.clear();
    std::map<std::size_t, std::uint64_t> walks;  // by group
    queued.ForEach([&](QueueKey key, std::uint64_t size) { walks[group_of(key.kind)] += size; });
    queued.ForEach([&](QueueKey key, std::uint64_t) {
      const std::size_t group = group_of(key.kind);
      lists_[{key.need, last_of(group)}].push_back({walks[group], group, key.kind});
    });
    for (auto& [_, list] : lists_) {
      std::reverse(list.begin(), list.end());  // of equals the first is taken first
      std::stable_sort(list.begin(), list.end(),
                       [](const Offer& a, const Offer& b) { return a.walks < b.walks; });
    }
  }

  // Calls f(need, last, offer) with the largest of each need and worker that had it last. Those for
  // which `gone(need, offer)` are forgotten.
  template <class Gone, class F>
  void ForEachLargest(const Gone& gone, const F& f) {
    for (auto& [key, list] : lists_) {
      while (!list.empty() && gone(key.first, list.back())) list.pop_back();
      if (!list.empty()) f(key.first, key.second, list.back());
    }
  }

 private:
  // By need, and by the worker that had the group last: the largest stands last.
  std::map<std::pair<std::size_t, unsigned>, std::vector<Offer>> lists_;
  bool current_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_GROUP_OFFERS_H_
