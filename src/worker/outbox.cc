#include "src/worker/outbox.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "src/os/descriptors.h"
#include "src/wire/frame.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kFlushAt = 64u << 10;

}  // namespace

void Outbox::Begin() {
  const std::lock_guard lock(mutex_);
  AppendBytes(kStreamMagic);
  FlushLocked();
}

void Outbox::Append(std::string_view message) {
  const std::string frame = Frame(message);
  const std::lock_guard lock(mutex_);
  AppendBytes(frame);
}

// `written` moves only once the bytes are in place, and past a whole message at a time.
void Outbox::AppendBytes(std::string_view bytes) {
  if (board_ == nullptr) {
    WriteAllOrDie(descriptor_, bytes);
    return;
  }
  const std::uint64_t written = board_->written.load(std::memory_order_relaxed);
  if (bytes.size() > kOutboxBytes - (written - board_->flushed.load(std::memory_order_relaxed)))
    FlushLocked();
  if (bytes.size() > kOutboxBytes) {  // and nothing is left in the buffer
    WriteAllOrDie(descriptor_, bytes);
    board_->flushed.store(written + bytes.size(), std::memory_order_release);
    board_->written.store(written + bytes.size(), std::memory_order_release);
    return;
  }
  const std::size_t at = written % kOutboxBytes;
  const std::size_t front = std::min(bytes.size(), kOutboxBytes - at);
  std::memcpy(board_->outbox + at, bytes.data(), front);
  std::memcpy(board_->outbox, bytes.data() + front, bytes.size() - front);
  board_->written.store(written + bytes.size(), std::memory_order_release);
  if (written + bytes.size() - board_->flushed.load(std::memory_order_relaxed) >= kFlushAt)
    FlushLocked();
}

void Outbox::Flush() {
  const std::lock_guard lock(mutex_);
  FlushLocked();
}

void Outbox::FlushLocked() {
  if (board_ == nullptr) return;
  const std::uint64_t written = board_->written.load(std::memory_order_relaxed);
  std::uint64_t flushed = board_->flushed.load(std::memory_order_relaxed);
  while (flushed < written) {
    const std::size_t at = flushed % kOutboxBytes;
    const std::size_t size = std::min<std::uint64_t>(written - flushed, kOutboxBytes - at);
    flushed += WriteSomeOrDie(descriptor_, {board_->outbox + at, size});
    board_->flushed.store(flushed, std::memory_order_release);
  }
}

}  // namespace combtest::internal
