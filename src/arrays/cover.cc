#include "src/arrays/cover.h"

#include <algorithm>

namespace combtest::internal::arrays {

Cover::Cover(const TupleSpace& space, const Orbits* orbits)
    : space_(space),
      orbits_(orbits),
      rows_(space.columns()),
      by_column_(space.columns()),
      entries_(space.columns()),
      degree_(space.columns()),
      tuples_(space.tuples()) {
  std::vector<std::uint32_t> strides;
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    const std::span<const int> columns = space.combination(c);
    const int size = static_cast<int>(columns.size());
    strides.assign(columns.size(), 1);
    for (int i = size - 1; i > 0; --i) {
      strides[i - 1] = strides[i] * static_cast<std::uint32_t>(space.levels()[columns[i]]);
    }
    for (int i = 0; i < size; ++i) {
      std::vector<Entries>& lists = entries_[columns[i]];
      auto list = std::find_if(lists.begin(), lists.end(),
                               [&](const Entries& e) { return e.size == size; });
      if (list == lists.end()) list = lists.insert(lists.end(), Entries{size, {}, {}});
      list->words.push_back(space.offset(c));
      list->words.push_back(strides[i]);
      for (int j = 0; j < size; ++j) {
        if (j == i) continue;
        list->words.push_back(static_cast<std::uint32_t>(columns[j]));
        list->words.push_back(strides[j]);
      }
      list->combination.push_back(static_cast<std::uint32_t>(c));
      ++degree_[columns[i]];
    }
  }
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    for (std::uint32_t t = space.offset(c); t < space.offset(c) + space.size(c); ++t) {
      if (Id(t) == t) AddUncovered(t, t, static_cast<std::uint32_t>(c));
    }
  }
}

template <class F>
void Cover::ForEntries(int column, F f) const {
  for (const Entries& list : entries_[column]) {
    const auto visit = [&]<int kSize>() {
      const std::uint32_t* entry = list.words.data();
      const std::size_t count = list.combination.size();
      for (std::size_t i = 0; i < count; ++i, entry += 2 * kSize) {
        f.template operator()<kSize>(entry, list.combination.data() + i);
      }
    };
    switch (list.size) {
      case 1:
        visit.template operator()<1>();
        break;
      case 2:
        visit.template operator()<2>();
        break;
      case 3:
        visit.template operator()<3>();
        break;
      case 4:
        visit.template operator()<4>();
        break;
      case 5:
        visit.template operator()<5>();
        break;
      default:
        visit.template operator()<6>();
        break;
    }
  }
}

namespace {

// The tuple of the entry with option 0 of its own column and the row's options of the others.
template <int kSize>
std::uint32_t Base(const std::uint32_t* entry, const Value* row) {
  std::uint32_t base = entry[0];
  for (int i = 1; i < kSize; ++i) {
    base += static_cast<std::uint32_t>(row[entry[2 * i]]) * entry[2 * i + 1];
  }
  return base;
}

// Whether the column is the first one of the entry's combination.
template <int kSize>
bool IsFirst(const std::uint32_t* entry, int column) {
  if constexpr (kSize == 1) {
    return true;
  } else {
    return entry[2] > static_cast<std::uint32_t>(column);
  }
}

}  // namespace

void Cover::AddUncovered(std::uint32_t id, std::uint32_t tuple, std::uint32_t combination) {
  tuples_[id].link = static_cast<std::uint32_t>(uncovered_.size());
  uncovered_.push_back({id, combination});
  if (keep_values_) values_.push_back(space_.Decode(combination, tuple));
}

void Cover::KeepValues() {
  if (keep_values_) return;
  keep_values_ = true;
  for (const Uncovered& u : uncovered_) values_.push_back(space_.Decode(u.combination, u.id));
}

void Cover::RemoveUncovered(std::uint32_t place) {
  uncovered_[place] = uncovered_.back();
  tuples_[uncovered_[place].id].link = place;
  uncovered_.pop_back();
  if (!keep_values_) return;
  values_[place] = values_.back();
  values_.pop_back();
}

template <int kSize>
void Cover::AddUnique(std::size_t row, int column, const std::uint32_t* entry, int change) {
  std::int32_t* unique = unique_.data() + row * rows_.columns();
  unique[column] += change;
  for (int i = 1; i < kSize; ++i) unique[entry[2 * i]] += change;
  unique_of_row_[row] += change;
}

template <int kSize>
void Cover::CoverOne(std::uint32_t id, std::size_t row, int column, const std::uint32_t* entry) {
  Tuple& tuple = tuples_[id];
  if (tuple.count == 0) {
    RemoveUncovered(tuple.link);
    tuple.link = static_cast<std::uint32_t>(row);
    AddUnique<kSize>(row, column, entry, 1);
  } else {
    if (tuple.count == 1) AddUnique<kSize>(tuple.link, column, entry, -1);
    tuple.link ^= static_cast<std::uint32_t>(row);
  }
  ++tuple.count;
}

template <int kSize>
void Cover::UncoverOne(std::uint32_t id, std::uint32_t plain, std::size_t row, int column,
                       const std::uint32_t* entry, std::uint32_t combination) {
  Tuple& tuple = tuples_[id];
  if (--tuple.count == 0) {
    AddUnique<kSize>(row, column, entry, -1);
    AddUncovered(id, plain, combination);
  } else {
    tuple.link ^= static_cast<std::uint32_t>(row);
    if (tuple.count == 1) AddUnique<kSize>(tuple.link, column, entry, 1);
  }
}

template <bool kAdd>
void Cover::ChangeRow(std::size_t row) {
  const Value* cells = rows_[row].data();
  for (std::size_t c = 0; c < rows_.columns(); ++c) {
    const int column = static_cast<int>(c);
    ForEntries(
        column, [&]<int kSize>(const std::uint32_t* entry, const std::uint32_t* combination) {
          if (!IsFirst<kSize>(entry, column)) return;
          const std::uint32_t plain =
              Base<kSize>(entry, cells) + static_cast<std::uint32_t>(cells[column]) * entry[1];
          if constexpr (kAdd) {
            CoverOne<kSize>(Id(plain), row, column, entry);
          } else {
            UncoverOne<kSize>(Id(plain), plain, row, column, entry, *combination);
          }
        });
    steps_ += degree_[c];
  }
}

void Cover::AddRow(std::span<const Value> row) {
  rows_.Add(row);
  for (std::size_t c = 0; c < rows_.columns(); ++c) by_column_[c].push_back(row[c]);
  unique_.resize(unique_.size() + rows_.columns());
  unique_of_row_.push_back(0);
  ChangeRow<true>(rows_.size() - 1);
}

void Cover::RemoveRow(std::size_t row) {
  ChangeRow<false>(row);
  const std::size_t last = rows_.size() - 1;
  if (row != last) {
    const Value* cells = rows_[last].data();
    for (std::size_t c = 0; c < rows_.columns(); ++c) {
      const int column = static_cast<int>(c);
      ForEntries(column, [&]<int kSize>(const std::uint32_t* entry, const std::uint32_t*) {
        if (!IsFirst<kSize>(entry, column)) return;
        const std::uint32_t id =
            Id(Base<kSize>(entry, cells) + static_cast<std::uint32_t>(cells[column]) * entry[1]);
        tuples_[id].link ^= static_cast<std::uint32_t>(last ^ row);
      });
      rows_[row][c] = rows_[last][c];
      by_column_[c][row] = by_column_[c][last];
      unique_[row * rows_.columns() + c] = unique_[last * rows_.columns() + c];
    }
    unique_of_row_[row] = unique_of_row_[last];
  }
  rows_.Shorten(last);
  for (std::vector<Value>& column : by_column_) column.pop_back();
  unique_.resize(last * rows_.columns());
  unique_of_row_.pop_back();
}

void Cover::Clear() {
  while (!rows_.empty()) RemoveRow(rows_.size() - 1);
}

void Cover::Change(std::size_t row, int column, Value value) {
  const Value* cells = rows_[row].data();
  const auto old = static_cast<std::uint32_t>(cells[column]);
  const auto now = static_cast<std::uint32_t>(value);
  // Most tuples aren't in a cache; so all are asked for before the first one is needed.
  constexpr std::size_t kAhead = 12;
  changing_.clear();
  ForEntries(column, [&]<int kSize>(const std::uint32_t* entry, const std::uint32_t*) {
    const std::uint32_t base = Base<kSize>(entry, cells);
    changing_.push_back({base + old * entry[1], base + now * entry[1]});
  });
  changing_.resize(changing_.size() + kAhead);
  const Changing* next = changing_.data();
  ForEntries(column, [&]<int kSize>(const std::uint32_t* entry, const std::uint32_t* combination) {
    __builtin_prefetch(&tuples_[Id(next[kAhead].before)], 1);
    __builtin_prefetch(&tuples_[Id(next[kAhead].after)], 1);
    UncoverOne<kSize>(Id(next->before), next->before, row, column, entry, *combination);
    CoverOne<kSize>(Id(next->after), row, column, entry);
    ++next;
  });
  rows_[row][column] = value;
  by_column_[column][row] = value;
  steps_ += 2 * degree_[column];
}

int Cover::Kept(std::size_t row, int column, Value value) {
  const Value* cells = rows_[row].data();
  const auto old = static_cast<std::uint32_t>(cells[column]);
  const auto now = static_cast<std::uint32_t>(value);
  int kept = 0;
  ForEntries(column, [&]<int kSize>(const std::uint32_t* entry, const std::uint32_t*) {
    const std::uint32_t base = Base<kSize>(entry, cells);
    const std::uint32_t id = Id(base + old * entry[1]);
    kept += tuples_[id].count == 1 && id == Id(base + now * entry[1]);
  });
  steps_ += 2 * degree_[column];
  return kept;
}

void Cover::Exclude(std::uint32_t id) {
  RemoveUncovered(tuples_[id].link);
  tuples_[id] = {kExcluded, 0};
}

std::vector<Cell> Cover::Pick(Random& random) const {
  const Uncovered& target = uncovered_[random.Below(uncovered_.size())];
  const Values values = space_.Decode(target.combination, target.id);
  std::vector<Cell> tuple;
  for (int column : space_.combination(target.combination)) {
    tuple.push_back({column, values[tuple.size()]});
  }
  return tuple;
}

void Cover::Gains(int column, std::span<const Value> row, std::span<const std::uint8_t> known,
                  std::vector<int>& gains) {
  const Value levels = space_.levels()[column];
  gains.assign(levels, 0);
  const Value* cells = row.data();
  int* sums = gains.data();
  ForEntries(column, [&]<int kSize>(const std::uint32_t* entry, const std::uint32_t*) {
    for (int i = 1; i < kSize; ++i) {
      if (known[entry[2 * i]] == 0) return;
    }
    std::uint32_t tuple = Base<kSize>(entry, cells);
    const std::uint32_t stride = entry[1];
    for (Value v = 0; v < levels; ++v, tuple += stride) sums[v] += tuples_[Id(tuple)].count == 0;
  });
  steps_ += degree_[column];
}

}  // namespace combtest::internal::arrays
