// How long walks take, measured one after the other on one thread.
#ifndef COMBTEST_SRC_ENGINE_WALK_CLOCK_H_
#define COMBTEST_SRC_ENGINE_WALK_CLOCK_H_

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "src/os/coarse_clock.h"

namespace combtest::internal {

// Where walks are quick, a precise reading for each would cost more than they do: then a coarse one
// has to do, which shows a slow walk among the quick ones and calls these 0.
class WalkClock {
 public:
  using nanoseconds = std::chrono::nanoseconds;

  // `precise`: in any case.
  explicit WalkClock(bool precise) : always_(precise) {}

  // What is measured next begins now.
  void Start() { last_ = Now(); }
  // From the start, or the lap before, to now.
  nanoseconds Lap() {
    const nanoseconds now = Now();
    const nanoseconds lap = now - last_;
    last_ = now;
    if (precise_) return lap;
    // The clock moves on in any walk, however quick it is.
    return lap <= step_ ? nanoseconds(0) : lap - step_ / 2;
  }
  // Whether walks aren't known to be quick.
  bool precise() const { return precise_; }
  // After some walks, before the next Start.
  void Adapt(nanoseconds took, std::uint64_t walks) {
    precise_ = always_ || took > walks * kQuick;
    average_ = took / std::max<std::uint64_t>(1, walks);
  }
  // Of the walks that were last given to Adapt.
  nanoseconds average() const { return average_; }

 private:
  static constexpr nanoseconds kQuick = std::chrono::microseconds(2);

  nanoseconds Now() const {
    return precise_ ? std::chrono::steady_clock::now().time_since_epoch() : CoarseTime();
  }

  bool always_;
  bool precise_ = true;  // until walks are known to be quick
  nanoseconds step_ = CoarseResolution();
  nanoseconds last_{};
  nanoseconds average_{};
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_WALK_CLOCK_H_
