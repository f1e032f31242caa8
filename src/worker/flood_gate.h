// Lets so much through at once, and so much a second.
#ifndef COMBTEST_SRC_WORKER_FLOOD_GATE_H_
#define COMBTEST_SRC_WORKER_FLOOD_GATE_H_

#include <algorithm>
#include <chrono>

namespace combtest::internal {

// One thread at a time.
class FloodGate {
 public:
  using Clock = std::chrono::steady_clock;

  // `burst`: what may come at once after a pause, and within `refill`.
  FloodGate(double burst, std::chrono::duration<double> refill)
      : burst_(burst), rate_(burst / refill.count()), left_(burst) {}

  bool Pass(double cost, Clock::time_point now) {
    left_ = std::min(burst_, left_ + rate_ * std::chrono::duration<double>(now - last_).count());
    last_ = now;
    if (left_ < cost) return false;
    left_ -= cost;
    return true;
  }

 private:
  const double burst_;
  const double rate_;  // a second
  double left_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_FLOOD_GATE_H_
