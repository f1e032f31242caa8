#include "combtest/launchers.h"

namespace combtest {

WorkerCommand LocalLauncher::Command(const WorkerRequest& request) {
  WorkerCommand command{{request.program}, request.environment};
  command.argv.insert(command.argv.end(), request.arguments.begin(), request.arguments.end());
  command.environment.insert(command.environment.end(), request.variables.begin(),
                             request.variables.end());
  return command;
}

}  // namespace combtest
