// The constraints of a model of PICT.
#ifndef COMBTEST_SRC_ARRAY_TOOL_PICT_RULES_H_
#define COMBTEST_SRC_ARRAY_TOOL_PICT_RULES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "src/array_tool/expression.h"
#include "src/array_tool/model.h"

namespace combtest::internal::array_tool {

// Whether a line begins the constraints.
bool BeginsRules(std::string_view line);

// `text` begins in that line. Throws Error, naming the line of what is wrong.
std::vector<Rule> ParsePictRules(std::string_view text, std::size_t line,
                                 const std::vector<Column>& columns);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_PICT_RULES_H_
