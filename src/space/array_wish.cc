#include "src/space/array_wish.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <set>

#include "combtest/action.h"
#include "combtest/internal/walk_access.h"
#include "src/space/rule.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

void CheckStrength(unsigned strength, const std::string& call) {
  if (strength >= 1 && strength <= kMaxStrength) return;
  throw Error(call + "(" + std::to_string(strength) + "): a strength is from 1 to " +
              std::to_string(kMaxStrength));
}

IncludedWalk Resolve(const std::vector<DeclaredOption>& included,
                     const std::vector<ActionEntry>& actions) {
  IncludedWalk walk{"", std::vector<std::optional<std::size_t>>(actions.size())};
  for (const DeclaredOption& option : included) {
    walk.text += (walk.text.empty() ? "Include(" : ", ") + actions[option.action].name + "(" +
                 actions[option.action].text(option.value.get()) + ")";
  }
  walk.text += ")";
  for (const DeclaredOption& option : included) {
    if (walk.options[option.action])
      throw Error(walk.text + " names " + actions[option.action].name + " twice");
    walk.options[option.action] = FindOption(actions, option, walk.text);
  }
  return walk;
}

IncludedWalk Resolve(const Walk& included, const std::vector<ActionEntry>& actions) {
  IncludedWalk walk{"Include(" + ToString(included) + ")", {}};
  const std::vector<ActionEntry>& own = WalkAccess::Data(included)->actions;
  const bool same =
      std::equal(own.begin(), own.end(), actions.begin(), actions.end(),
                 [](const ActionEntry& a, const ActionEntry& b) { return *a.type == *b.type; });
  if (!same) throw Error(walk.text + ": the suite has other actions");
  for (std::size_t a = 0; a < actions.size(); ++a) {
    // Not owned: the walk outlives this call.
    const std::shared_ptr<const void> value(std::shared_ptr<const void>(),
                                            own[a].options[included.OptionIndex(a)]);
    walk.options.emplace_back(FindOption(actions, {a, value}, walk.text));
  }
  return walk;
}

}  // namespace

ArrayWish Resolve(const Declared& declared, const std::vector<ActionEntry>& actions) {
  ArrayWish wish;
  if (declared.strength) CheckStrength(*declared.strength, "Strength");
  wish.strength = declared.strength;
  for (const DeclaredStrength& group : declared.strengths) {
    std::string call = "Strength<";
    for (const std::size_t action : group.actions)
      call += (call.back() == '<' ? "" : ", ") + actions[action].name;
    call += ">";
    CheckStrength(group.strength, call);
    const std::set<std::size_t> distinct(group.actions.begin(), group.actions.end());
    if (distinct.size() < group.actions.size()) throw Error(call + " names an action twice");
    if (group.strength > distinct.size()) {
      throw Error(call + "(" + std::to_string(group.strength) + "): it names only " +
                  std::to_string(distinct.size()) + " actions");
    }
    wish.strengths.push_back({group.strength, {distinct.begin(), distinct.end()}});
  }
  for (const auto& included : declared.included)
    wish.included.push_back(Resolve(included, actions));
  for (const Walk& included : declared.included_walks)
    wish.included.push_back(Resolve(included, actions));
  wish.serial_costs.resize(actions.size());
  for (const DeclaredCost& cost : declared.serial_costs) {
    if (cost.cost.count() < 0)
      throw Error("SerialCost<" + actions[cost.action].name + ">: a cost isn't below 0");
    wish.serial_costs[cost.action] = cost.cost;
  }
  if (declared.walk_cost) {
    if (declared.walk_cost->count() < 0) throw Error("WalkCost: a cost isn't below 0");
    wish.walk_cost = *declared.walk_cost;
  }
  return wish;
}

}  // namespace combtest::internal
