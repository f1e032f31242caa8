#ifndef COMBTEST_SRC_CONFIG_HELP_H_
#define COMBTEST_SRC_CONFIG_HELP_H_

namespace combtest::internal {

// On the standard output, the first time that it is called.
void PrintHelpOnce();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_CONFIG_HELP_H_
