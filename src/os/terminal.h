// What a person at the terminal presses.
#ifndef COMBTEST_SRC_OS_TERMINAL_H_
#define COMBTEST_SRC_OS_TERMINAL_H_

#include <optional>

namespace combtest::internal {

// Waits. On a terminal: the next key, without Enter and without an echo; Ctrl-C interrupts as ever.
// On another standard input: the first character of its next line, '\n' where that is empty.
// Nothing at its end.
std::optional<char> ReadKey();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_TERMINAL_H_
