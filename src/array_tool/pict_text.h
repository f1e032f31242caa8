// Words and values as models of PICT have them.
#ifndef COMBTEST_SRC_ARRAY_TOOL_PICT_TEXT_H_
#define COMBTEST_SRC_ARRAY_TOOL_PICT_TEXT_H_

#include <optional>
#include <string_view>
#include <vector>

namespace combtest::internal::array_tool {

// Each without blanks at its ends.
std::vector<std::string_view> Split(std::string_view text, char separator);

// The whole text as a finite number: decimal, or hexadecimal with 0x.
std::optional<double> Number(std::string_view text);

// '*' stands for any characters, '?' for one; the rest for itself, in upper or lower case.
bool IsLike(std::string_view text, std::string_view pattern);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_PICT_TEXT_H_
