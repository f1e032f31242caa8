#include "src/arrays/constraints.h"

#include <algorithm>

namespace combtest::internal::arrays {
namespace {

// A predicate may read any column.
std::vector<bool> Included(const Model& model) {
  std::vector<bool> included(model.levels.size(), !model.predicates.empty());
  for (const Clause& clause : model.clauses) {
    for (const Literal& literal : clause.literals) included[literal.column] = true;
  }
  return included;
}

}  // namespace

Constraints::Constraints(const Model& model, const Settings& settings)
    : clauses_(model),
      included_(Included(model)),
      solver_(model.levels, included_),
      nodes_per_tuple_(settings.nodes_per_tuple),
      nodes_(settings.nodes) {
  for (const auto& predicate : model.predicates) trees_.emplace_back(*predicate, model.levels);
  for (const Clause& clause : model.clauses) solver_.AddClause(clause);
}

bool Constraints::Holds(std::span<const Value> row) {
  return clauses_.Hold(row) &&
         std::all_of(trees_.begin(), trees_.end(), [&](PredicateTree& t) { return t.Holds(row); });
}

bool Constraints::HoldsAt(std::span<const Value> row, int column) {
  return clauses_.HoldAt(row, column) &&
         std::all_of(trees_.begin(), trees_.end(), [&](PredicateTree& t) { return t.Holds(row); });
}

bool Constraints::Judge(std::span<const Value> row, std::vector<Cell>& nogood) {
  for (PredicateTree& tree : trees_) {
    if (tree.Holds(row)) continue;
    nogood = tree.read();
    return false;
  }
  return true;
}

Verdict Constraints::Complete(std::span<const Value> fixed, std::span<const Value> preferred,
                              std::vector<Value>& row) {
  if (trees_.empty()) {
    std::uint64_t unlimited = 0;
    return solver_.Solve(fixed, preferred, nullptr, unlimited, row);
  }
  std::uint64_t nodes = std::min(nodes_per_tuple_, nodes_);
  const std::uint64_t before = nodes;
  const Verdict verdict = solver_.Solve(
      fixed, preferred,
      [this](std::span<const Value> r, std::vector<Cell>& nogood) { return Judge(r, nogood); },
      nodes, row);
  nodes_ -= before - nodes;
  return verdict;
}

std::uint64_t Constraints::calls() const {
  std::uint64_t sum = 0;
  for (const PredicateTree& tree : trees_) sum += tree.calls();
  return sum;
}

// Leaves out one constraint after the other, for as long as the rest still rules the tuple out.
void Explain(const Model& model, const Settings& settings, ImpossibleTuple& tuple) {
  std::vector<Value> fixed(model.levels.size(), kDontCare);
  const std::vector<Value> any(model.levels.size(), kDontCare);
  for (const Cell& cell : tuple.cells) fixed[cell.column] = cell.value;
  std::vector<std::size_t>& clauses = tuple.clauses;
  std::vector<std::size_t>& predicates = tuple.predicates;
  for (std::size_t i = 0; i < model.clauses.size(); ++i) clauses.push_back(i);
  for (std::size_t i = 0; i < model.predicates.size(); ++i) predicates.push_back(i);
  const auto rules_out = [&] {
    Model part;
    part.levels = model.levels;
    for (std::size_t i : clauses) part.clauses.push_back(model.clauses[i]);
    for (std::size_t i : predicates) part.predicates.push_back(model.predicates[i]);
    std::vector<Value> row;
    return Constraints(part, settings).Complete(fixed, any, row) == Verdict::kImpossible;
  };
  const auto reduce = [&](std::vector<std::size_t>& list) {
    for (std::size_t i = list.size(); i-- > 0;) {
      const std::size_t left_out = list[i];
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      if (!rules_out()) list.insert(list.begin() + static_cast<std::ptrdiff_t>(i), left_out);
    }
  };
  reduce(predicates);
  reduce(clauses);
}

}  // namespace combtest::internal::arrays
