#include "src/coverage/column_sets.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace combtest::internal::coverage {
namespace {

std::vector<std::size_t> Sorted(std::vector<std::size_t> columns) {
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  return columns;
}

struct Parts {
  std::vector<std::size_t> with;
  std::vector<std::size_t> others;
  std::size_t chosen = 0;  // how many of the others make a set
};

Parts PartsOf(const ColumnGroup& group) {
  Parts parts;
  parts.with = Sorted(group.with);
  const std::vector<std::size_t> columns = Sorted(group.columns);
  std::set_difference(columns.begin(), columns.end(), parts.with.begin(), parts.with.end(),
                      std::back_inserter(parts.others));
  if (group.strength == 0 || group.strength < parts.with.size() ||
      group.strength > parts.with.size() + parts.others.size()) {
    throw std::invalid_argument("strength " + std::to_string(group.strength) + " in a group of " +
                                std::to_string(columns.size()) + " columns");
  }
  parts.chosen = group.strength - parts.with.size();
  return parts;
}

// Appends all sets in lexicographic order of the others.
void AppendSets(const ColumnGroup& group, std::vector<std::uint32_t>& columns) {
  const Parts parts = PartsOf(group);
  std::vector<std::size_t> chosen(parts.chosen);
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  for (;;) {
    std::vector<std::size_t> set = parts.with;
    for (const std::size_t i : chosen) set.push_back(parts.others[i]);
    std::sort(set.begin(), set.end());
    for (const std::size_t column : set) columns.push_back(static_cast<std::uint32_t>(column));
    std::size_t at = chosen.size();
    while (at > 0 && chosen[at - 1] == parts.others.size() - chosen.size() + at - 1) --at;
    if (at == 0) return;
    ++chosen[at - 1];
    for (; at < chosen.size(); ++at) chosen[at] = chosen[at - 1] + 1;
  }
}

}  // namespace

ColumnGroup AllColumns(std::size_t columns, std::size_t strength) {
  ColumnGroup group;
  group.columns.resize(columns);
  std::iota(group.columns.begin(), group.columns.end(), std::size_t{0});
  group.strength = strength;
  return group;
}

TupleCount CountTuples(const ColumnGroup& group, const Levels& levels) {
  const Parts parts = PartsOf(group);
  // [n]: of the sets of n of the columns seen so far, the number, and the sum of their products.
  std::vector<TupleCount> of(parts.chosen + 1);
  of[0] = {1, 1};
  for (const std::size_t column : parts.others) {
    for (std::size_t n = parts.chosen; n > 0; --n) {
      of[n].sets += of[n - 1].sets;
      of[n].tuples += of[n - 1].tuples * levels[column];
    }
  }
  TupleCount count = of[parts.chosen];
  for (const std::size_t column : parts.with) count.tuples *= levels[column];
  return count;
}

ColumnSets::ColumnSets(const std::vector<ColumnGroup>& groups) {
  for (const ColumnGroup& group : groups) {
    if (strength_ != 0 && group.strength != strength_)
      throw std::invalid_argument("groups of different strengths in one table");
    strength_ = group.strength;
    AppendSets(group, columns_);
  }
  if (groups.size() < 2 && (groups.empty() || groups[0].with.empty())) return;
  std::vector<std::size_t> order(size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto less = [&](std::size_t a, std::size_t b) {
    return std::ranges::lexicographical_compare((*this)[a], (*this)[b]);
  };
  std::sort(order.begin(), order.end(), less);
  order.erase(std::unique(order.begin(), order.end(),
                          [&](std::size_t a, std::size_t b) {
                            return std::ranges::equal((*this)[a], (*this)[b]);
                          }),
              order.end());
  std::vector<std::uint32_t> sorted;
  sorted.reserve(order.size() * strength_);
  for (const std::size_t set : order)
    sorted.insert(sorted.end(), (*this)[set].begin(), (*this)[set].end());
  columns_ = std::move(sorted);
}

}  // namespace combtest::internal::coverage
