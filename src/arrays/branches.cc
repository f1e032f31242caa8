#include "src/arrays/branches.h"

#include <algorithm>
#include <set>
#include <span>
#include <string>

#include "src/arrays/generate.h"

namespace combtest::internal::arrays {
namespace {

std::vector<Value> Prefix(std::span<const Value> row, const Costs& costs, std::size_t length) {
  std::vector<Value> prefix;
  for (std::size_t i = 0; i < length; ++i) prefix.push_back(row[costs.serial[i].column]);
  return prefix;
}

// The model of the serial columns alone. Constraints that name other columns, and opaque ones, are
// left to the rows that are made from it.
Model SerialPart(const Model& model, const Costs& costs) {
  Model part;
  std::vector<int> place(model.levels.size(), -1);
  for (std::size_t i = 0; i < costs.serial.size(); ++i) {
    place[costs.serial[i].column] = static_cast<int>(i);
    part.levels.push_back(model.levels[costs.serial[i].column]);
  }
  part.strength = model.strength;
  for (const Group& group : model.groups) {
    Group inside{{}, group.strength};
    for (int c : group.columns) {
      if (place[c] >= 0) inside.columns.push_back(place[c]);
    }
    if (!inside.columns.empty()) part.groups.push_back(inside);
  }
  for (Clause clause : model.clauses) {
    bool inside = true;
    for (Literal& literal : clause.literals) {
      literal.column = place[literal.column];
      inside = inside && literal.column >= 0;
    }
    if (inside) part.clauses.push_back(clause);
  }
  part.given = Rows(part.levels.size());
  for (std::size_t r = 0; r < model.given.size(); ++r) {
    part.given.Add(Prefix(model.given[r], costs, costs.serial.size()));
  }
  return part;
}

// After each beginning of a branch, only options that go on with one.
std::vector<Clause> OnlyBranches(const Model& model, const Costs& costs, const Rows& branches) {
  std::vector<Clause> clauses;
  for (std::size_t length = 0; length < costs.serial.size(); ++length) {
    std::set<std::vector<Value>> beginnings, next;
    for (std::size_t b = 0; b < branches.size(); ++b) {
      beginnings.insert(
          {branches[b].begin(), branches[b].begin() + static_cast<std::ptrdiff_t>(length)});
      next.insert(
          {branches[b].begin(), branches[b].begin() + static_cast<std::ptrdiff_t>(length) + 1});
    }
    for (const std::vector<Value>& beginning : beginnings) {
      Clause clause;
      for (std::size_t i = 0; i < length; ++i) {
        Literal other{costs.serial[i].column, {}};
        for (Value v = 0; v < model.levels[other.column]; ++v) {
          if (v != beginning[i]) other.allowed.push_back(v);
        }
        clause.literals.push_back(other);
      }
      Literal going_on{costs.serial[length].column, {}};
      std::vector<Value> branch = beginning;
      branch.push_back(0);
      for (Value v = 0; v < model.levels[going_on.column]; ++v) {
        branch.back() = v;
        if (next.count(branch) > 0) going_on.allowed.push_back(v);
      }
      clause.literals.push_back(going_on);
      clauses.push_back(clause);
    }
  }
  return clauses;
}

void Check(const Model& model, const Costs& costs) {
  std::set<int> columns;
  for (const Costs::Serial& serial : costs.serial) {
    if (serial.column < 0 || serial.column >= static_cast<int>(model.levels.size())) {
      throw ArrayError("Costs name column " + std::to_string(serial.column) + " of " +
                       std::to_string(model.levels.size()) + ".");
    }
    if (!columns.insert(serial.column).second) {
      throw ArrayError("Costs name column " + std::to_string(serial.column) + " twice.");
    }
  }
}

}  // namespace

Model WithinBranches(const Model& model, const Costs& costs, const Rows& rows) {
  Rows branches(costs.serial.size());
  for (std::size_t r = 0; r < rows.size(); ++r)
    branches.Add(Prefix(rows[r], costs, costs.serial.size()));
  Model within = model;
  for (const Clause& clause : OnlyBranches(model, costs, branches))
    within.clauses.push_back(clause);
  return within;
}

Expense ExpenseOf(const Rows& rows, const Costs& costs) {
  Expense expense{rows.size(), 0, rows.size() * costs.per_row};
  for (std::size_t length = 1; length <= costs.serial.size(); ++length) {
    std::set<std::vector<Value>> branches;
    for (std::size_t r = 0; r < rows.size(); ++r) branches.insert(Prefix(rows[r], costs, length));
    expense.serial_runs += branches.size();
    expense.cost += branches.size() * costs.serial[length - 1].per_run;
  }
  return expense;
}

BranchedArray GenerateBranched(const Model& model, const Costs& costs, const Settings& settings) {
  BranchedArray result;
  result.array = Generate(model, settings);
  Check(model, costs);
  result.plain = ExpenseOf(result.array.rows, costs);
  if (costs.serial.empty()) return result;

  Model few = model;
  const Rows branches = Generate(SerialPart(model, costs), settings).rows;
  for (const Clause& clause : OnlyBranches(model, costs, branches)) few.clauses.push_back(clause);
  // What given rows have isn't to be forbidden; they join in the second step.
  few.given = Rows();
  Model whole = model;
  Rows rows = model.given;
  const Array inside = Generate(few, settings);
  if (rows.empty()) rows = Rows(model.levels.size());
  for (std::size_t r = 0; r < inside.rows.size(); ++r) rows.Add(inside.rows[r]);
  // Tuples that need other branches come in addition.
  whole.given = rows;
  Settings rest = settings;
  rest.steps = 1;
  Array branched = Generate(whole, rest);
  branched.steps += inside.steps;
  branched.moves += inside.moves;
  result.branched = ExpenseOf(branched.rows, costs);
  if (result.branched.cost < result.plain.cost &&
      CoversNoLess(branched.counts, result.array.counts)) {
    result.few_branches = true;
    result.array = branched;
  }
  return result;
}

}  // namespace combtest::internal::arrays
