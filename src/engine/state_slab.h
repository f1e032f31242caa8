// Memory for states whose type is known only by its StateOps.
#ifndef COMBTEST_SRC_ENGINE_STATE_SLAB_H_
#define COMBTEST_SRC_ENGINE_STATE_SLAB_H_

#include <cstddef>
#include <cstdint>
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
  void* operator[](std::uint64_t slot) const { return memory_ + slot * stride_; }
  bool alive(std::uint64_t slot) const { return alive_[slot] != 0; }
  // A state has been constructed in the slot, or (`Drop`) is to be destroyed if there is one.
  void MarkAlive(std::uint64_t slot) { alive_[slot] = 1; }
  void Drop(std::uint64_t slot);
  // The state goes on elsewhere, with what it owns: it is forgotten here, and not destroyed.
  void Forget(std::uint64_t slot);

 private:
  const StateOps& ops_;
  std::size_t stride_;
  std::byte* memory_;
  std::vector<std::uint8_t> alive_;
  bool forgot_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_STATE_SLAB_H_
