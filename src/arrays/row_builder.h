// Builds one row at a time, each to cover much of what the rows before it don't.
#ifndef COMBTEST_SRC_ARRAYS_ROW_BUILDER_H_
#define COMBTEST_SRC_ARRAYS_ROW_BUILDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/constraints.h"
#include "src/arrays/cover.h"
#include "src/arrays/random.h"

namespace combtest::internal::arrays {

class RowBuilder {
 public:
  // Without constraints, every row is valid.
  RowBuilder(Cover& cover, Constraints* constraints, Random& random)
      : cover_(cover), constraints_(constraints), random_(random) {}

  // The best of some rows that have these cells and cover at least one tuple; kImpossible and
  // kUndecided: no valid row is known to have them.
  Verdict Build(std::span<const Value> fixed, int candidates);
  // After kPossible.
  const std::vector<Value>& row() const { return best_; }
  int gain() const { return best_gain_; }

  // Adds rows until everything is covered or excluded: tuples that can't be covered are.
  void CoverAll(int candidates);

 private:
  Verdict BuildOne(std::span<const Value> fixed);
  // Sets the cell if a valid row has it beside the known ones.
  bool Set(int column, Value value);
  // The options of the column by falling gain, in equal ranks at random.
  void Rank(int column);

  Cover& cover_;
  Constraints* constraints_;
  Random& random_;
  std::vector<Value> row_, best_, witness_, partial_;
  std::vector<std::uint8_t> known_;
  std::vector<int> gains_, order_;
  struct Choice {
    Value value;
    int gain;
  };
  std::vector<Choice> ranked_;
  int gain_ = 0, best_gain_ = 0;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_ROW_BUILDER_H_
