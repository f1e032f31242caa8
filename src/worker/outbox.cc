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
  if (page_ == nullptr) {
    WriteAllOrDie(descriptor_, bytes);
    return;
  }
  const std::uint64_t written = page_->written.load(std::memory_order_relaxed);
  if (bytes.size() > kOutboxBytes - (written - page_->flushed.load(std::memory_order_relaxed)))
    FlushLocked();
  if (bytes.size() > kOutboxBytes) {  // and nothing is left in the buffer
    WriteAllOrDie(descriptor_, bytes);
    page_->flushed.store(written + bytes.size(), std::memory_order_release);
    page_->written.store(written + bytes.size(), std::memory_order_release);
    return;
  }
  const std::size_t at = written % kOutboxBytes;
  const std::size_t front = std::min(bytes.size(), kOutboxBytes - at);
  std::memcpy(page_->outbox + at, bytes.data(), front);
  std::memcpy(page_->outbox, bytes.data() + front, bytes.size() - front);
  page_->written.store(written + bytes.size(), std::memory_order_release);
  if (written + bytes.size() - page_->flushed.load(std::memory_order_relaxed) >= kFlushAt)
    FlushLocked();
}

void Outbox::Flush() {
  const std::lock_guard lock(mutex_);
  FlushLocked();
}

void Outbox::FlushLocked() {
  if (page_ == nullptr) return;
  const std::uint64_t written = page_->written.load(std::memory_order_relaxed);
  std::uint64_t flushed = page_->flushed.load(std::memory_order_relaxed);
  while (flushed < written) {
    const std::size_t at = flushed % kOutboxBytes;
    const std::size_t size = std::min<std::uint64_t>(written - flushed, kOutboxBytes - at);
    flushed += WriteSomeOrDie(descriptor_, {page_->outbox + at, size});
    page_->flushed.store(flushed, std::memory_order_release);
  }
}

}  // namespace combtest::internal
