// Text as words, as a POSIX shell divides it, but without any of its expansions.
#ifndef COMBTEST_SRC_TEXT_SHELL_WORDS_H_
#define COMBTEST_SRC_TEXT_SHELL_WORDS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace combtest::internal {

// Throws Error where a quote isn't closed.
std::vector<std::string> SplitWords(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_SHELL_WORDS_H_
