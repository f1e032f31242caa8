// Words of commands that people are shown, to paste into a shell.
#ifndef COMBTEST_SRC_LAUNCHER_PASTED_WORD_H_
#define COMBTEST_SRC_LAUNCHER_PASTED_WORD_H_

#include <string>
#include <string_view>

namespace combtest::internal {

// As ShellQuoted, and of UTF-8 alone: other bytes and control characters stand as what the shell
// makes them of.
std::string PastedWord(std::string_view text);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_PASTED_WORD_H_
