// Builds one row at a time, each to cover much of what the rows before it don't.
#ifndef COMBTEST_SRC_ARRAYS_ROW_BUILDER_H_
#define COMBTEST_SRC_ARRAYS_ROW_BUILDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/constraints.h"
#include "src/arrays/model.h"
#include "src/arrays/random.h"

namespace combtest::internal::arrays {

// Missing is Gaps, or a Cover of orbits: what is to be covered yet.
template <class Missing>
class RowBuilder {
 public:
  // Without constraints, every row is valid.
  RowBuilder(const std::vector<Value>& levels, Missing& missing, Constraints* constraints,
             Random& random)
      : levels_(levels), missing_(missing), constraints_(constraints), random_(random) {}

  // The best of some rows that have these cells; kImpossible and kUndecided: no valid row is known
  // to have them.
  Verdict Build(std::span<const Value> fixed, int candidates);
  // After kPossible.
  const std::vector<Value>& row() const { return best_; }

  // Builds rows until nothing is missing. Gives each of them to add(row), and each tuple that no
  // valid row is known to have to exclude(tuple, verdict): these see to it that it isn't missing
  // any more.
  template <class Add, class Exclude>
  void CoverAll(int candidates, Add add, Exclude exclude);

 private:
  Verdict BuildOne(std::span<const Value> fixed);
  void Ascend(std::size_t cells);
  // Sets the cell if a valid row has it beside the known ones.
  bool Set(int column, Value value);
  // The options of the column by falling gain, in equal ranks at random.
  void Rank(int column);

  const std::vector<Value>& levels_;
  Missing& missing_;
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
  int gain_ = 0;
};

template <class Missing>
template <class Add, class Exclude>
void RowBuilder<Missing>::CoverAll(int candidates, Add add, Exclude exclude) {
  std::vector<Value> fixed(levels_.size(), kDontCare);
  while (!missing_.empty()) {
    const std::vector<Cell> target = missing_.Pick(random_);
    for (const Cell& cell : target) fixed[cell.column] = cell.value;
    const Verdict verdict = Build(fixed, candidates);
    for (const Cell& cell : target) fixed[cell.column] = kDontCare;
    if (verdict == Verdict::kPossible) {
      add(best_);
    } else {
      exclude(target, verdict);
    }
  }
}

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_ROW_BUILDER_H_
