#include "src/space/space_data.h"

#include <limits>
#include <utility>

#include "src/text/shown_text.h"

namespace combtest::internal {
namespace {

constexpr WalkId kMaxWalks = std::numeric_limits<WalkId>::max();

std::vector<ActionEntry> WithShownNames(std::vector<ActionEntry> actions) {
  for (ActionEntry& action : actions) action.name = ShownLine(action.name);
  return actions;
}

std::string ProductText(const std::vector<ActionEntry>& actions) {
  std::string text;
  for (const ActionEntry& action : actions) {
    if (!text.empty()) text += " x ";
    text += action.name + "(" + std::to_string(action.options.size()) + ")";
  }
  return text;
}

// A rule over too many combinations to ask for each ahead.
WalkSpace::Predicate AsPredicate(const DeclaredRule& rule) {
  return [rule](const Walk& walk) {
    const SpaceData& space = *WalkAccess::Data(walk);
    std::vector<const void*> options;
    for (const std::size_t action : rule.actions)
      options.push_back(space.actions[action].options[walk.OptionIndex(action)]);
    return rule.allows(options.data());
  };
}

}  // namespace

SpaceData::SpaceData(std::vector<ActionEntry> actions_in, const StateOps* state_in,
                     std::shared_ptr<const void> initial_state_in,
                     std::vector<WalkSpace::Predicate> predicates_in, const Declared& declared)
    : actions(WithShownNames(std::move(actions_in))),
      state(state_in),
      initial_state(std::move(initial_state_in)),
      predicates(std::move(predicates_in)),
      radix(actions.size()),
      stride(actions.size()) {
  if (actions.empty()) throw Error("a walk space needs at least one action");
  for (std::size_t a = actions.size(); a-- > 0;) {
    if (actions[a].options.empty()) {
      throw Error(actions[a].name +
                  " has no options: its kOptions or Options() is empty; give it at least one");
    }
    radix[a] = actions[a].options.size();
    stride[a] = size;
    if (radix[a] > kMaxWalks / size) {
      throw Error("the product " + ProductText(actions) +
                  " has more than 2^64 - 1 walks; take options away, or split the suite");
    }
    size *= radix[a];
    if (actions[a].should_cancel != nullptr) has_exclusions = true;
  }
  for (const DeclaredRule& rule : declared.rules) {
    if (rule.kind == DeclaredRule::Kind::kWhere &&
        CombinationsOf(rule, actions) > kMaxRuleCombinations) {
      predicates.push_back(AsPredicate(rule));
    } else {
      rules.push_back(Resolve(rule, actions));
    }
  }
  rule_tables = Merged(rules);
  wish = Resolve(declared, actions);
  needs = ResolveNeeds(declared, actions);
  has_exclusions = has_exclusions || !rules.empty() || !predicates.empty();
  for (std::size_t a = 0; a < actions.size(); ++a) {
    if (actions[a].serial) serial_actions.push_back(a);
  }
}

const std::vector<std::vector<std::string>>& SpaceData::Texts() const {
  // What stands in a message stays readable however long an option is.
  constexpr std::size_t kMaxText = 120;
  std::call_once(texts_once_, [this] {
    std::vector<std::vector<std::string>> texts(actions.size());
    for (std::size_t a = 0; a < actions.size(); ++a) {
      texts[a].reserve(actions[a].options.size());
      for (std::size_t o = 0; o < actions[a].options.size(); ++o) {
        std::string text = ShownLine(actions[a].text(actions[a].options[o]));
        if (text.size() > kMaxText) text = std::string(WholeCharacters(text, kMaxText)) + "...";
        texts[a].push_back(std::move(text));
      }
    }
    texts_ = std::move(texts);
  });
  return texts_;
}

const NameTable& SpaceData::Names() const {
  std::call_once(names_once_, [this] { names_ = std::make_unique<const NameTable>(actions); });
  return *names_;
}

std::string SpaceData::PlaceText(WalkId id, std::size_t place) const {
  if (place < actions.size()) return ActionText(place, OptionIndex(id, place));
  if (fixtures == nullptr) return {};
  return (place == set_up_place() ? "SetUp of " : "TearDown of ") + fixtures->name();
}

std::string SpaceData::ActionText(std::size_t action, std::size_t option) const {
  return actions[action].name + "(" + Texts()[action][option] + ")";
}

}  // namespace combtest::internal
