#include "src/wire/resend_buffer.h"

namespace combtest::internal {

void ResendBuffer::Sent(std::size_t count, std::size_t waiting) {
  sent_ += count;
  const std::size_t keep = keep_ + waiting;
  if (sent_ < keep + keep_) return;  // now and then, since it moves the rest
  const std::size_t old = sent_ - keep;
  bytes_.erase(0, old);
  first_ += old;
  sent_ = keep;
}

bool ResendBuffer::SendAgainFrom(std::uint64_t place) {
  if (place < first_ || place > first_ + sent_) return false;
  sent_ = static_cast<std::size_t>(place - first_);
  return true;
}

}  // namespace combtest::internal
