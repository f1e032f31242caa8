// Time in which this process could run: what it was stopped or frozen for is left out. Time limits
// go by it.
#ifndef COMBTEST_SRC_OS_AWAKE_CLOCK_H_
#define COMBTEST_SRC_OS_AWAKE_CLOCK_H_

#include <chrono>

namespace combtest::internal {

// Longer than any thread that only looks at the clock is kept waiting, unless all were stopped.
inline constexpr std::chrono::milliseconds kFrozen{1000};

// For one who looks much more often than every `frozen`.
class AwakeTime {
 public:
  using Clock = std::chrono::steady_clock;
  explicit AwakeTime(Clock::duration frozen = kFrozen) : frozen_(frozen) {}

  Clock::time_point Now() { return At(Clock::now()); }
  Clock::time_point At(Clock::time_point now) {
    if (now - seen_ >= frozen_) left_out_ += now - seen_;
    seen_ = now;
    return now - left_out_;
  }
  // What nobody looked at counts.
  void Skip(Clock::time_point now) { seen_ = now; }

 private:
  const Clock::duration frozen_;
  Clock::time_point seen_ = Clock::now();
  Clock::duration left_out_{};
};

// One for the whole process, for any thread. While nobody keeps it, everything counts.
class AwakeClock {
 public:
  using duration = std::chrono::steady_clock::duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::steady_clock::time_point;
  static constexpr bool is_steady = true;

  static time_point now();

  // Has a thread look at the clock.
  class Keeper {
   public:
    Keeper();
    ~Keeper();
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;
  };
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_AWAKE_CLOCK_H_
