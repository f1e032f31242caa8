// Tells, at a fraction of a system call's cost, that a thread can't have made one.
#ifndef COMBTEST_SRC_OS_SYSTEM_CALL_TIMER_H_
#define COMBTEST_SRC_OS_SYSTEM_CALL_TIMER_H_

#include <algorithm>
#include <cstdint>
#include <utility>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace combtest::internal {

// Of one thread, by the time that passes on it. Making one measures some system calls: it takes
// some microseconds.
class alignas(64) SystemCallTimer {
 public:
  SystemCallTimer();

  // Whether less time has passed since the last call of this or of Learn() than half of what the
  // quickest system call took. False where nothing measures so little: then one may have
  // been made.
  bool TooShort() {
    const std::uint64_t now = Ticks();
    return now - std::exchange(last_, now) < bound_;
  }
  // After TooShort() and something that made at least one system call: CPUs get faster while they
  // are busy.
  void Learn() {
    const std::uint64_t now = Ticks();
    bound_ = std::min(bound_, (now - std::exchange(last_, now)) / 2);
  }

#if defined(__x86_64__)
  static constexpr bool kMeasures = true;
#else
  static constexpr bool kMeasures = false;
#endif

  // While it lives nothing is measured.
  class Pause {
   public:
    explicit Pause(SystemCallTimer& timer) : timer_(timer), begun_(Ticks()) {}
    ~Pause() { timer_.last_ += Ticks() - begun_; }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    SystemCallTimer& timer_;
    const std::uint64_t begun_;
  };

 private:
  static std::uint64_t Ticks() {
#if defined(__x86_64__)
    return __rdtsc();
#else
    return 0;
#endif
  }

  std::uint64_t last_ = Ticks();
  std::uint64_t bound_ = kMeasures ? ~std::uint64_t{0} : 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_SYSTEM_CALL_TIMER_H_
