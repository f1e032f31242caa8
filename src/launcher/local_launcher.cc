#include <utility>

#include "combtest/launchers.h"
#include "src/os/process_info.h"

namespace combtest {

WorkerCommand LocalLauncher::Command(const WorkerRequest& request) {
  std::vector<std::string> own = internal::CommandLine();
  WorkerCommand command{{own.empty() ? request.program : std::move(own[0])}, request.environment};
  // Whatever has become of the program's file meanwhile.
  command.program = internal::RunningImage();
  command.argv.insert(command.argv.end(), request.arguments.begin(), request.arguments.end());
  command.environment.insert(command.environment.end(), request.variables.begin(),
                             request.variables.end());
  return command;
}

}  // namespace combtest
