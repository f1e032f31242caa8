// What a model may have at most: beyond, no array could be made.
#ifndef COMBTEST_SRC_ARRAY_TOOL_LIMITS_H_
#define COMBTEST_SRC_ARRAY_TOOL_LIMITS_H_

#include <cstddef>

namespace combtest::internal::array_tool {

inline constexpr std::size_t kMaxStrength = 6;
inline constexpr std::size_t kMaxColumns = 10'000;
inline constexpr std::size_t kMaxOptions = 100'000;  // of a column

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_LIMITS_H_
