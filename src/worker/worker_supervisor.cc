#include "src/worker/worker_supervisor.h"

#include <algorithm>
#include <charconv>
#include <exception>
#include <system_error>

#include "combtest/action.h"
#include "src/config/worker_variables.h"
#include "src/os/worker_process.h"
#include "src/wire/resumption.h"
#include "src/worker/role.h"

namespace combtest::internal {

void WorkerSupervisor::OnOutput(std::string_view bytes) {
  received_ += bytes.size();
  if (broken_) return stream_.Append(bytes);
  std::string whole;
  try {
    frames_.Append(bytes);
    while (const auto message = frames_.Next()) whole += Frame(*message);
  } catch (const std::exception&) {
    broken_ = true;
    whole += bytes;
  }
  if (!begun_ && frames_.begun()) {
    begun_ = true;
    stream_.Append(kStreamMagic);
  }
  stream_.Append(whole);
}

std::vector<ThreadNote> WorkerSupervisor::Look() const {
  std::vector<ThreadNote> notes(
      std::min<std::uint64_t>(page_.threads.load(std::memory_order_acquire), kMaxMarkers));
  for (std::size_t t = 0; t < notes.size(); ++t) {
    const ThreadMarker& marker = page_.markers[t];
    notes[t] = {marker.batch.load(std::memory_order_acquire),
                marker.from.load(std::memory_order_acquire),
                marker.begun.load(std::memory_order_acquire),
                marker.progress.load(std::memory_order_acquire),
                marker.action.load(std::memory_order_relaxed),
                marker.death.load(std::memory_order_relaxed)};
  }
  return notes;
}

void WorkerSupervisor::OnTick() {
  if (!begun_) return;
  std::vector<ThreadNote> now = Look();
  seen_.resize(now.size());
  told_.resize(now.size());
  std::vector<ThreadNote> tell(now.size());
  for (std::size_t t = 0; t < now.size(); ++t) {
    // A walk that was there at the last look; quick ones are nobody's concern.
    if (now[t].batch != 0 && now[t].batch == seen_[t].batch && now[t].begun == seen_[t].begun)
      tell[t] = now[t];
  }
  seen_ = std::move(now);
  if (tell == told_) return;
  stream_.Append(Frame(Encode(FromWorker(Running{tell}))));
  told_ = std::move(tell);
}

// Only two of the orchestrator's messages concern this process.
void WorkerSupervisor::OnInput(std::string_view bytes) {
  static const std::string kEnd = Encode(ToWorker(EndWorker{}));
  static const std::string kDismissal = Encode(ToWorker(Dismissal{}));
  input_received_ += bytes.size();
  try {
    input_.Append(bytes);
    while (const auto message = input_.Next()) {
      ending_ = ending_ || *message == kEnd;
      dismissed_ = dismissed_ || *message == kDismissal;
    }
  } catch (const Error&) {
    // The worker will say so.
  }
}

std::string_view WorkerSupervisor::Unsent() const {
  return greeting_.empty() ? stream_.Unsent() : greeting_;
}

void WorkerSupervisor::Sent(std::size_t count) {
  if (greeting_.empty()) {
    stream_.Sent(count);
  } else {
    greeting_.erase(0, count);
  }
}

bool WorkerSupervisor::OnReconnection(const std::string& message) {
  std::uint64_t place = 0;
  const auto [end, error] = std::from_chars(message.data(), message.data() + message.size(), place);
  if (error != std::errc() || end != message.data() + message.size() ||
      !stream_.SendAgainFrom(place))
    return false;
  greeting_ = ResumptionGreeting(input_received_);
  return true;
}

void WorkerSupervisor::OnEnd(int signal, int code) {
  // What it had written but not yet put into its pipe.
  const std::uint64_t written = page_.written.load(std::memory_order_acquire);
  if (written > received_ && written - received_ <= kOutboxBytes) {
    std::string rest;
    for (std::uint64_t i = received_; i < written; ++i) rest += page_.outbox[i % kOutboxBytes];
    OnOutput(rest);
  }
  if (!begun_) stream_.Append(kStreamMagic);
  Gone gone{signal, code, Look(), {}};
  for (const Leftover& leftover : EndProcessesWith(std::string(kIdVariable) + "=" + id_))
    gone.leftovers.push_back(leftover.Text());
  stream_.Append(Frame(Encode(FromWorker(gone))));
}

}  // namespace combtest::internal
