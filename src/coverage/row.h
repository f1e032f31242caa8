// What is measured: rows of options, one for each column, and what became of them.
#ifndef COMBTEST_SRC_COVERAGE_ROW_H_
#define COMBTEST_SRC_COVERAGE_ROW_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace combtest::internal::coverage {

using Option = std::uint32_t;  // from 0 in each column
using Row = std::vector<Option>;
using Levels = std::vector<Option>;  // how many options each column has

enum class RowOutcome : std::uint8_t { kPassed, kFailed, kCrashed, kCancelled, kNotRun };

// An option of a column.
struct Cell {
  std::size_t column = 0;
  Option option = 0;
  bool operator==(const Cell&) const = default;
};
using Tuple = std::vector<Cell>;  // by ascending columns, each once

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_ROW_H_
