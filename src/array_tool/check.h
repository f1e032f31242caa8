// Judges rows, whoever made them. Shares nothing with the generator.
#ifndef COMBTEST_SRC_ARRAY_TOOL_CHECK_H_
#define COMBTEST_SRC_ARRAY_TOOL_CHECK_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "src/array_tool/model.h"
#include "src/array_tool/rows_file.h"
#include "src/coverage/coverage.h"

namespace combtest::internal::array_tool {

// A sentence or a tuple for each, at most so many.
inline constexpr std::size_t kListed = 20;

struct CheckReport {
  std::size_t rows = 0;
  std::size_t invalid_rows = 0;
  coverage::Counts counts;  // of the valid rows
  std::vector<std::string> invalid;
  std::vector<std::string> missing;
  std::vector<std::string> impossible;  // with what rules them out; on request
  bool ok() const { return invalid_rows == 0 && counts.missing() == 0; }
};

// Of all rows that `next` gives until it gives none.
CheckReport Check(const Model& model, const std::function<const TextRow*()>& next,
                  std::size_t list_impossible = 0);

// For people.
std::string CheckText(const CheckReport& report);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_CHECK_H_
