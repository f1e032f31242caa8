// What is known of each tuple of some sets of columns: a byte each.
#ifndef COMBTEST_SRC_COVERAGE_TUPLE_TABLE_H_
#define COMBTEST_SRC_COVERAGE_TUPLE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/coverage/column_sets.h"
#include "src/coverage/row.h"
#include "src/coverage/row_block.h"

namespace combtest::internal::coverage {

class TupleTable {
 public:
  // Bits of a tuple's byte. A row that didn't pass leaves the mark of what became of it.
  static constexpr std::uint8_t kCovered = 1;
  static constexpr std::uint8_t kFailed = 2;
  static constexpr std::uint8_t kCrashed = 4;
  static constexpr std::uint8_t kCancelled = 8;
  static constexpr std::uint8_t kNotRun = 16;
  static constexpr std::uint8_t kPossible = 32;
  static constexpr std::uint8_t kImpossible = 64;
  static constexpr std::uint8_t kUndecided = 128;

  TupleTable(const Levels& levels, ColumnSets sets);
  // What it will take, about.
  static double Bytes(const TupleCount& count, std::size_t strength);

  void Cover(const RowBlock& rows);
  void Mark(const RowBlock& rows);  // by the rows' marks

  const ColumnSets& sets() const { return sets_; }
  // The bytes of a set's tuples, the last column varying fastest.
  std::span<std::uint8_t> tuples(std::size_t set);
  std::span<const std::uint8_t> tuples(std::size_t set) const;
  Tuple TupleAt(std::size_t set, std::size_t index) const;
  std::size_t IndexOf(std::size_t set, std::span<const Option> row) const;

 private:
  template <class Each>
  void ForEachSet(const RowBlock& rows, Each each);
  bool Full(std::size_t set) const;

  const Levels levels_;
  const ColumnSets sets_;
  std::vector<std::size_t> begin_;  // of each set in tuples_, and the end
  std::vector<std::uint8_t> tuples_;
  std::vector<std::uint32_t> open_;           // sets that may not be full
  std::vector<std::size_t> rows_until_look_;  // for each of these, whether it is full
  std::vector<std::vector<std::uint32_t>> prefixes_;
};

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_TUPLE_TABLE_H_
