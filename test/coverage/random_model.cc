#include "test/coverage/random_model.h"

#include <algorithm>
#include <string>
#include <utility>

namespace combtest::test {

using coverage::Clause;
using coverage::Literal;
using coverage::Option;
using coverage::Predicate;
using coverage::Row;
using coverage::Tuple;

bool IsValid(const Row& row, const coverage::Constraints& constraints) {
  for (const Clause& clause : constraints.clauses) {
    bool holds = false;
    for (const Literal& literal : clause.literals)
      holds = holds || literal.allowed.at(row.at(literal.column));
    if (!holds) return false;
  }
  for (const Predicate& predicate : constraints.predicates) {
    std::vector<std::size_t> read;
    if (!predicate.allows(row, read)) return false;
  }
  return true;
}

std::vector<Row> FullProduct(const coverage::Levels& levels) {
  std::vector<Row> rows{{}};
  for (const Option options : levels) {
    std::vector<Row> longer;
    for (const Row& row : rows) {
      for (Option option = 0; option < options; ++option) {
        longer.push_back(row);
        longer.back().push_back(option);
      }
    }
    rows = std::move(longer);
  }
  return rows;
}

bool Has(const Row& row, const Tuple& tuple) {
  return std::all_of(tuple.begin(), tuple.end(),
                     [&](const auto& cell) { return row.at(cell.column) == cell.option; });
}

bool AnyHas(const std::vector<Row>& rows, const Tuple& tuple) {
  return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return Has(row, tuple); });
}

std::vector<Tuple> TuplesOf(const std::vector<std::size_t>& columns,
                            const coverage::Levels& levels) {
  coverage::Levels chosen;
  for (const std::size_t column : columns) chosen.push_back(levels.at(column));
  std::vector<Tuple> tuples;
  for (const Row& row : FullProduct(chosen)) {
    tuples.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) tuples.back().push_back({columns[i], row[i]});
  }
  return tuples;
}

std::vector<std::vector<std::size_t>> Sets(std::size_t columns, std::size_t size) {
  std::vector<std::vector<std::size_t>> sets;
  for (std::uint32_t mask = 0; mask < 1u << columns; ++mask) {
    std::vector<std::size_t> set;
    for (std::size_t column = 0; column < columns; ++column) {
      if (mask >> column & 1) set.push_back(column);
    }
    if (set.size() == size) sets.push_back(set);
  }
  std::sort(sets.begin(), sets.end());
  return sets;
}

namespace {

Clause MakeClause(Dice& dice, const coverage::Levels& levels, std::string name) {
  Clause clause{std::move(name), {}};
  for (std::size_t literals = dice.From(1, 3); literals > 0; --literals) {
    Literal literal;
    literal.column = dice.Below(levels.size());
    for (Option option = 0; option < levels[literal.column]; ++option)
      literal.allowed.push_back(dice.Below(5) < 3);
    clause.literals.push_back(literal);
  }
  return clause;
}

// Reads one column after the other and may come to its answer at each.
Predicate MakePredicate(Dice& dice, const coverage::Levels& levels, std::string name) {
  const std::size_t salt = dice.Below(1'000'000);
  const std::size_t first = dice.Below(levels.size());
  const std::size_t last = std::min(levels.size(), first + dice.From(1, levels.size()));
  return {std::move(name),
          [salt, first, last](std::span<const Option> row, std::vector<std::size_t>& read) {
            std::size_t hash = salt;
            for (std::size_t column = first; column < last; ++column) {
              read.push_back(column);
              hash = (hash * 31 + row[column] + 7) * 2654435761u % 1'000'003;
              if (hash % 5 == 0) return true;
              if (hash % 7 == 0) return false;
            }
            return hash % 2 == 0;
          }};
}

}  // namespace

RandomModel MakeModel(Dice& dice) {
  RandomModel model;
  for (std::size_t columns = dice.From(1, 5); columns > 0; --columns)
    model.levels.push_back(static_cast<Option>(dice.From(1, 4)));
  for (std::size_t clauses = dice.Below(5); clauses > 0; --clauses) {
    model.constraints.clauses.push_back(
        MakeClause(dice, model.levels, "clause " + std::to_string(clauses)));
  }
  for (std::size_t predicates = dice.Below(3); predicates > 0; --predicates) {
    model.constraints.predicates.push_back(
        MakePredicate(dice, model.levels, "predicate " + std::to_string(predicates)));
  }
  for (Row& row : FullProduct(model.levels)) {
    if (IsValid(row, model.constraints)) model.valid.push_back(std::move(row));
  }
  return model;
}

}  // namespace combtest::test
