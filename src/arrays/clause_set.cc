#include "src/arrays/clause_set.h"

#include <set>

namespace combtest::internal::arrays {

ClauseSet::ClauseSet(const Model& model) : by_column_(model.levels.size()) {
  for (const Clause& clause : model.clauses) {
    Range range{static_cast<std::uint32_t>(tests_.size()), 0};
    std::set<int> columns;
    for (const Literal& literal : clause.literals) {
      tests_.push_back({literal.column, static_cast<std::uint32_t>(allowed_.size())});
      allowed_.resize(allowed_.size() + model.levels[literal.column]);
      for (Value v : literal.allowed) allowed_[tests_.back().allowed + v] = 1;
      columns.insert(literal.column);
    }
    range.last = static_cast<std::uint32_t>(tests_.size());
    clauses_.push_back(range);
    for (int c : columns) by_column_[c].push_back(range);
  }
}

bool ClauseSet::Holds(Range clause, std::span<const Value> row) const {
  for (std::uint32_t i = clause.first; i < clause.last; ++i) {
    if (allowed_[tests_[i].allowed + row[tests_[i].column]] != 0) return true;
  }
  return false;
}

bool ClauseSet::HoldAt(std::span<const Value> row, int column) const {
  for (const Range& clause : by_column_[column]) {
    if (!Holds(clause, row)) return false;
  }
  return true;
}

bool ClauseSet::Hold(std::span<const Value> row) const {
  for (const Range& clause : clauses_) {
    if (!Holds(clause, row)) return false;
  }
  return true;
}

}  // namespace combtest::internal::arrays
