#include "src/array_tool/generator_model.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace combtest::internal::array_tool {
namespace {

using Kind = Expression::Kind;
using Clause = std::map<std::size_t, std::vector<bool>>;  // the options that hold, by column
using Clauses = std::set<Clause>;                         // all hold

// With more, the expression is asked instead.
constexpr std::size_t kMaxClauses = 2000;

bool All(const std::vector<bool>& options) {
  return std::find(options.begin(), options.end(), false) == options.end();
}

// A clause of either; nothing where it always holds.
std::optional<Clause> Joined(Clause a, const Clause& b) {
  for (const auto& [column, holds] : b) {
    const auto [found, added] = a.emplace(column, holds);
    if (added) continue;
    for (std::size_t i = 0; i < holds.size(); ++i) found->second[i] = found->second[i] || holds[i];
    if (All(found->second)) return std::nullopt;
  }
  return a;
}

// For each option of the one column: another, or one of the other column that goes with it.
Clauses OfPair(const Expression& pair, bool negated) {
  Clauses clauses;
  const std::size_t options = pair.holds.size() / pair.other_options;
  for (std::size_t a = 0; a < options; ++a) {
    std::vector<bool> partners;
    for (std::size_t b = 0; b < pair.other_options; ++b)
      partners.push_back(pair.holds[a * pair.other_options + b] != negated);
    if (All(partners)) continue;
    std::vector<bool> others(options, true);
    others[a] = false;
    clauses.insert({{pair.column, std::move(others)}, {pair.other, std::move(partners)}});
  }
  return clauses;
}

// Nothing where there would be too many.
std::optional<Clauses> ClausesOf(const Expression& expression, bool negated) {
  if (expression.kind == Kind::kNot) return ClausesOf(expression.parts.front(), !negated);
  if (expression.kind == Kind::kPair) return OfPair(expression, negated);
  if (expression.kind == Kind::kIn) {
    std::vector<bool> holds = expression.holds;
    if (negated) holds.flip();
    if (All(holds)) return Clauses{};
    return Clauses{{{expression.column, std::move(holds)}}};
  }
  std::optional<Clauses> clauses;
  const bool all = (expression.kind == Kind::kAnd) != negated;
  for (const Expression& part : expression.parts) {
    std::optional<Clauses> more = ClausesOf(part, negated);
    if (!more) return std::nullopt;
    if (!clauses) {
      clauses = std::move(more);
      continue;
    }
    if (all) {
      clauses->merge(*more);
    } else {
      Clauses joined;
      for (const Clause& a : *clauses) {
        for (const Clause& b : *more) {
          if (auto clause = Joined(a, b)) joined.insert(std::move(*clause));
          if (joined.size() > kMaxClauses) return std::nullopt;
        }
      }
      clauses = std::move(joined);
    }
    if (clauses->size() > kMaxClauses) return std::nullopt;
  }
  return clauses;
}

class Asked : public arrays::Predicate {
 public:
  explicit Asked(Expression expression) : expression_(std::move(expression)) {}

  bool Holds(std::span<const arrays::Value> row, std::vector<int>& read) const override {
    const std::vector<std::uint32_t> options(row.begin(), row.end());
    std::vector<std::size_t> columns;
    const bool holds = array_tool::Holds(expression_, options, columns);
    for (const std::size_t column : columns) {
      const auto index = static_cast<int>(column);
      if (std::find(read.begin(), read.end(), index) == read.end()) read.push_back(index);
    }
    return holds;
  }

 private:
  const Expression expression_;
};

void AddRule(const Rule& rule, arrays::Model& model) {
  const std::optional<Clauses> clauses = ClausesOf(rule.expression, false);
  if (!clauses) {
    model.predicates.push_back(std::make_shared<Asked>(rule.expression));
    return;
  }
  for (const Clause& clause : *clauses) {
    arrays::Clause& added = model.clauses.emplace_back();
    for (const auto& [column, holds] : clause) {
      arrays::Literal& literal = added.literals.emplace_back();
      literal.column = static_cast<int>(column);
      for (std::size_t i = 0; i < holds.size(); ++i) {
        if (holds[i]) literal.allowed.push_back(static_cast<arrays::Value>(i));
      }
    }
  }
}

// Where one column has one option, sets that hold it are the sets of the others with one column
// less; of a lone column that option itself.
arrays::Group WithoutNegative(const Group& group, std::size_t negative) {
  arrays::Group others;
  if (group.strength == 1) return {{static_cast<int>(negative)}, 1};
  for (const std::size_t column : group.columns) {
    if (column != negative) others.columns.push_back(static_cast<int>(column));
  }
  others.strength = static_cast<int>(group.strength) - 1;
  return others;
}

}  // namespace

arrays::Model GeneratorModel(const Part& part) {
  arrays::Model model;
  for (const auto& values : part.values)
    model.levels.push_back(static_cast<arrays::Value>(values.size()));
  model.strength = part.negative ? 0 : static_cast<int>(part.groups.front().strength);
  for (const Group& group : part.groups) {
    if (part.negative)
      model.groups.push_back(WithoutNegative(group, *part.negative));
    else if (&group != &part.groups.front())
      model.groups.push_back(
          {{group.columns.begin(), group.columns.end()}, static_cast<int>(group.strength)});
  }
  for (const Rule& rule : part.rules) AddRule(rule, model);
  return model;
}

}  // namespace combtest::internal::array_tool
