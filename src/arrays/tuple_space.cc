#include "src/arrays/tuple_space.h"

#include <algorithm>
#include <set>
#include <string>

#include "src/arrays/gaps.h"
#include "src/text/real_text.h"

namespace combtest::internal::arrays {
namespace {

// Calls f with each choice of `size` of the columns, in lexicographic order.
template <class F>
void ForEachChoice(const std::vector<int>& columns, int size, F f) {
  const int n = static_cast<int>(columns.size());
  std::vector<int> at(size), chosen(size);
  for (int i = 0; i < size; ++i) at[i] = i;
  while (true) {
    for (int i = 0; i < size; ++i) chosen[i] = columns[at[i]];
    f(chosen);
    int i = size - 1;
    while (i >= 0 && at[i] == n - size + i) --i;
    if (i < 0) return;
    ++at[i];
    for (int j = i + 1; j < size; ++j) at[j] = at[j - 1] + 1;
  }
}

// The sum over all choices of `size` columns of the product of their levels, and the number of
// choices.
struct Volume {
  double tuples;
  double choices;
};
Volume VolumeOf(const std::vector<int>& columns, const std::vector<Value>& levels, int size) {
  std::vector<Volume> by_size(size + 1, {0, 0});
  by_size[0] = {1, 1};
  for (int c : columns) {
    for (int s = size; s > 0; --s) {
      by_size[s].tuples += by_size[s - 1].tuples * levels[c];
      by_size[s].choices += by_size[s - 1].choices;
    }
  }
  return by_size[size];
}

constexpr double kMostTuples = 4294967294;  // their numbers have 32 bits

std::string Whole(double number) { return RealText(number, 0, std::chars_format::fixed); }

std::string Bytes(double bytes) {
  static constexpr const char* kUnits[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
  int unit = 0;
  while (bytes >= 1024 && unit < 5) bytes /= 1024, ++unit;
  return RealText(bytes, unit == 0 ? 0 : 1, std::chars_format::fixed) + " " + kUnits[unit];
}

}  // namespace

std::vector<Group> Parts(const Model& model) {
  std::vector<Group> parts;
  std::vector<int> all(model.levels.size());
  for (std::size_t c = 0; c < all.size(); ++c) all[c] = static_cast<int>(c);
  if (model.strength > 0) parts.push_back({all, model.strength});
  for (const Group& group : model.groups) {
    Group part{group.columns, group.strength};
    std::sort(part.columns.begin(), part.columns.end());
    parts.push_back(part);
  }
  for (Group& part : parts) {
    part.strength = std::min(part.strength, static_cast<int>(part.columns.size()));
  }
  return parts;
}

double TuplesAmong(const std::vector<int>& columns, const std::vector<Value>& levels, int size) {
  return VolumeOf(columns, levels, size).tuples;
}

double TupleSpace::Bytes(const Model& model, Use use) {
  double bytes = 0;
  for (const Group& part : Parts(model)) {
    const Volume volume = VolumeOf(part.columns, model.levels, part.strength);
    const double size = part.strength;
    bytes += volume.choices * (12 + 4 * size) + volume.tuples / 8;
    if (use == Use::kSearch) {
      bytes += volume.tuples * 16 + volume.choices * size * (8 * size + 4);
    }
  }
  return bytes + (use == Use::kBuild ? Gaps::Bytes(model) : 0);
}

TupleSpace::TupleSpace(const Model& model, std::uint64_t memory_limit, Use use)
    : levels_(model.levels) {
  const std::vector<Group> parts = Parts(model);
  double tuples = 0;
  for (const Group& part : parts) tuples += TuplesAmong(part.columns, levels_, part.strength);
  const double bytes = Bytes(model, use);
  const auto limit = static_cast<double>(memory_limit);
  if (bytes > limit) ThrowTooLarge(tuples, bytes, limit);
  if (tuples > kMostTuples) {
    throw TooLarge("An array for these " + Whole(tuples) + " tuples can't be made: at most " +
                       Whole(kMostTuples) + " are counted.",
                   bytes);
  }
  // Combinations that two parts ask for count once.
  std::set<std::vector<int>> seen;
  for (const Group& part : parts) {
    ForEachChoice(part.columns, part.strength, [&](const std::vector<int>& chosen) {
      if (parts.size() > 1 && !seen.insert(chosen).second) return;
      std::uint32_t size = 1;
      for (int c : chosen) size *= static_cast<std::uint32_t>(levels_[c]);
      columns_of_.insert(columns_of_.end(), chosen.begin(), chosen.end());
      begin_.push_back(columns_of_.size());
      offset_.push_back(tuples_);
      tuples_ += size;
    });
  }
}

std::array<Value, kMaxStrength> TupleSpace::Decode(std::size_t c, std::uint32_t tuple) const {
  std::array<Value, kMaxStrength> values{};
  const std::span<const int> columns = combination(c);
  std::uint32_t rest = tuple - offset_[c];
  for (std::size_t i = columns.size(); i-- > 0;) {
    const auto levels = static_cast<std::uint32_t>(levels_[columns[i]]);
    values[i] = static_cast<Value>(rest % levels);
    rest /= levels;
  }
  return values;
}

std::uint32_t TupleSpace::Encode(std::size_t c, std::span<const Value> row) const {
  std::uint32_t index = 0;
  for (int column : combination(c)) {
    index = index * static_cast<std::uint32_t>(levels_[column]) +
            static_cast<std::uint32_t>(row[column]);
  }
  return offset_[c] + index;
}

void ThrowTooLarge(double tuples, double bytes, double limit) {
  const std::string need = Bytes(bytes), allowed = Bytes(limit);
  throw TooLarge("An array for these " + Whole(tuples) + " tuples would need " +
                     (need == allowed ? "more than " : "") + need +
                     " of memory, and the limit is " + allowed + ".",
                 bytes);
}

std::uint64_t MostRows(std::size_t columns, std::uint64_t memory_limit, std::uint64_t copies) {
  return memory_limit / (copies * sizeof(Value) * columns);
}

void CheckRows(const TupleSpace& space, std::uint64_t rows, std::uint64_t memory_limit,
               std::uint64_t copies) {
  if (rows <= MostRows(space.columns(), memory_limit, copies)) return;
  const std::uint64_t bytes_of_row = copies * sizeof(Value) * space.columns();
  ThrowTooLarge(space.tuples(), static_cast<double>(rows) * static_cast<double>(bytes_of_row),
                static_cast<double>(memory_limit));
}

void CheckModel(const Model& model) {
  const auto columns = static_cast<int>(model.levels.size());
  if (columns == 0) throw ArrayError("An array needs at least one column.");
  for (int c = 0; c < columns; ++c) {
    if (model.levels[c] < 1) {
      throw ArrayError("Column " + std::to_string(c) + " has no options.");
    }
  }
  const auto check_strength = [](int strength, int least) {
    if (strength >= least && strength <= kMaxStrength) return;
    throw ArrayError("The strength " + std::to_string(strength) + " isn't from 1 to " +
                     std::to_string(kMaxStrength) + ".");
  };
  const auto check_column = [&](int column, const char* what) {
    if (column >= 0 && column < columns) return;
    throw ArrayError(std::string(what) + " names column " + std::to_string(column) + " of " +
                     std::to_string(columns) + ".");
  };
  check_strength(model.strength, model.groups.empty() ? 1 : 0);
  for (const Group& group : model.groups) {
    check_strength(group.strength, 1);
    if (group.columns.empty()) throw ArrayError("A group has no columns.");
    std::set<int> distinct;
    for (int c : group.columns) {
      check_column(c, "A group");
      if (!distinct.insert(c).second) {
        throw ArrayError("A group names column " + std::to_string(c) + " twice.");
      }
    }
  }
  for (const Clause& clause : model.clauses) {
    for (const Literal& literal : clause.literals) {
      check_column(literal.column, "A constraint");
      for (Value v : literal.allowed) {
        if (v >= 0 && v < model.levels[literal.column]) continue;
        throw ArrayError("A constraint names option " + std::to_string(v) + " of column " +
                         std::to_string(literal.column) + ", which has " +
                         std::to_string(model.levels[literal.column]) + ".");
      }
    }
  }
  if (!model.given.empty() && model.given.columns() != model.levels.size()) {
    throw ArrayError("The given rows have " + std::to_string(model.given.columns()) +
                     " columns, and the model has " + std::to_string(columns) + ".");
  }
  for (std::size_t r = 0; r < model.given.size(); ++r) {
    for (int c = 0; c < columns; ++c) {
      const Value v = model.given[r][c];
      if (v >= kDontCare && v < model.levels[c]) continue;
      throw ArrayError("Row " + std::to_string(r) + " has option " + std::to_string(v) +
                       " of column " + std::to_string(c) + ", which has " +
                       std::to_string(model.levels[c]) + ".");
    }
  }
}

}  // namespace combtest::internal::arrays
