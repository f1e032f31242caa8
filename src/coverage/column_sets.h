// Which columns' tuples are to be covered: sets of columns, all of one size.
#ifndef COMBTEST_SRC_COVERAGE_COLUMN_SETS_H_
#define COMBTEST_SRC_COVERAGE_COLUMN_SETS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/coverage/row.h"

namespace combtest::internal::coverage {

// All sets of `strength` of these columns, of those that hold `with`.
struct ColumnGroup {
  std::vector<std::size_t> columns;
  std::size_t strength = 2;
  std::vector<std::size_t> with;
};

// All columns, where each group has at least one set.
ColumnGroup AllColumns(std::size_t columns, std::size_t strength);

struct TupleCount {
  double sets = 0;  // doubles: they are estimates where they are beyond 2^53, and never overflow
  double tuples = 0;
};
TupleCount CountTuples(const ColumnGroup& group, const Levels& levels);

class ColumnSets {
 public:
  // Of groups of one strength; sets that several groups have stand once.
  explicit ColumnSets(const std::vector<ColumnGroup>& groups);

  std::size_t strength() const { return strength_; }
  std::size_t size() const { return strength_ == 0 ? 0 : columns_.size() / strength_; }
  // Ascending columns; the sets are in lexicographic order.
  std::span<const std::uint32_t> operator[](std::size_t set) const {
    return {columns_.data() + set * strength_, strength_};
  }

 private:
  std::size_t strength_ = 0;
  std::vector<std::uint32_t> columns_;
};

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_COLUMN_SETS_H_
