// A worker's log records on their way to the orchestrator.
#ifndef COMBTEST_SRC_WORKER_LOG_CHANNEL_H_
#define COMBTEST_SRC_WORKER_LOG_CHANNEL_H_

#include <chrono>
#include <cstdint>
#include <mutex>

#include "src/log/central_log.h"
#include "src/wire/shared_page.h"
#include "src/worker/flood_gate.h"
#include "src/worker/outbox.h"

namespace combtest::internal {

// A worker may send so many records at once (a long one counts as several), and as many again in
// each kLogRefill; the rest is counted and dropped. Warnings and errors have a budget of their own,
// so that nothing less crowds them out.
inline constexpr double kLogBurst = 50'000;
inline constexpr std::chrono::seconds kLogRefill{10};
// A longer text is cut.
inline constexpr std::size_t kMaxLogText = 64u << 10;

// Takes all records of this process while it lives. Thread-safe.
class LogChannel {
 public:
  // `outbox` must outlive it; `page` may be null.
  LogChannel(Outbox& outbox, SharedPage* page);

  void SetVerbosity(int verbosity) { log_.SetVerbosity(verbosity); }
  // Tells the orchestrator how many records have been dropped, if that has changed.
  void TellDropped();

 private:
  void Take(LogRecord record);
  void TellDroppedLocked();

  Outbox& outbox_;
  SharedPage* const page_;
  const int process_;
  std::mutex mutex_;
  FloodGate chatter_{kLogBurst, kLogRefill};   // below warning
  FloodGate warnings_{kLogBurst, kLogRefill};  // and from there on
  std::uint64_t dropped_ = 0;
  std::uint64_t told_ = 0;
  FloodGate::Clock::time_point last_told_{};
  WorkerLog log_;  // last: records come from now on
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_LOG_CHANNEL_H_
