// What is free of the resources that walks hold while they run.
#ifndef COMBTEST_SRC_PLAN_STOCK_H_
#define COMBTEST_SRC_PLAN_STOCK_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace combtest::internal {

// A mask has a bit for each resource. Whoever takes takes all that it needs at once, so that nobody
// waits for another while holding something.
class Stock {
 public:
  // How many may hold each resource at a time.
  explicit Stock(std::vector<std::uint64_t> counts)
      : counts_(std::move(counts)), free_(counts_), waiting_(counts_.size()) {}

  bool Has(std::uint64_t mask) const {
    bool has = true;
    ForEach(mask, [&](std::size_t resource) { has = has && free_[resource] > 0; });
    return has;
  }
  void Take(std::uint64_t mask) {
    ForEach(mask, [&](std::size_t resource) { --free_[resource]; });
  }
  void GiveBack(std::uint64_t mask) {
    ForEach(mask, [&](std::size_t resource) { ++free_[resource]; });
  }

  // Walks that wait for all of the mask: so many more, or fewer modulo 2^64.
  void AddWaiting(std::uint64_t mask, std::uint64_t walks) {
    ForEach(mask, [&](std::size_t resource) { waiting_[resource] += walks; });
  }
  void ForgetWaiting() { std::fill(waiting_.begin(), waiting_.end(), std::uint64_t{0}); }
  // How long the queue is for the scarcest of these. Where those with most go first, none is left
  // over that is then the only one to be waited for.
  double Urgency(std::uint64_t mask) const {
    double most = 0;
    ForEach(mask, [&](std::size_t resource) {
      most = std::max(
          most, static_cast<double>(waiting_[resource]) / static_cast<double>(counts_[resource]));
    });
    return most;
  }
  // How many walks that need the mask can run at a time, `most` where it allows that.
  std::uint64_t AtOnce(std::uint64_t mask, std::uint64_t most) const {
    ForEach(mask, [&](std::size_t resource) { most = std::min(most, counts_[resource]); });
    return most;
  }

 private:
  template <class F>
  static void ForEach(std::uint64_t mask, F f) {
    for (; mask != 0; mask &= mask - 1) f(static_cast<std::size_t>(std::countr_zero(mask)));
  }

  std::vector<std::uint64_t> counts_;
  std::vector<std::uint64_t> free_;
  std::vector<std::uint64_t> waiting_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PLAN_STOCK_H_
