// Ends workers that take too long over a walk, over their start, or over a sign of life.
#ifndef COMBTEST_SRC_POOL_WATCHDOG_H_
#define COMBTEST_SRC_POOL_WATCHDOG_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>
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

  // The walks that a worker is in the middle of.
  using WalksOfWorker =
      std::function<std::vector<InFlight>(const Worker&, const std::vector<ThreadState>&)>;

  // Whether there is such a batch or serial call, or was.
  using WasIssued = std::function<bool(std::uint64_t)>;

  // The context must outlive it.
  Watchdog(boost::asio::io_context& context, WalksOfWorker walks_of, WasIssued was_issued,
           const Limits& limits)
      : context_(context),
        walks_of_(std::move(walks_of)),
        was_issued_(std::move(was_issued)),
        limits_(limits) {}

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
  const WalksOfWorker walks_of_;
  const WasIssued was_issued_;
  const Limits limits_;
  unsigned stacks_taken_ = 0;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WATCHDOG_H_
