// The words of PICT's constraints.
#ifndef COMBTEST_SRC_ARRAY_TOOL_PICT_TOKENS_H_
#define COMBTEST_SRC_ARRAY_TOOL_PICT_TOKENS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace combtest::internal::array_tool {

struct Token {
  enum class Kind { kWord, kSymbol, kParameter, kString, kNumber, kEnd };
  Kind kind = Kind::kEnd;
  // Of words in upper case; of parameters and strings what stands between the brackets and quotes.
  std::string text;
  double number = 0;
  std::size_t line = 0;
  std::size_t begin = 0;  // where it stands in the text
  std::size_t end = 0;
};

// Ends with one of kEnd. Throws Error, naming the line.
std::vector<Token> TokensOf(std::string_view text, std::size_t line);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_PICT_TOKENS_H_
