#include "src/worker/worker_supervisor.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "src/os/descriptors.h"
#include "src/os/worker_process.h"
#include "src/worker/role.h"

namespace combtest::internal {
namespace {

constexpr auto kTimeToDie = std::chrono::milliseconds(500);
// Global environments and SetUpTestSuite's counterpart may take their time.
constexpr auto kTimeToEnd = std::chrono::seconds(30);

}  // namespace

// Where the orchestrator is gone this process ends, and the worker with it.
void WorkerSupervisor::Send(const std::string& bytes) { WriteAllOrDie(up_, bytes); }

void WorkerSupervisor::OnOutput(std::string_view bytes) {
  received_ += bytes.size();
  if (broken_) return Send(std::string(bytes));
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
    Send(std::string(kStreamMagic));
  }
  if (!whole.empty()) Send(whole);
}

std::vector<ThreadNote> WorkerSupervisor::Look() const {
  std::vector<ThreadNote> notes(
      std::min<std::uint64_t>(board_.threads.load(std::memory_order_acquire), kMaxMarkers));
  for (std::size_t t = 0; t < notes.size(); ++t) {
    const ThreadMarker& marker = board_.markers[t];
    notes[t] = {marker.batch.load(std::memory_order_acquire),
                marker.from.load(std::memory_order_acquire),
                marker.begun.load(std::memory_order_acquire),
                marker.progress.load(std::memory_order_acquire),
                marker.action.load(std::memory_order_relaxed),
                marker.fatal.load(std::memory_order_relaxed)};
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
  Send(Frame(Encode(FromWorker(Running{tell}))));
  told_ = std::move(tell);
}

std::chrono::milliseconds WorkerSupervisor::TimeToEnd() {
  return board_.ending.load() != 0 ? std::chrono::milliseconds(kTimeToEnd) : kTimeToDie;
}

void WorkerSupervisor::OnEnd(int signal, int code) {
  // What it had written but not yet put into its pipe.
  const std::uint64_t written = board_.written.load(std::memory_order_acquire);
  if (written > received_ && written - received_ <= kOutboxBytes) {
    std::string rest;
    for (std::uint64_t i = received_; i < written; ++i) rest += board_.outbox[i % kOutboxBytes];
    OnOutput(rest);
  }
  if (!begun_) Send(std::string(kStreamMagic));
  Gone gone{signal, code, Look(), {}};
  for (const Leftover& leftover : EndProcessesWith(std::string(kIdVariable) + "=" + id_))
    gone.leftovers.push_back(std::to_string(leftover.pid) + " " + leftover.command);
  Send(Frame(Encode(FromWorker(gone))));
}

}  // namespace combtest::internal
