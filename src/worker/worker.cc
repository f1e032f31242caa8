#include "src/worker/worker.h"

#include <algorithm>
#include <utility>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kOutputTail = 4000;
constexpr auto kHurryEvery = std::chrono::milliseconds(100);

}  // namespace

void Worker::Start(const Launcher& launcher, LaunchRequest request, std::uint32_t instance) {
  instance_ = instance;
  id_ = request.id;
  request.index = index_;
  ChildCommand command = launcher.Command(request);
  command_.clear();
  for (const std::string& word : command.argv) command_ += (command_.empty() ? "" : " ") + word;
  memory_.reset();
  if (launcher.shares_memory()) {
    memory_ = SharedMemory::Create(sizeof(SharedBoard));
    command.inherited = memory_->descriptor();
    command.environment.push_back(std::string(kBoardVariable) + "=" +
                                  std::to_string(kInheritedDescriptor));
  }
  frames_.emplace(true);
  received_ = 0;
  broken_ = false;
  end_reason_.reset();
  culprit_.reset();
  channel_closed_.reset();
  stack_.clear();
  output_tail_.clear();
  seen_.assign(threads_, {});
  release_asked = false;
  log_source = {index_, "", 0};
  dropped_records = 0;
  made_progress = was_ready = false;
  batch_size.Reset();
  last_heard_ = last_ping = last_hurry_ = last_batch_end = Clock::now();
  output_.emplace([this](std::uint64_t slot,
                         std::string text) { events_.OnWalkOutput(*this, slot, std::move(text)); },
                  [this](std::string_view lines) { events_.OnOutput(*this, lines); });
  ChildProcess::Callbacks callbacks;
  callbacks.on_output = [this](std::string_view bytes) { Receive(bytes); };
  callbacks.on_error_output = [this](std::string_view bytes) {
    output_tail_.append(bytes);
    if (output_tail_.size() > 2 * kOutputTail)
      output_tail_.erase(0, output_tail_.size() - kOutputTail);
    output_->Append(bytes);
  };
  callbacks.on_output_end = [this] {
    // A dying process is about to tell us why it dies; a live one without its channel is of no use.
    channel_closed_ = Clock::now();
  };
  callbacks.on_exit = [this](ExitStatus status) { OnExit(status); };
  child_ = ChildProcess::Start(context_, command, std::move(callbacks));
  phase_ = Phase::kStarting;
}

void Worker::SendText(std::string_view message) {
  if (child_ != nullptr && phase_ != Phase::kGone) child_->Write(Frame(message));
}

void Worker::End(std::string why, std::chrono::milliseconds grace) {
  if (phase_ == Phase::kGone || child_ == nullptr) return;
  if (!end_reason_) end_reason_ = std::move(why);
  child_->Terminate(grace);
}

void Worker::EndForTimeout(std::string stack) {
  stack_ = std::move(stack);
  End("a walk took too long", std::chrono::milliseconds(0));
}

void Worker::Receive(std::string_view bytes) {
  if (phase_ == Phase::kGone) return;
  last_heard_ = Clock::now();
  received_ += bytes.size();
  if (broken_) return;
  try {
    frames_->Append(bytes);
    while (const auto text = frames_->Next()) {
      const FromWorker message = DecodeFromWorker(*text);
      events_.OnMessage(*this, message);
    }
    if (const std::string noise = frames_->TakeNoise(); !noise.empty()) {
      received_ -= noise.size();
      events_.OnOutput(*this, noise);
    }
  } catch (const std::exception& error) {
    broken_ = true;
    End(std::string("sent what makes no sense: ") + error.what(), std::chrono::milliseconds(0));
  }
}

void Worker::OnExit(ExitStatus status) {
  if (const SharedBoard* board = this->board(); board != nullptr && frames_->begun()) {
    // What it had written but not yet put into the pipe. The stream's bytes are counted from its
    // magic.
    const std::uint64_t written = board->written.load(std::memory_order_acquire);
    if (written > received_ && written - received_ <= kOutboxBytes) {
      std::string rest;
      for (std::uint64_t i = received_; i < written; ++i) rest += board->outbox[i % kOutboxBytes];
      Receive(rest);
    }
  }
  phase_ = Phase::kGone;
  LookAtMarkers(Clock::now());
  const std::shared_ptr<ChildProcess> child = std::exchange(child_, nullptr);
  events_.OnDeath(*this, status);
}

// A worker that is busy with a walk sends what it has to say when the buffer is full; a ping makes
// it send at once.
void Worker::HurryMessages(Clock::time_point now) {
  const SharedBoard* board = this->board();
  if (board == nullptr || !ready() || now - last_hurry_ < kHurryEvery) return;
  if (board->written.load(std::memory_order_relaxed) ==
      board->flushed.load(std::memory_order_relaxed))
    return;
  last_hurry_ = now;
  Send(Ping{});
}

void Worker::LookAtMarkers(Clock::time_point now) {
  const SharedBoard* board = this->board();
  if (board == nullptr) return;
  for (unsigned t = 0; t < threads_; ++t) {
    const ThreadMarker& marker = board->markers[t];
    const std::uint64_t batch = marker.batch.load(std::memory_order_acquire);
    const std::uint64_t begun = marker.begun.load(std::memory_order_acquire);
    if (batch == seen_[t].batch && begun == seen_[t].begun) continue;
    seen_[t] = {batch, begun, now};
  }
}

std::vector<InFlight> Worker::InFlightNow() const {
  std::vector<InFlight> walks;
  const SharedBoard* board = this->board();
  if (board == nullptr) return walks;
  for (unsigned t = 0; t < threads_; ++t) {
    const ThreadMarker& marker = board->markers[t];
    const std::uint64_t id = marker.batch.load(std::memory_order_acquire);
    const std::uint64_t finished =
        marker.from.load(std::memory_order_acquire) +
        Progress::Unpack(marker.progress.load(std::memory_order_acquire)).finished;
    const std::uint64_t begun = marker.begun.load(std::memory_order_acquire);
    if (id == 0 || begun <= finished) continue;
    const auto batch = std::find_if(outstanding.begin(), outstanding.end(),
                                    [&](const Batch& b) { return b.id == id; });
    if (batch == outstanding.end()) continue;
    InFlight walk;
    batch->slots.ForEach(finished, finished + 1,
                         [&](std::uint64_t, std::uint64_t slot) { walk.slot = slot; });
    walk.action = marker.action.load(std::memory_order_relaxed);
    walk.fatal = static_cast<int>(marker.fatal.load(std::memory_order_relaxed));
    // A walk that began after the last look has only just begun.
    const bool seen = seen_[t].batch == id && seen_[t].begun == begun;
    walk.since = seen ? seen_[t].since : Clock::now();
    walks.push_back(walk);
  }
  return walks;
}

}  // namespace combtest::internal
