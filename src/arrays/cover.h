// Rows and what they cover, kept up to date while cells change. For each tuple the number of rows
// that have it and the exclusive or of these rows' numbers, which is the row where there is just
// one; for each cell the number of tuples that would be lost with it.
#ifndef COMBTEST_SRC_ARRAYS_COVER_H_
#define COMBTEST_SRC_ARRAYS_COVER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/model.h"
#include "src/arrays/orbits.h"
#include "src/arrays/random.h"
#include "src/arrays/rows.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

class Cover {
 public:
  // With orbits, what is covered are these.
  explicit Cover(const TupleSpace& space, const Orbits* orbits = nullptr);

  struct Uncovered {
    std::uint32_t id;  // of the tuple, or of its orbit
    std::uint32_t combination;
  };
  // In the order of the combination's columns.
  using Values = std::array<Value, kMaxStrength>;

  const TupleSpace& space() const { return space_; }
  const Orbits* orbits() const { return orbits_; }
  const Rows& rows() const { return rows_; }
  // The values of one column in all rows.
  const std::vector<Value>& column(int c) const { return by_column_[c]; }
  const std::vector<Uncovered>& uncovered() const { return uncovered_; }
  // The values of each of uncovered(), kept from now on: for when these are few.
  void KeepValues();
  const std::vector<Values>& uncovered_values() const { return values_; }
  std::uint64_t steps() const { return steps_; }
  void CountSteps(std::uint64_t steps) { steps_ += steps; }

  void AddRow(std::span<const Value> row);
  // The last row takes its number.
  void RemoveRow(std::size_t row);
  void Clear();
  void Change(std::size_t row, int column, Value value);

  // How many tuples no row would have any more without this cell, or without this row.
  int Loss(std::size_t row, int column) const { return unique_[row * rows_.columns() + column]; }
  int Loss(std::size_t row) const { return unique_of_row_[row]; }
  // How many of those that Loss counts for the cell the row would still have with this value, as
  // their orbits have it, too.
  int Kept(std::size_t row, int column, Value value);

  // The uncovered tuple counts as covered from now on.
  void Exclude(std::uint32_t id);
  bool excluded(std::uint32_t id) const { return tuples_[id].count >= kExcluded; }

  // What Gaps has for building rows.
  bool empty() const { return uncovered_.empty(); }
  std::vector<Cell> Pick(Random& random) const;
  void Gains(int column, std::span<const Value> row, std::span<const std::uint8_t> known,
             std::vector<int>& gains);
  // How many tuples have the column.
  std::size_t Degree(int column) const { return degree_[column]; }

 private:
  static constexpr std::uint32_t kExcluded = 1u << 30;

  struct Tuple {
    std::uint32_t count = 0;
    std::uint32_t link = 0;  // place in uncovered_ where count is 0, or else rows' numbers, xor-ed
  };
  // Tuples of one size that have a certain column, in words: offset, stride of the column, then
  // the other columns with their strides.
  struct Entries {
    int size;
    std::vector<std::uint32_t> words;
    std::vector<std::uint32_t> combination;
  };

  std::uint32_t Id(std::uint32_t tuple) const {
    return orbits_ == nullptr ? tuple : orbits_->of[tuple];
  }
  template <class F>
  void ForEntries(int column, F f) const;
  template <int kSize>
  void CoverOne(std::uint32_t id, std::size_t row, int column, const std::uint32_t* entry);
  template <int kSize>
  void UncoverOne(std::uint32_t id, std::uint32_t tuple, std::size_t row, int column,
                  const std::uint32_t* entry, std::uint32_t combination);
  template <int kSize>
  void AddUnique(std::size_t row, int column, const std::uint32_t* entry, int change);
  void AddUncovered(std::uint32_t id, std::uint32_t tuple, std::uint32_t combination);
  void RemoveUncovered(std::uint32_t place);
  // All tuples of the row, each once.
  template <bool kAdd>
  void ChangeRow(std::size_t row);

  const TupleSpace& space_;
  const Orbits* orbits_;
  Rows rows_;
  std::vector<std::vector<Value>> by_column_;
  std::vector<std::vector<Entries>> entries_;  // by column
  std::vector<std::size_t> degree_;
  std::vector<Tuple> tuples_;
  std::vector<Uncovered> uncovered_;
  std::vector<Values> values_;
  bool keep_values_ = false;
  std::vector<std::int32_t> unique_;
  std::vector<std::int32_t> unique_of_row_;
  struct Changing {
    std::uint32_t before, after;
  };
  std::vector<Changing> changing_;  // tuples
  std::uint64_t steps_ = 0;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_COVER_H_
