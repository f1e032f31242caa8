// Constraints that are declared over some actions' options, as tables.
#ifndef COMBTEST_SRC_SPACE_RULE_H_
#define COMBTEST_SRC_SPACE_RULE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/internal/declared.h"
#include "combtest/outcome.h"

namespace combtest::internal {

// Combinations of these actions' options that no walk has.
struct RuleTable {
  std::vector<std::size_t> actions;  // ascending
  std::vector<WalkId> forbidden;     // ascending: as ids of walks of these actions alone
  bool Forbids(WalkId combination) const;
};

struct Rule {
  std::string text;  // `Forbid(Format(512), Codec("zip"))`
  RuleTable table;
};

// At least one of the literals holds in every walk that the rule allows.
struct RuleLiteral {
  std::size_t action = 0;
  std::vector<std::size_t> allowed;  // options, ascending
};
using RuleClause = std::vector<RuleLiteral>;
std::vector<RuleClause> ClausesOf(const RuleTable& table, const std::vector<WalkId>& radix);

// The same combinations, in one table for all rules over the same actions.
std::vector<RuleTable> Merged(const std::vector<Rule>& rules);

// The place of an option of this value. Throws Error, beginning with `where`, if there is none.
std::size_t FindOption(const std::vector<ActionEntry>& actions, const DeclaredOption& option,
                       const std::string& where);

// More combinations aren't asked one by one.
inline constexpr WalkId kMaxRuleCombinations = 1 << 20;
WalkId CombinationsOf(const DeclaredRule& rule, const std::vector<ActionEntry>& actions);
// Throws Error where the rule names an option that isn't there, an action twice, or its predicate
// throws.
Rule Resolve(const DeclaredRule& rule, const std::vector<ActionEntry>& actions);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_RULE_H_
