#include "src/worker/log_channel.h"

#include <string>
#include <utility>

#include "src/os/descriptors.h"
#include "src/os/worker_process.h"
#include "src/wire/protocol.h"

namespace combtest::internal {
namespace {

constexpr auto kTellEvery = std::chrono::seconds(1);
constexpr double kBytesOfOne = 256;  // what counts as one record

}  // namespace

LogChannel::LogChannel(Outbox& outbox, SharedPage* page)
    : outbox_(outbox),
      page_(page),
      process_(OwnProcessId()),
      log_([this](LogRecord record) { Take(std::move(record)); }) {}

void LogChannel::Take(LogRecord record) {
  // In a process that an action forked, the channel is somebody else's.
  if (OwnProcessId() != process_) return WriteToStandardError(ConsoleLine(record));
  if (record.text.size() > kMaxLogText) {
    const std::size_t rest = record.text.size() - kMaxLogText;
    record.text.resize(kMaxLogText);
    record.text += "… (" + std::to_string(rest) + " bytes left out)";
  }
  const bool chatter = record.severity < LogSeverity::warning;
  const double cost = 1 + static_cast<double>(record.text.size()) / kBytesOfOne;
  const auto now = FloodGate::Clock::now();
  const std::lock_guard lock(mutex_);
  if (!(chatter ? chatter_ : warnings_).Pass(cost, now)) {
    ++dropped_;
    if (page_ != nullptr) page_->dropped_records.store(dropped_, std::memory_order_relaxed);
    return;
  }
  if (dropped_ != told_ && now - last_told_ >= kTellEvery) TellDroppedLocked();
  // While the lock is held: that keeps the order.
  outbox_.Append(Encode(FromWorker(LogMessage{std::move(record)})));
}

void LogChannel::TellDropped() {
  const std::lock_guard lock(mutex_);
  if (dropped_ != told_) TellDroppedLocked();
}

void LogChannel::TellDroppedLocked() {
  outbox_.Append(Encode(FromWorker(DroppedRecords{dropped_})));
  told_ = dropped_;
  last_told_ = FloodGate::Clock::now();
}

}  // namespace combtest::internal
