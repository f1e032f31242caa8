// Model files of PICT (https://github.com/microsoft/pict/blob/main/doc/pict.md).
#ifndef COMBTEST_SRC_ARRAY_TOOL_PICT_MODEL_H_
#define COMBTEST_SRC_ARRAY_TOOL_PICT_MODEL_H_

#include <cstddef>
#include <string>

#include "src/array_tool/model.h"

namespace combtest::internal::array_tool {

// Parameters, then sub-models, then constraints. Throws Error, naming the line of what is wrong or
// not known here.
Model ParsePictModel(const std::string& text, std::size_t strength);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_PICT_MODEL_H_
