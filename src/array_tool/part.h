// Where a model has negative values, it stands for several arrays: one of rows without any, which
// covers the tuples of allowed values, and for each negative value one of rows that have it and no
// other, which covers its tuples with allowed values. Other models are one part.
#ifndef COMBTEST_SRC_ARRAY_TOOL_PART_H_
#define COMBTEST_SRC_ARRAY_TOOL_PART_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/array_tool/expression.h"
#include "src/array_tool/model.h"

namespace combtest::internal::array_tool {

struct Part {
  std::optional<std::size_t> negative;  // the column that has a negative value, and no other
  // By column: the model's options that are this part's own, which count from 0 in turn.
  std::vector<std::vector<std::uint32_t>> values;
  // What is to be covered: all sets of columns of a group, which hold `negative` if there is one.
  std::vector<Group> groups;
  std::vector<Rule> rules;  // over its own options
};

std::vector<Part> PartsOf(const Model& model);

// The part of a row of the model's options; nothing where it has several negative values.
std::optional<std::size_t> FindPart(const std::vector<Part>& parts, const Model& model,
                                    const std::vector<std::optional<std::uint32_t>>& row);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_PART_H_
