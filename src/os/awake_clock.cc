#include "src/os/awake_clock.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "src/os/signal_mask.h"

namespace combtest::internal {
namespace {

constexpr auto kLook = std::chrono::milliseconds(100);

// Never destroyed: a detached thread may ask for the time at the program's end.
struct Kept {
  std::mutex life;   // of keepers
  std::mutex mutex;  // of the rest
  std::condition_variable changed;
  AwakeTime time;
  unsigned keepers = 0;
  std::thread thread;

  static Kept& Get() {
    static Kept& kept = *new Kept;
    return kept;
  }

  // With mutex.
  AwakeTime::Clock::time_point Now() {
    const auto now = AwakeTime::Clock::now();
    if (keepers == 0) time.Skip(now);
    return time.At(now);
  }

  void Keep() {
    LeaveSignalsToOtherThreads();
    std::unique_lock lock(mutex);
    while (keepers > 0) {
      changed.wait_for(lock, kLook);
      Now();
    }
  }
};

}  // namespace

AwakeClock::time_point AwakeClock::now() {
  Kept& kept = Kept::Get();
  const std::lock_guard lock(kept.mutex);
  return kept.Now();
}

AwakeClock::Keeper::Keeper() {
  Kept& kept = Kept::Get();
  const std::lock_guard life(kept.life);
  const std::lock_guard lock(kept.mutex);
  if (kept.keepers == 0) {
    kept.Now();
    kept.thread = std::thread([&kept] { kept.Keep(); });
  }
  ++kept.keepers;
}

AwakeClock::Keeper::~Keeper() {
  Kept& kept = Kept::Get();
  const std::lock_guard life(kept.life);
  {
    const std::lock_guard lock(kept.mutex);
    if (--kept.keepers > 0) return;
  }
  kept.changed.notify_all();
  kept.thread.join();
}

}  // namespace combtest::internal
