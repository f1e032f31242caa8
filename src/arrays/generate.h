// Covering arrays: few rows that have every tuple of options which some valid row has.
#ifndef COMBTEST_SRC_ARRAYS_GENERATE_H_
#define COMBTEST_SRC_ARRAYS_GENERATE_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

// Throws ArrayError where the model makes no sense or a given row has no valid completion, TooLarge
// where the array would need too much memory.
Array Generate(const Model& model, const Settings& settings = {});

// Makes an array smaller, in slices, for as long as its caller likes. Results depend on the number
// of steps alone, so a caller with a clock gets the array of the slice it stopped in.
class Optimizer {
 public:
  // Starts from `rows`, which may also cover less than everything; empty: from nothing. Rows that
  // the model gives must be the first of them.
  Optimizer(const Model& model, const Settings& settings, const Rows& rows = {});
  ~Optimizer();
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  // True where the array is smaller than before.
  bool Run(std::uint64_t steps);
  // The array can't get smaller.
  bool Done() const;
  std::size_t size() const;
  Array Best() const;

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

// The indices of the rows, each the one that adds most tuples to those before it. The first
// `fixed` ones stay where they are.
std::vector<std::size_t> GainOrder(const Model& model, const Rows& rows, std::size_t fixed = 0);

// How many of the rows, from the first on, cover what all of them do.
std::size_t RowsThatCover(const Model& model, const Rows& rows);

struct ImpossibleTuple {
  std::vector<Cell> cells;
  // Indices into Model::clauses and Model::predicates: together they rule the tuple out, and none
  // can be left out.
  std::vector<std::size_t> clauses;
  std::vector<std::size_t> predicates;
};

// The tuples that no valid row has, at most `limit` of them.
std::vector<ImpossibleTuple> ListImpossible(const Model& model, const Settings& settings,
                                            std::size_t limit);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_GENERATE_H_
