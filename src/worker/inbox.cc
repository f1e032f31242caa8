#include "src/worker/inbox.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>

#include "combtest/action.h"
#include "src/os/descriptors.h"
#include "src/os/worker_process.h"
#include "src/wire/frame.h"

namespace combtest::internal {

Inbox::Inbox(const ChannelDescriptors& channel, Outbox& outbox, SharedPage* page)
    : channel_(channel), outbox_(outbox), page_(page), thread_([this] { Read(); }) {
  started_.wait();
}

Inbox::~Inbox() { thread_.join(); }

std::unique_ptr<const ToWorker> Inbox::Pop() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return !messages_.empty(); });
  return Front();
}

std::unique_ptr<const ToWorker> Inbox::TryPop() {
  const std::lock_guard lock(mutex_);
  return messages_.empty() ? nullptr : Front();
}

std::unique_ptr<const ToWorker> Inbox::PopBatch() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return !messages_.empty() || running_ == 0 || batches_over_; });
  const auto* batch = messages_.empty() ? nullptr : std::get_if<RunBatch>(messages_.front().get());
  if (batch != nullptr && !batches_over_) {
    ++running_;
    return Front();
  }
  batches_over_ = true;
  arrived_.notify_all();
  return nullptr;
}

void Inbox::BeginBatch() {
  const std::lock_guard lock(mutex_);
  ++running_;
  batches_over_ = false;
}

void Inbox::EndBatch() {
  const std::lock_guard lock(mutex_);
  if (--running_ == 0) arrived_.notify_all();
}

std::unique_ptr<const ToWorker> Inbox::Front() {
  std::unique_ptr<const ToWorker> message = std::move(messages_.front());
  messages_.pop_front();
  return message;
}

void Inbox::Read() {
  reads_alone_ = KeepOnlyOnThisThread(channel_);
  started_.count_down();
  FrameReader frames(false);
  std::array<char, 1 << 16> buffer;
  try {
    while (true) {
      while (const auto text = frames.Next()) {
        auto message = std::make_unique<const ToWorker>(DecodeToWorker(*text));
        const bool last = std::holds_alternative<EndWorker>(*message);
        if (last && page_ != nullptr) page_->ending = 1;
        Handle(std::move(message));
        if (last) return;
      }
      const std::size_t got = ReadSome(channel_.in, buffer.data(), buffer.size());
      if (got == 0) EndWorkerAtOnce(kChannelLost);
      frames.Append({buffer.data(), got});
    }
  } catch (const Error& error) {
    outbox_.Append(Encode(FromWorker(
        Trouble{std::string("the orchestrator's messages make no sense: ") + error.what()})));
    outbox_.Flush();
    EndWorkerAtOnce(kChannelLost);
  }
}

void Inbox::Handle(std::unique_ptr<const ToWorker> message) {
  if (std::holds_alternative<Ping>(*message)) {
    outbox_.Append(Encode(FromWorker(Pong{})));
    outbox_.Flush();
    return;
  }
  if (const auto* release = std::get_if<Release>(message.get())) return GiveBack(*release);
  if (const auto* abort = std::get_if<Abort>(message.get())) return EndIfRunning(*abort);
  if (std::holds_alternative<Dismissal>(*message)) return;  // its supervisor's to act on
  {
    const std::lock_guard lock(mutex_);
    messages_.push_back(std::move(message));
  }
  arrived_.notify_all();
}

void Inbox::EndIfRunning(const Abort& walk) const {
  if (page_ == nullptr) return;
  const auto threads = static_cast<std::size_t>(page_->threads.load());
  for (std::size_t t = 0; t < threads; ++t) {
    const ThreadMarker& marker = page_->markers[t];
    if (marker.batch.load() == walk.batch && marker.begun.load() == walk.begun)
      KillGroup(OwnProcessId());
  }
}

void Inbox::GiveBack(const Release& release) {
  Released released{release.epoch, {}};
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(messages_, [&](const std::unique_ptr<const ToWorker>& message) {
      const auto* run = std::get_if<RunBatch>(message.get());
      if (run == nullptr || run->epoch != release.epoch) return false;
      released.batches.push_back(run->batch);
      return true;
    });
  }
  outbox_.Append(Encode(FromWorker(released)));
  outbox_.Flush();
}

}  // namespace combtest::internal
