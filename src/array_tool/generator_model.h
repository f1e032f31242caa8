// A part of a model, as the generator takes it.
#ifndef COMBTEST_SRC_ARRAY_TOOL_GENERATOR_MODEL_H_
#define COMBTEST_SRC_ARRAY_TOOL_GENERATOR_MODEL_H_

#include "src/array_tool/part.h"
#include "src/arrays/model.h"

namespace combtest::internal::array_tool {

arrays::Model GeneratorModel(const Part& part);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_GENERATOR_MODEL_H_
