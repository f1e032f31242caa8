// A model's clauses, indexed by column, to judge rows of which one cell has changed.
#ifndef COMBTEST_SRC_ARRAYS_CLAUSE_SET_H_
#define COMBTEST_SRC_ARRAYS_CLAUSE_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

class ClauseSet {
 public:
  explicit ClauseSet(const Model& model);

  bool empty() const { return clauses_.empty(); }
  bool Concerns(int column) const { return !by_column_[column].empty(); }
  // Whether those clauses hold that name the column.
  bool HoldAt(std::span<const Value> row, int column) const;
  bool Hold(std::span<const Value> row) const;

 private:
  struct Test {
    int column;
    std::uint32_t allowed;  // where its options begin in allowed_
  };
  struct Range {
    std::uint32_t first, last;  // in tests_
  };
  bool Holds(Range clause, std::span<const Value> row) const;

  std::vector<std::uint8_t> allowed_;
  std::vector<Test> tests_;
  std::vector<Range> clauses_;
  std::vector<std::vector<Range>> by_column_;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_CLAUSE_SET_H_
