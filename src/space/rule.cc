#include "src/space/rule.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <exception>
#include <map>
#include <numeric>
#include <set>

#include "combtest/action.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

std::string OptionText(const std::vector<ActionEntry>& actions, const DeclaredOption& option) {
  return actions[option.action].text(option.value.get());
}

// `Forbid(Format(512), Codec("zip"))`
std::string RuleText(const DeclaredRule& rule, const std::vector<ActionEntry>& actions) {
  const auto chosen = [&](const DeclaredOption& option) {
    return actions[option.action].name + "(" + OptionText(actions, option) + ")";
  };
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  switch (rule.kind) {
    case DeclaredRule::Kind::kForbid:
      for (const DeclaredOption& option : rule.options) add(chosen(option));
      return "Forbid(" + text + ")";
    case DeclaredRule::Kind::kRequires:
      for (std::size_t i = 1; i < rule.options.size(); ++i)
        text += (i == 1 ? "" : " or ") + OptionText(actions, rule.options[i]);
      return "Requires(" + chosen(rule.options[0]) + ", " + actions[rule.actions[1]].name + "(" +
             text + "))";
    case DeclaredRule::Kind::kWhere:
      for (const std::size_t action : rule.actions) add(actions[action].name);
      return "Where(" + text + ")";
  }
  return text;
}

// Goes over all combinations of the actions' options, the last one fastest.
class Combinations {
 public:
  Combinations(const std::vector<std::size_t>& ordered, const std::vector<ActionEntry>& actions) {
    for (const std::size_t action : ordered) radix_.push_back(actions[action].options.size());
    options_.resize(radix_.size());
  }
  const std::vector<std::size_t>& options() const { return options_; }
  bool Next() {
    for (std::size_t i = options_.size(); i-- > 0;) {
      if (++options_[i] < radix_[i]) return true;
      options_[i] = 0;
    }
    return false;
  }

 private:
  std::vector<std::size_t> radix_, options_;
};

}  // namespace

bool RuleTable::Forbids(WalkId combination) const {
  return std::binary_search(forbidden.begin(), forbidden.end(), combination);
}

// Combinations that differ in one action alone share a clause; of that action by which there are
// fewest.
std::vector<RuleClause> ClausesOf(const RuleTable& table, const std::vector<WalkId>& radix) {
  const std::size_t count = table.actions.size();
  std::vector<WalkId> stride(count, 1);
  for (std::size_t i = count; i-- > 1;) stride[i - 1] = stride[i] * radix[table.actions[i]];
  const auto option = [&](WalkId combination, std::size_t i) {
    return static_cast<std::size_t>(combination / stride[i] % radix[table.actions[i]]);
  };
  std::map<WalkId, std::vector<std::size_t>> best;  // by the rest: options that are forbidden
  std::size_t open = count;
  for (std::size_t i = 0; i < count; ++i) {
    std::map<WalkId, std::vector<std::size_t>> groups;
    for (const WalkId combination : table.forbidden) {
      const std::size_t of = option(combination, i);
      groups[combination - of * stride[i]].push_back(of);
    }
    if (open == count || groups.size() < best.size()) {
      best = std::move(groups);
      open = i;
    }
  }
  const auto all_but = [&](std::size_t i, const std::vector<std::size_t>& out) {
    RuleLiteral literal{table.actions[i], {}};
    for (std::size_t o = 0; o < radix[literal.action]; ++o) {
      if (!std::binary_search(out.begin(), out.end(), o)) literal.allowed.push_back(o);
    }
    return literal;
  };
  std::vector<RuleClause> clauses;
  clauses.reserve(best.size());
  for (const auto& [rest, forbidden] : best) {
    RuleClause& clause = clauses.emplace_back();
    for (std::size_t i = 0; i < count; ++i) {
      RuleLiteral literal = i == open ? all_but(i, forbidden) : all_but(i, {option(rest, i)});
      // One without an option never holds.
      if (!literal.allowed.empty()) clause.push_back(std::move(literal));
    }
  }
  return clauses;
}

std::vector<RuleTable> Merged(const std::vector<Rule>& rules) {
  std::map<std::vector<std::size_t>, std::vector<WalkId>> merged;
  for (const Rule& rule : rules) {
    std::vector<WalkId>& forbidden = merged[rule.table.actions];
    forbidden.insert(forbidden.end(), rule.table.forbidden.begin(), rule.table.forbidden.end());
  }
  std::vector<RuleTable> tables;
  for (auto& [actions, forbidden] : merged) {
    std::sort(forbidden.begin(), forbidden.end());
    forbidden.erase(std::unique(forbidden.begin(), forbidden.end()), forbidden.end());
    tables.push_back({actions, std::move(forbidden)});
  }
  return tables;
}

std::size_t FindOption(const std::vector<ActionEntry>& actions, const DeclaredOption& option,
                       const std::string& where) {
  const ActionEntry& action = actions[option.action];
  const void* value = option.value.get();
  const auto json = [&](const void* of) {
    boost::json::value result;
    action.json(of, result);
    return result;
  };
  const auto same = [&](const void* other) {
    return action.equal != nullptr ? action.equal(value, other) : json(value) == json(other);
  };
  const auto found = std::find_if(action.options.begin(), action.options.end(), same);
  if (found != action.options.end())
    return static_cast<std::size_t>(found - action.options.begin());
  constexpr std::size_t kMaxShown = 12;
  std::vector<std::string> texts;
  for (std::size_t o = 0; o < std::min(kMaxShown, action.options.size()); ++o)
    texts.push_back(action.text(action.options[o]));
  throw Error(where + ": " + action.name + " has no option " + action.text(value) + "; it has " +
              ListText(texts, action.options.size(), kMaxShown));
}

WalkId CombinationsOf(const DeclaredRule& rule, const std::vector<ActionEntry>& actions) {
  WalkId count = 1;
  for (const std::size_t action : rule.actions) count *= actions[action].options.size();
  return count;
}

Rule Resolve(const DeclaredRule& declared, const std::vector<ActionEntry>& actions) {
  Rule rule{RuleText(declared, actions), {declared.actions, {}}};
  std::sort(rule.table.actions.begin(), rule.table.actions.end());
  const auto twice = std::adjacent_find(rule.table.actions.begin(), rule.table.actions.end());
  if (twice != rule.table.actions.end())
    throw Error(rule.text + " names " + actions[*twice].name + " twice");
  // From a place among the declared actions to its stride in the table.
  std::vector<WalkId> stride(declared.actions.size());
  WalkId size = 1;
  for (std::size_t i = rule.table.actions.size(); i-- > 0;) {
    const std::size_t action = rule.table.actions[i];
    const auto place = std::find(declared.actions.begin(), declared.actions.end(), action);
    stride[static_cast<std::size_t>(place - declared.actions.begin())] = size;
    size *= actions[action].options.size();
  }
  const auto combination = [&](const std::vector<std::size_t>& options) {
    return std::inner_product(options.begin(), options.end(), stride.begin(), WalkId{0});
  };
  std::vector<WalkId>& forbidden = rule.table.forbidden;
  switch (declared.kind) {
    case DeclaredRule::Kind::kForbid: {
      std::vector<std::size_t> options;
      for (const DeclaredOption& option : declared.options)
        options.push_back(FindOption(actions, option, rule.text));
      forbidden.push_back(combination(options));
      break;
    }
    case DeclaredRule::Kind::kRequires: {
      const std::size_t option = FindOption(actions, declared.options[0], rule.text);
      std::set<std::size_t> allowed;
      for (std::size_t i = 1; i < declared.options.size(); ++i)
        allowed.insert(FindOption(actions, declared.options[i], rule.text));
      for (std::size_t o = 0; o < actions[declared.actions[1]].options.size(); ++o) {
        if (!allowed.contains(o)) forbidden.push_back(combination({option, o}));
      }
      break;
    }
    case DeclaredRule::Kind::kWhere: {
      Combinations all(declared.actions, actions);
      std::vector<const void*> options(declared.actions.size());
      do {
        for (std::size_t i = 0; i < options.size(); ++i)
          options[i] = actions[declared.actions[i]].options[all.options()[i]];
        try {
          if (!declared.allows(options.data())) forbidden.push_back(combination(all.options()));
        } catch (const std::exception& error) {
          throw Error(rule.text + " threw: " + error.what());
        }
      } while (all.Next());
      break;
    }
  }
  std::sort(forbidden.begin(), forbidden.end());
  return rule;
}

}  // namespace combtest::internal
