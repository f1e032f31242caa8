// What combtest itself sees of walks and spaces that others don't.
#ifndef COMBTEST_INTERNAL_WALK_ACCESS_H_
#define COMBTEST_INTERNAL_WALK_ACCESS_H_

#include <memory>
#include <utility>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/internal/declared.h"
#include "combtest/walk_space.h"

namespace combtest::internal {

class WalkAccess {
 public:
  // Its walks have fixtures. Only while nobody else knows the space; null: they have none.
  static WalkSpace WithFixtures(WalkSpace space, const FixtureOps* fixtures);
  static Walk Make(std::shared_ptr<const SpaceData> space, WalkId id) {
    return Walk(std::move(space), id);
  }
  static void SetId(Walk& walk, WalkId id) { walk.id_ = id; }
  static const std::shared_ptr<const SpaceData>& Data(const Walk& walk) { return walk.space_; }
  static const std::shared_ptr<const SpaceData>& Data(const WalkSpace& space) {
    return space.data_;
  }
  static WalkSpace Space(std::shared_ptr<const SpaceData> data) {
    return WalkSpace(std::move(data));
  }
  static WalkSpace Space(std::vector<ActionEntry> actions, const StateOps* state,
                         std::shared_ptr<const void> initial,
                         std::vector<WalkSpace::Predicate> predicates, Declared declared = {}) {
    return WalkSpace(std::move(actions), state, std::move(initial), std::move(predicates),
                     std::move(declared));
  }
};

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_WALK_ACCESS_H_
