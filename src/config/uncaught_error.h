#ifndef COMBTEST_SRC_CONFIG_UNCAUGHT_ERROR_H_
#define COMBTEST_SRC_CONFIG_UNCAUGHT_ERROR_H_

namespace combtest::internal {

inline constexpr int kUncaughtErrorExitCode = 2;

// From now on an Error that nobody catches is told in one line and ends the program with that code.
// What ends it otherwise does as before.
void TellOfUncaughtErrors();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_UNCAUGHT_ERROR_H_
