// An array, made smaller for as long as there is time.
#ifndef COMBTEST_SRC_ARRAY_TOOL_OPTIMIZE_H_
#define COMBTEST_SRC_ARRAY_TOOL_OPTIMIZE_H_

#include <chrono>
#include <cstdint>

#include "src/arrays/model.h"

namespace combtest::internal::array_tool {

// Without a time this depends on the model and the seed alone. With one all processors work on it.
arrays::Rows Optimized(const arrays::Model& model, std::uint64_t seed,
                       std::chrono::nanoseconds time);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_OPTIMIZE_H_
