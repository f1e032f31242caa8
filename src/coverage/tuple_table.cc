#include "src/coverage/tuple_table.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

namespace combtest::internal::coverage {

TupleTable::TupleTable(const Levels& levels, ColumnSets sets)
    : levels_(levels), sets_(std::move(sets)), begin_{0} {
  for (std::size_t set = 0; set < sets_.size(); ++set) {
    std::size_t tuples = 1;
    for (const std::size_t column : sets_[set]) tuples *= levels_[column];
    begin_.push_back(begin_.back() + tuples);
    rows_until_look_.push_back(tuples);
  }
  tuples_.resize(begin_.back());
  open_.resize(sets_.size());
  std::iota(open_.begin(), open_.end(), std::uint32_t{0});
  if (sets_.strength() > 1)
    prefixes_.assign(sets_.strength() - 1, std::vector<std::uint32_t>(RowBlock::kRows));
}

double TupleTable::Bytes(const TupleCount& count, std::size_t strength) {
  constexpr std::size_t kIndices = 2 * sizeof(std::size_t) + sizeof(std::uint32_t);
  return count.tuples +
         count.sets * static_cast<double>(kIndices + strength * sizeof(std::uint32_t));
}

std::span<std::uint8_t> TupleTable::tuples(std::size_t set) {
  return {tuples_.data() + begin_[set], begin_[set + 1] - begin_[set]};
}

std::span<const std::uint8_t> TupleTable::tuples(std::size_t set) const {
  return {tuples_.data() + begin_[set], begin_[set + 1] - begin_[set]};
}

Tuple TupleTable::TupleAt(std::size_t set, std::size_t index) const {
  const auto columns = sets_[set];
  Tuple tuple(columns.size());
  for (std::size_t i = columns.size(); i-- > 0;) {
    tuple[i] = {columns[i], static_cast<Option>(index % levels_[columns[i]])};
    index /= levels_[columns[i]];
  }
  return tuple;
}

std::size_t TupleTable::IndexOf(std::size_t set, std::span<const Option> row) const {
  std::size_t index = 0;
  for (const std::size_t column : sets_[set]) index = index * levels_[column] + row[column];
  return index;
}

bool TupleTable::Full(std::size_t set) const {
  const auto bytes = tuples(set);
  constexpr std::uint64_t kAllCovered = 0x0101010101010101u * kCovered;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    if ((word & kAllCovered) != kAllCovered) return false;
  }
  return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(i), bytes.end(),
                     [](std::uint8_t byte) { return (byte & kCovered) != 0; });
}

// Calls each(tuples, prefix, option, levels) for the sets that are still open: row i has the tuple
// prefix[i] * levels + option[i] of the set. The prefix is that of all columns but the last; sets
// that follow each other share most of it.
template <class Each>
void TupleTable::ForEachSet(const RowBlock& rows, Each each) {
  static constexpr std::array<std::uint32_t, RowBlock::kRows> kNoPrefix{};
  std::span<const std::uint32_t> known;  // columns whose prefixes are computed
  for (const std::uint32_t set : open_) {
    const auto columns = sets_[set];
    const std::size_t last = columns.size() - 1;
    std::size_t depth = 0;
    while (depth < last && depth < known.size() && columns[depth] == known[depth]) ++depth;
    for (; depth < last; ++depth) {
      const std::uint32_t* before = depth == 0 ? kNoPrefix.data() : prefixes_[depth - 1].data();
      const Option* options = rows.column(columns[depth]);
      const std::uint32_t levels = levels_[columns[depth]];
      std::uint32_t* prefix = prefixes_[depth].data();
      for (std::size_t i = 0; i < rows.size(); ++i) prefix[i] = before[i] * levels + options[i];
    }
    known = columns.first(last);
    each(tuples_.data() + begin_[set], last == 0 ? kNoPrefix.data() : prefixes_[last - 1].data(),
         rows.column(columns[last]), levels_[columns[last]]);
  }
}

void TupleTable::Cover(const RowBlock& rows) {
  const std::size_t count = rows.size();
  ForEachSet(rows, [count](std::uint8_t* tuples, const std::uint32_t* prefix, const Option* option,
                           std::uint32_t levels) {
    for (std::size_t i = 0; i < count; ++i) tuples[prefix[i] * levels + option[i]] = kCovered;
  });
  // Now and then, as often as costs little: which sets are full.
  std::erase_if(open_, [&](std::uint32_t set) {
    std::size_t& left = rows_until_look_[set];
    left -= std::min(left, count);
    if (left > 0) return false;
    left = tuples(set).size();
    return Full(set);
  });
}

void TupleTable::Mark(const RowBlock& rows) {
  ForEachSet(rows, [&rows](std::uint8_t* tuples, const std::uint32_t* prefix, const Option* option,
                           std::uint32_t levels) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      tuples[prefix[i] * levels + option[i]] |= rows.marks()[i];
  });
}

}  // namespace combtest::internal::coverage
