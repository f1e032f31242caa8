// Memory for states whose type is known only by its StateOps.
#ifndef COMBTEST_SRC_ENGINE_STATE_SLAB_H_
#define COMBTEST_SRC_ENGINE_STATE_SLAB_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "combtest/internal/action_entry.h"

namespace combtest::internal {

// `slots` places of one state each, side by side. Owns the states that are marked as alive. Threads
// may use different slots at once.
class StateSlab {
 public:
  StateSlab(const StateOps& ops, std::uint64_t slots);
  ~StateSlab();
  StateSlab(const StateSlab&) = delete;
  StateSlab& operator=(const StateSlab&) = delete;

  const StateOps& ops() const { return ops_; }
  std::uint64_t size() const { return alive_.size(); }
  void* operator[](std::uint64_t slot) const {
    if (any_displaced_.load(std::memory_order_acquire)) {
      if (void* const place = DisplacedTo(slot)) return place;
    }
    return memory_ + slot * stride_;
  }
  bool alive(std::uint64_t slot) const { return alive_[slot] != 0; }
  // A state has been constructed in the slot, or (`Drop`) is to be destroyed if there is one.
  void MarkAlive(std::uint64_t slot) { alive_[slot] = 1; }
  void Drop(std::uint64_t slot) {
    if (std::exchange(alive_[slot], 0) != 0 && !ops_.trivial) ops_.destroy((*this)[slot]);
  }
  // As Drop, where nobody else watches for children that come back from its destructor.
  void DropWatched(std::uint64_t slot);
  // Its walk goes on elsewhere, with all that the state may own: what is here is destroyed last,
  // with the slab. The slot is free.
  void Leave(std::uint64_t slot);

 private:
  void DropAll();
  void* DisplacedTo(std::uint64_t slot) const;  // null: it is where it belongs
  std::byte* Allocate(std::uint64_t states) const;
  void Free(std::byte* memory) const;

  const StateOps& ops_;
  std::size_t stride_;
  std::byte* memory_;
  std::vector<std::uint8_t> alive_;
  std::atomic<bool> any_displaced_ = false;
  mutable std::shared_mutex mutex_;                          // for what is below
  std::vector<void*> left_;                                  // states whose walks go on elsewhere
  std::unordered_map<std::uint64_t, std::byte*> displaced_;  // by slot: its place instead of theirs
  std::vector<std::byte*> more_memory_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_STATE_SLAB_H_
