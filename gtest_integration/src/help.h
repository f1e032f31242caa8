#ifndef COMBTEST_GTEST_INTEGRATION_HELP_H_
#define COMBTEST_GTEST_INTEGRATION_HELP_H_

#include <algorithm>

#include "src/os/process_info.h"

namespace combtest::internal {

// Whether the program was started with --combtest_help, which a plain gtest_main passes over.
inline bool HelpIsAsked() {
  const std::vector<std::string> arguments = CommandLine();
  return std::find(arguments.begin(), arguments.end(), "--combtest_help") != arguments.end();
}

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_HELP_H_
