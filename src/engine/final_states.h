// The states in which walks have ended, by slot.
#ifndef COMBTEST_SRC_ENGINE_FINAL_STATES_H_
#define COMBTEST_SRC_ENGINE_FINAL_STATES_H_

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "src/engine/slot_texts.h"
#include "src/engine/state_slab.h"

namespace combtest::internal {

// Where walks ran in this process they are as they were left; from workers they come as JSON, and
// stay JSON unless somebody reads them: whatever a state does when it is made or destroyed, it has
// done in the worker.
class FinalStates {
 public:
  // Those of the slab, which must outlive it.
  explicit FinalStates(StateSlab& made) : ops_(made.ops()), made_(&made) {}
  // None yet.
  FinalStates(const StateOps& ops, std::uint64_t slots) : ops_(ops), json_(slots) {}

  std::uint64_t size() const { return made_ != nullptr ? made_->size() : json_.size(); }
  bool has(std::uint64_t slot) const;
  // As JSON. Throws what the state's own code throws.
  boost::json::value Json(std::uint64_t slot) const;
  // The same as text, which it is already where it has come so.
  std::string Text(std::uint64_t slot) const;
  // The state itself, for a user. Made now where it came as JSON; throws Error where that can't be
  // read.
  void* Read(std::uint64_t slot);
  // Why its JSON can't be read; empty: it can. The same whether it has come as JSON or not.
  std::string WhyUnreadable(std::uint64_t slot);
  void Drop(std::uint64_t slot);
  // Those of walks that haven't ended after all are no final states.
  void DropUnless(const std::function<bool(std::uint64_t slot)>& ended);

  // --- Of those that come as JSON ---
  void SetJson(std::uint64_t slot, std::string_view text) { json_.Set(slot, text); }
  bool came_as_json() const { return json_.size() > 0; }
  // Empty: there is none.
  std::string_view json(std::uint64_t slot) const { return json_[slot]; }

 private:
  static void Make(StateSlab& states, std::uint64_t slot, const boost::json::value& json);

  const StateOps& ops_;
  SlotTexts json_;
  std::unique_ptr<StateSlab> read_;  // of those, the ones that somebody has read
  StateSlab* made_ = nullptr;        // that, or where the states were made
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_ENGINE_FINAL_STATES_H_
