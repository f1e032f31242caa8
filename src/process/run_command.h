// Runs a command to its end.
#ifndef COMBTEST_SRC_PROCESS_RUN_COMMAND_H_
#define COMBTEST_SRC_PROCESS_RUN_COMMAND_H_

#include <chrono>
#include <string>

#include "combtest/launcher.h"

namespace combtest::internal {

struct CommandRun {
  bool ok = false;  // exit code 0
  std::string out;
  std::string error;  // its error output, or why it could not be run; never empty unless ok
};

// `input` is its standard input; where there is any, SIGPIPE has to be ignored. Blocks; killed
// where it takes longer than `limit`.
CommandRun RunCommand(WorkerCommand command, std::string input, std::chrono::seconds limit);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PROCESS_RUN_COMMAND_H_
