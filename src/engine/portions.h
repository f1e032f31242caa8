// Hands out the walks of a phase to threads where some of them need resources.
#ifndef COMBTEST_SRC_ENGINE_PORTIONS_H_
#define COMBTEST_SRC_ENGINE_PORTIONS_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "combtest/walk_set.h"
#include "src/plan/needs.h"
#include "src/plan/stock.h"
#include "src/plan/walk_queue.h"

namespace combtest::internal {

struct Portion {
  Progression slots;
  std::uint64_t needs = 0;  // what is held for it, to be given back
  bool over = false;        // there is no more
};

// As Chunker, whose chunks need nothing. Thread-safe.
class Portions {
 public:
  Portions(const PlanStep& phase, const PhaseNeeds& needs, Stock stock, unsigned threads);

  // At most `size` walks. Waits for a moment where others hold what is left needs, and then returns
  // none.
  Portion Take(std::uint64_t size);
  void GiveBack(const Portion& portion);

 private:
  struct Kind {
    std::uint64_t needs = 0;
    WalkQueue slots;
  };
  Kind& KindOf(std::uint64_t needs);
  Kind* MostUrgent();

  const unsigned threads_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  Stock stock_;
  std::vector<Kind> kinds_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_PORTIONS_H_
