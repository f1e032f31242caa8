#include "src/engine/state_slab.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <new>

#include "combtest/integration.h"
#include "src/os/fork_watch.h"

namespace combtest::internal {
namespace {

// A child that comes back from there is the run's failure (ForkWatch::TakeLateComebacks).
void DestroyWatched(const std::function<void(const ForkWatch&)>& destroy) {
  ForkWatch forks(
      [] {
        return Comeback{0, "the destructor of a state", {}, false};
      },
      [] { return CurrentIntegration().IsForkedByFramework(); });
  {
    const ForkWatch::Scope scope(forks);
    destroy(forks);
  }
  forks.AwaitComebacks();
}

}  // namespace

StateSlab::StateSlab(const StateOps& ops, std::uint64_t slots)
    : ops_(ops),
      stride_((ops.size + ops.align - 1) / ops.align * ops.align),
      memory_(Allocate(slots)),
      alive_(slots) {}

std::byte* StateSlab::Allocate(std::uint64_t states) const {
  return static_cast<std::byte*>(
      ::operator new(std::max<std::size_t>(1, stride_ * states), std::align_val_t(ops_.align)));
}

void StateSlab::Free(std::byte* memory) const {
  ::operator delete(memory, std::align_val_t(ops_.align));
}

StateSlab::~StateSlab() {
  const bool any = std::any_of(alive_.begin(), alive_.end(), [](auto alive) { return alive != 0; });
  if (!ops_.trivial && (any || !left_.empty())) DropAll();
  for (std::byte* memory : more_memory_) Free(memory);
  Free(memory_);
}

void StateSlab::DropAll() {
  DestroyWatched([this](const ForkWatch& forks) {
    for (std::uint64_t slot = 0; slot < alive_.size(); ++slot) {
      Drop(slot);
      forks.EndIfChild();
    }
    for (void* state : left_) {
      ops_.destroy(state);
      forks.EndIfChild();
    }
  });
}

void StateSlab::DropWatched(std::uint64_t slot) {
  if (alive_[slot] == 0) return;
  DestroyWatched([this, slot](const ForkWatch&) { Drop(slot); });
}

void StateSlab::Leave(std::uint64_t slot) {
  if (alive_[slot] == 0) return;
  void* const state = (*this)[slot];
  const std::lock_guard lock(mutex_);
  more_memory_.push_back(Allocate(1));
  left_.push_back(state);
  displaced_[slot] = more_memory_.back();
  any_displaced_.store(true, std::memory_order_release);
  alive_[slot] = 0;
}

void* StateSlab::DisplacedTo(std::uint64_t slot) const {
  const std::shared_lock lock(mutex_);
  const auto place = displaced_.find(slot);
  return place == displaced_.end() ? nullptr : place->second;
}

}  // namespace combtest::internal
