#ifndef COMBTEST_SRC_OS_SIGNAL_NAME_H_
#define COMBTEST_SRC_OS_SIGNAL_NAME_H_

#include <string>

namespace combtest::internal {

// "SIGSEGV (segmentation fault)"; "signal 99" where it has no name.
std::string SignalText(int signal);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_SIGNAL_NAME_H_
