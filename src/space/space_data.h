// What a WalkSpace and its walks share: immutable after construction, but for tables that are made
// on first use.
#ifndef COMBTEST_SRC_SPACE_SPACE_DATA_H_
#define COMBTEST_SRC_SPACE_SPACE_DATA_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/internal/walk_access.h"
#include "combtest/walk_space.h"
#include "src/space/array_wish.h"
#include "src/space/name_table.h"
#include "src/space/needed_resources.h"
#include "src/space/rule.h"

namespace combtest::internal {

struct SpaceData {
  SpaceData(std::vector<ActionEntry> actions, const StateOps* state,
            std::shared_ptr<const void> initial_state, std::vector<WalkSpace::Predicate> predicates,
            const Declared& declared = {});

  std::size_t OptionIndex(WalkId id, std::size_t action) const {
    return (id / stride[action]) % radix[action];
  }
  // The options' texts for people, one list an action.
  const std::vector<std::vector<std::string>>& Texts() const;
  // Throws Error where two options have one name.
  const NameTable& Names() const;
  std::string ActionText(std::size_t action, std::size_t option) const;

  // Beyond the walk's actions there are its fixture's SetUp and TearDown, if it has one.
  std::size_t set_up_place() const { return actions.size(); }
  std::size_t tear_down_place() const { return actions.size() + 1; }
  std::size_t places() const { return actions.size() + (fixtures != nullptr ? 2 : 0); }
  // `Write("x")`, or "SetUp of MyFixture".
  std::string PlaceText(WalkId id, std::size_t place) const;

  const std::vector<ActionEntry> actions;
  const StateOps* const state;                      // null: can't be run
  const std::shared_ptr<const void> initial_state;  // null: has to be given
  mutable const FixtureOps* fixtures = nullptr;     // null: walks have none; set at once or never
  std::vector<WalkSpace::Predicate> predicates;
  std::vector<Rule> rules;             // as they were declared
  std::vector<RuleTable> rule_tables;  // the same, by actions
  ArrayWish wish;
  NeededResources needs;
  std::vector<WalkId> radix;   // options of each action
  std::vector<WalkId> stride;  // walks from one option of an action to its next
  WalkId size = 1;
  std::vector<std::size_t> serial_actions;
  bool has_exclusions = false;

 private:
  mutable std::once_flag texts_once_;
  mutable std::vector<std::vector<std::string>> texts_;
  mutable std::once_flag names_once_;
  mutable std::unique_ptr<const NameTable> names_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_SPACE_DATA_H_
