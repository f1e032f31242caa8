#include "test/explain/trial.h"

#include <algorithm>
#include <optional>
#include <span>

#include "src/arrays/generate.h"
#include "src/arrays/random.h"

namespace combtest::internal::explain {
namespace {

using arrays::Cell;
using arrays::Value;

bool Has(std::span<const Value> row, const std::vector<Cell>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [&](const Cell& cell) { return row[cell.column] == cell.value; });
}

std::vector<Cell> CellsOf(const Combination& combination) {
  std::vector<Cell> cells;
  for (const Choice& choice : combination)
    cells.push_back({static_cast<int>(choice.action), static_cast<Value>(choice.option)});
  return cells;
}

bool Within(const Fault& inner, const Fault& outer) {
  return inner.action <= outer.action &&
         std::all_of(inner.cells.begin(), inner.cells.end(), [&](const Cell& cell) {
           return std::find(outer.cells.begin(), outer.cells.end(), cell) != outer.cells.end();
         });
}

std::vector<Cell> RandomCells(const TrialKind& kind, std::size_t size, arrays::Random& random) {
  std::vector<int> columns(kind.actions);
  for (std::size_t c = 0; c < kind.actions; ++c) columns[c] = static_cast<int>(c);
  random.Shuffle(columns);
  columns.resize(size);
  std::sort(columns.begin(), columns.end());
  std::vector<Cell> cells;
  for (const int c : columns)
    cells.push_back({c, static_cast<Value>(random.Below(static_cast<std::size_t>(kind.options)))});
  return cells;
}

// Forbids combinations until about a third of all rows is ruled out.
void RuleOut(const TrialKind& kind, arrays::Random& random, arrays::Model& model) {
  std::vector<std::vector<Cell>> forbidden;
  std::vector<std::vector<Value>> rows(2000, std::vector<Value>(kind.actions));
  for (auto& row : rows) {
    for (Value& v : row)
      v = static_cast<Value>(random.Below(static_cast<std::size_t>(kind.options)));
  }
  const auto share = [&] {
    return static_cast<double>(std::count_if(
               rows.begin(), rows.end(),
               [&](const auto& row) {
                 return std::any_of(forbidden.begin(), forbidden.end(),
                                    [&](const auto& cells) { return Has(row, cells); });
               })) /
           static_cast<double>(rows.size());
  };
  while (share() < 0.3) {
    forbidden.push_back(RandomCells(kind, 2 + random.Below(2), random));
    if (share() > 0.38) forbidden.pop_back();
  }
  for (const auto& cells : forbidden) {
    arrays::Clause clause;
    for (const Cell& cell : cells) {
      arrays::Literal literal{cell.column, {}};
      for (Value v = 0; v < kind.options; ++v) {
        if (v != cell.value) literal.allowed.push_back(v);
      }
      clause.literals.push_back(literal);
    }
    model.clauses.push_back(clause);
  }
}

// Whether a valid walk that no other fault ends could tell the cells from the fault's.
bool CanTell(const TrialKind& kind, arrays::Constraints& constraints,
             const std::vector<Fault>& faults, const Fault& fault, const std::vector<Cell>& cells) {
  std::vector<Value> row(kind.actions);
  while (true) {
    if (Has(row, fault.cells) != Has(row, cells) && constraints.Holds(row) &&
        std::none_of(faults.begin(), faults.end(), [&](const Fault& other) {
          return &other != &fault && other.action <= fault.action && Has(row, other.cells);
        }))
      return true;
    std::size_t c = 0;
    while (c < row.size() && ++row[c] == kind.options) row[c++] = 0;
    if (c == row.size()) return false;
  }
}

}  // namespace

TrialResult RunTrial(const TrialKind& kind, std::uint64_t seed) {
  arrays::Random random(seed, 7);
  arrays::Model model;
  model.levels.assign(kind.actions, kind.options);
  if (kind.constrained) RuleOut(kind, random, model);
  arrays::Settings settings;
  settings.seed = seed;
  settings.steps = 50'000;  // trials are many, and a row more makes no difference
  arrays::Constraints constraints(model, settings);
  const std::vector<Value> any(kind.actions, arrays::kDontCare);

  TrialResult result;
  std::vector<Fault>& faults = result.faults;
  while (faults.size() < kind.faults) {
    Fault fault{RandomCells(kind, 2 + random.Below(2), random), 0};
    fault.action = fault.cells.back().column;
    fault.action +=
        static_cast<int>(random.Below(kind.actions - static_cast<std::size_t>(fault.action)));
    std::vector<Value> fixed = any, row;
    for (const Cell& cell : fault.cells) fixed[cell.column] = cell.value;
    if (constraints.Complete(fixed, any, row) == arrays::Verdict::kPossible)
      faults.push_back(fault);
  }
  const auto happens = [&] {
    return kind.failure_rate >= 1 || random.Below(1000) < 1000 * kind.failure_rate;
  };
  const auto run = [&](std::span<const Value> row) {
    Ending ending{static_cast<int>(kind.actions), kNoGroup};
    for (const Fault& fault : faults) {
      if (fault.action < ending.action && Has(row, fault.cells) && happens())
        ending = {fault.action, 0};
    }
    return ending;
  };

  arrays::Rows rows = arrays::Generate(model, settings).rows;
  std::vector<Ending> endings;
  result.shown.resize(faults.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    endings.push_back(run(rows[i]));
    if (endings.back().group == kNoGroup) continue;
    result.failed = true;
    for (std::size_t f = 0; f < faults.size(); ++f) {
      if (faults[f].action == endings.back().action && Has(rows[i], faults[f].cells))
        result.shown[f] = true;
    }
  }
  if (!result.failed) return result;

  Inquiry inquiry(model.levels, kind.constrained ? &constraints : nullptr, rows, endings,
                  {kind.budget, kind.parallel, seed, 3});
  while (true) {
    const arrays::Rows next = inquiry.Next();
    if (next.empty()) break;
    ++result.rounds;
    endings.clear();
    for (std::size_t i = 0; i < next.size(); ++i) endings.push_back(run(next[i]));
    inquiry.Take(endings);
  }
  result.extra = inquiry.used();
  result.exact = true;
  result.claimed = inquiry.Claims();
  std::vector<bool> named(faults.size());
  for (const Claim& claim : result.claimed) {
    if (!claim.settled) continue;
    const std::vector<Cell> claimed = CellsOf(claim.combination);
    ++result.claims;
    bool right = false;
    for (std::size_t f = 0; f < faults.size(); ++f) {
      if (faults[f].action != claim.action) continue;
      if (faults[f].cells != claimed) {
        // Small enough to try all walks.
        if (kind.actions > 12 || CanTell(kind, constraints, faults, faults[f], claimed)) continue;
        result.alike = true;
      }
      named[f] = true;
      right = true;
    }
    if (!right) ++result.wrong;
  }
  if (result.wrong > 0) result.exact = false;
  for (std::size_t f = 0; f < faults.size(); ++f) {
    // What another fault contains can't be told from it.
    const bool hidden = std::any_of(faults.begin(), faults.end(), [&](const Fault& other) {
      return &other != &faults[f] && Within(other, faults[f]) &&
             (other.cells.size() < faults[f].cells.size() || other.action < faults[f].action ||
              &other < &faults[f]);
    });
    if (result.shown[f] && !named[f] && !hidden) result.exact = false;
  }
  return result;
}

}  // namespace combtest::internal::explain
