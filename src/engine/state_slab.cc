#include "src/engine/state_slab.h"

#include <algorithm>
#include <new>

namespace combtest::internal {

StateSlab::StateSlab(const StateOps& ops, std::uint64_t slots)
    : ops_(ops), stride_((ops.size + ops.align - 1) / ops.align * ops.align), alive_(slots) {
  memory_ = static_cast<std::byte*>(
      ::operator new(std::max<std::size_t>(1, stride_ * slots), std::align_val_t(ops.align)));
}

StateSlab::~StateSlab() {
  for (std::uint64_t slot = 0; slot < alive_.size(); ++slot) Drop(slot);
  if (forgot_) {
    // What forgotten states hold is still in use, if only by leak checkers: keep the way to it.
    // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): without memory nothing goes on.
    static auto* const kKept = new std::vector<std::byte*>;
    kKept->push_back(memory_);
    return;
  }
  ::operator delete(memory_, std::align_val_t(ops_.align));
}

void StateSlab::Forget(std::uint64_t slot) {
  forgot_ = forgot_ || alive_[slot] != 0;
  alive_[slot] = 0;
}

void StateSlab::Drop(std::uint64_t slot) {
  if (alive_[slot] == 0) return;
  alive_[slot] = 0;
  ops_.destroy((*this)[slot]);
}

}  // namespace combtest::internal
