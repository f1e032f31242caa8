// What an array has to be, found out by looking at every row there is.
#ifndef COMBTEST_TEST_ARRAYS_BRUTE_FORCE_H_
#define COMBTEST_TEST_ARRAYS_BRUTE_FORCE_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

// A row that notes what is read.
class Reader {
 public:
  Reader(std::span<const Value> row, std::vector<int>& read) : row_(row), read_(read) {}
  Value operator[](int column) {
    if (std::find(read_.begin(), read_.end(), column) == read_.end()) read_.push_back(column);
    return row_[column];
  }

 private:
  std::span<const Value> row_;
  std::vector<int>& read_;
};

class Asked : public Predicate {
 public:
  explicit Asked(std::function<bool(Reader&)> holds) : holds_(std::move(holds)) {}
  bool Holds(std::span<const Value> row, std::vector<int>& read) const override {
    ++calls;
    Reader reader(row, read);
    return holds_(reader);
  }
  mutable std::uint64_t calls = 0;

 private:
  std::function<bool(Reader&)> holds_;
};

inline bool IsValid(const Model& model, std::span<const Value> row) {
  for (const Clause& clause : model.clauses) {
    bool holds = false;
    for (const Literal& literal : clause.literals) {
      for (Value v : literal.allowed) holds = holds || row[literal.column] == v;
    }
    if (!holds) return false;
  }
  for (const auto& predicate : model.predicates) {
    std::vector<int> read;
    if (!predicate->Holds(row, read)) return false;
  }
  return true;
}

// The choices of columns that the model wants covered.
inline std::set<std::vector<int>> WantedColumns(const Model& model) {
  std::set<std::vector<int>> wanted;
  const std::uint32_t all = (1u << model.levels.size()) - 1;
  const auto add = [&](std::uint32_t among, int strength) {
    const int size = std::min(strength, __builtin_popcount(among));
    for (std::uint32_t mask = 1; mask <= all; ++mask) {
      if ((mask & ~among) != 0 || __builtin_popcount(mask) != size) continue;
      std::vector<int> chosen;
      for (int c = 0; mask >> c != 0; ++c) {
        if ((mask >> c & 1) != 0) chosen.push_back(c);
      }
      wanted.insert(chosen);
    }
  };
  if (model.strength > 0) add(all, model.strength);
  for (const Group& group : model.groups) {
    std::uint32_t among = 0;
    for (int c : group.columns) among |= 1u << c;
    add(among, group.strength);
  }
  return wanted;
}

using Tuples = std::set<std::pair<std::vector<int>, std::vector<Value>>>;

inline void AddTuples(const std::set<std::vector<int>>& wanted, std::span<const Value> row,
                      Tuples& tuples) {
  for (const std::vector<int>& columns : wanted) {
    std::vector<Value> values;
    for (int c : columns) values.push_back(row[c]);
    tuples.insert({columns, values});
  }
}

inline std::vector<std::vector<Value>> AllRows(const std::vector<Value>& levels) {
  std::vector<std::vector<Value>> rows;
  std::vector<Value> row(levels.size(), 0);
  while (true) {
    rows.push_back(row);
    std::size_t c = levels.size();
    while (c > 0 && ++row[c - 1] == levels[c - 1]) row[--c] = 0;
    if (c == 0) return rows;
  }
}

struct Truth {
  Tuples possible;
  std::uint64_t impossible = 0;
};

inline Truth TruthOf(const Model& model) {
  const std::set<std::vector<int>> wanted = WantedColumns(model);
  Truth truth;
  Tuples all;
  for (const std::vector<Value>& row : AllRows(model.levels)) {
    AddTuples(wanted, row, all);
    if (IsValid(model, row)) AddTuples(wanted, row, truth.possible);
  }
  truth.impossible = all.size() - truth.possible.size();
  return truth;
}

// What is wrong with the array; empty: nothing. For models with few rows in all.
inline std::string Fault(const Model& model, const Array& array) {
  const Truth truth = TruthOf(model);
  const std::set<std::vector<int>> wanted = WantedColumns(model);
  const Counts& counts = array.counts;
  Tuples covered;
  for (std::size_t r = 0; r < array.rows.size(); ++r) {
    if (!IsValid(model, array.rows[r])) return "row " + std::to_string(r) + " is invalid";
    AddTuples(wanted, array.rows[r], covered);
  }
  if (counts.covered != covered.size()) return "covered is miscounted";
  if (counts.undecided == 0 && covered != truth.possible) return "tuples are missing";
  if (counts.impossible > truth.impossible) return "possible ones are called impossible";
  if (counts.covered + counts.impossible + counts.undecided !=
      truth.possible.size() + truth.impossible) {
    return "the counts don't add up";
  }
  if (array.rows.size() < array.lower_bound) return "it is smaller than it can be";
  return {};
}

// For arrays without constraints that are too large for Fault.
inline bool CoversAll(const Model& model, const Rows& rows) {
  std::vector<int> at;
  const int columns = static_cast<int>(model.levels.size()), t = model.strength;
  for (int i = 0; i < t; ++i) at.push_back(i);
  while (true) {
    std::size_t size = 1, count = 0;
    for (int c : at) size *= static_cast<std::size_t>(model.levels[c]);
    std::vector<bool> seen(size);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::size_t index = 0;
      for (int c : at) {
        index = index * static_cast<std::size_t>(model.levels[c]) +
                static_cast<std::size_t>(rows[r][c]);
      }
      count += seen[index] ? 0 : 1;
      seen[index] = true;
    }
    if (count != size) return false;
    int i = t - 1;
    while (i >= 0 && at[i] == columns - t + i) --i;
    if (i < 0) return true;
    ++at[i];
    for (int j = i + 1; j < t; ++j) at[j] = at[j - 1] + 1;
  }
}

inline Model Equal(int columns, Value options, int strength) {
  Model model;
  model.levels.assign(columns, options);
  model.strength = strength;
  return model;
}

// Not both in one row.
inline Clause Forbid(const Model& model, Cell a, Cell b) {
  Clause clause;
  for (const Cell& cell : {a, b}) {
    Literal others{cell.column, {}};
    for (Value v = 0; v < model.levels[cell.column]; ++v) {
      if (v != cell.value) others.allowed.push_back(v);
    }
    clause.literals.push_back(others);
  }
  return clause;
}

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_TEST_ARRAYS_BRUTE_FORCE_H_
