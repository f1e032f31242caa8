// Makes the rows of a model.
#ifndef COMBTEST_SRC_ARRAY_TOOL_GENERATE_H_
#define COMBTEST_SRC_ARRAY_TOOL_GENERATE_H_

#include <chrono>
#include <cstdint>
#include <vector>

#include "src/array_tool/model.h"
#include "src/array_tool/rows_file.h"

namespace combtest::internal::array_tool {

struct Effort {
  std::uint64_t seed = 1;
  std::chrono::nanoseconds optimize{0};  // then the result depends on the machine
};

// `kept` stand first and as they are, cells that they lack filled in. Throws Error where one of
// them can't be a row of the model, and where the array would be too large.
std::vector<TextRow> GenerateRows(const Model& model, const std::vector<TextRow>& kept,
                                  const Effort& effort);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_GENERATE_H_
