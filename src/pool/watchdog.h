// Ends workers that take too long over a walk, over their start, or over a sign of life.
#ifndef COMBTEST_SRC_POOL_WATCHDOG_H_
#define COMBTEST_SRC_POOL_WATCHDOG_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "src/pool/settlement.h"
#include "src/pool/worker.h"
#include "src/process/asio_fwd.h"

namespace combtest::internal {

class Watchdog {
 public:
  // 0: no limit.
  struct Limits {
    std::chrono::nanoseconds walk{};
    std::chrono::nanoseconds serial{};   // for a serial action that acts in every process
    std::chrono::nanoseconds start{};    // to its first word
    std::chrono::nanoseconds silence{};  // the heartbeat
  };

  // All references must outlive it.
  Watchdog(boost::asio::io_context& context, const Scheduler& scheduler, const Limits& limits)
      : context_(context), scheduler_(scheduler), limits_(limits) {}

  // Call it now and then.
  void LookAt(Worker& worker, Clock::time_point now);

 private:
  // True: it has dealt with the worker.
  bool CheckWalks(Worker& worker, Clock::time_point now);
  bool CheckChannel(Worker& worker, Clock::time_point now) const;
  bool CheckStart(Worker& worker, Clock::time_point now) const;
  void CheckSilence(Worker& worker, Clock::time_point now) const;
  bool EndElsewhere(Worker& worker, const InFlight& walk, Clock::time_point now);
  bool EndHere(Worker& worker, const InFlight& walk);
  void EndWithStack(Worker& worker, std::uint64_t slot);

  boost::asio::io_context& context_;
  const Scheduler& scheduler_;
  const Limits limits_;
  unsigned stacks_taken_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WATCHDOG_H_
