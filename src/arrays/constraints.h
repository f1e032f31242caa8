// All constraints of a model: judges rows, completes partial ones, and says which constraints rule
// a tuple out.
#ifndef COMBTEST_SRC_ARRAYS_CONSTRAINTS_H_
#define COMBTEST_SRC_ARRAYS_CONSTRAINTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/clause_set.h"
#include "src/arrays/generate.h"
#include "src/arrays/model.h"
#include "src/arrays/predicate_tree.h"
#include "src/arrays/solver.h"

namespace combtest::internal::arrays {

class Constraints {
 public:
  Constraints(const Model& model, const Settings& settings);

  bool any() const { return !clauses_.empty() || !trees_.empty(); }
  bool Holds(std::span<const Value> row);
  // For a row that held before this column's cell changed.
  bool HoldsAt(std::span<const Value> row, int column);
  // A valid row with all cells of `fixed` that aren't kDontCare, and where that can be with those
  // of `preferred`.
  Verdict Complete(std::span<const Value> fixed, std::span<const Value> preferred,
                   std::vector<Value>& row);
  // How often predicates were called.
  std::uint64_t calls() const;

 private:
  bool Judge(std::span<const Value> row, std::vector<Cell>& nogood);

  ClauseSet clauses_;
  std::vector<PredicateTree> trees_;
  std::vector<bool> included_;
  Solver solver_;
  std::uint64_t nodes_per_tuple_;
  std::uint64_t nodes_;
};

// Of an impossible tuple: fills in the constraints that rule it out.
void Explain(const Model& model, const Settings& settings, ImpossibleTuple& tuple);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_CONSTRAINTS_H_
