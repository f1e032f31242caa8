// How much a stream of rows covers: of all combinations of options of some columns at a time.
// It shares nothing with what chooses rows, so that it can judge it.
#ifndef COMBTEST_SRC_COVERAGE_COVERAGE_H_
#define COMBTEST_SRC_COVERAGE_COVERAGE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/coverage/column_sets.h"
#include "src/coverage/constraints.h"
#include "src/coverage/row.h"
#include "src/coverage/row_block.h"
#include "src/coverage/tuple_table.h"
#include "src/coverage/valid_row_search.h"

namespace combtest::internal::coverage {

struct Counts {
  std::uint64_t all = 0;
  std::uint64_t covered = 0;
  std::uint64_t impossible = 0;  // no valid row has it
  std::uint64_t undecided = 0;   // whether one has; counts as missing
  std::uint64_t possible() const { return all - impossible; }
  std::uint64_t missing() const { return possible() - covered; }
  bool operator==(const Counts&) const = default;
};
Counts operator+(const Counts& a, const Counts& b);

struct SetCounts {
  std::vector<std::size_t> columns;
  Counts counts;
};

// Of several that hold, the first.
enum class Reason { kFailed, kCrashed, kCancelled, kNotRun, kUndecided, kNotSelected };
std::string_view ReasonText(Reason reason);

struct MissingTuple {
  Tuple tuple;
  Reason reason = Reason::kNotSelected;
};

struct ImpossibleTuple {
  Tuple tuple;
  // Names of constraints that together rule it out, none of which could be spared.
  std::vector<std::string> constraints;
};

class Coverage {
 public:
  static constexpr double kMemoryLimit = 1 << 30;  // bytes

  // Groups may be of several strengths. Throws std::length_error where it would take more memory.
  Coverage(Levels levels, const std::vector<ColumnGroup>& groups,
           double memory_limit = kMemoryLimit);

  // Of valid rows only. Throws std::out_of_range where a row isn't one of these columns.
  void Add(std::span<const Option> row, RowOutcome outcome = RowOutcome::kPassed);

  // Which of the tuples that no row has are possible: to be called after the last row, and before
  // what follows.
  void Decide(const Constraints& constraints, SearchBudget budget = {});

  Counts counts() const;
  Counts counts(std::size_t strength) const;
  std::vector<SetCounts> CountsBySet(std::size_t strength) const;
  // The first `max` of them.
  std::vector<MissingTuple> Missing(std::size_t max) const;
  std::vector<ImpossibleTuple> Impossible(std::size_t max, const Constraints& constraints) const;

 private:
  void Flush();
  template <class Each>
  void ForEachTuple(Each each) const;

  const Levels levels_;
  std::map<std::size_t, TupleTable> tables_;  // by strength
  RowBlock passed_;
  RowBlock others_;
  std::vector<Row> some_rows_;  // valid ones, from which a search may start
};

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_COVERAGE_H_
