// What a launcher is asked for one worker.
#ifndef COMBTEST_SRC_LAUNCHER_LAUNCH_REQUEST_H_
#define COMBTEST_SRC_LAUNCHER_LAUNCH_REQUEST_H_

#include <chrono>
#include <string>
#include <vector>

#include "combtest/launcher.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

struct LaunchRequest {
  WorkerTarget target;
  unsigned index = 0;    // which worker
  unsigned workers = 0;  // of how many
  unsigned number = 0;   // what it is told that it is: the stage is no worker
  unsigned count = 1;    // of how many
  bool alone = false;    // as for ChildCommand; of a worker that is started here
  std::string id;        // tells this process and its descendants from all others
  // What the test framework needs, after the program's own arguments.
  std::vector<std::string> test_arguments;
  // Names of variables that workers elsewhere need too; one that ends in `*` names all that begin
  // so.
  std::vector<std::string> pass_on;
  // A connection that breaks: how long to try to restore it, and how long the worker waits for
  // that; 0: not at all.
  std::chrono::nanoseconds reconnect{};
  std::chrono::milliseconds patience{};
};

// In the terms of Launcher. `local`: as for Launcher::IsLocal.
WorkerRequest RequestFor(const LaunchRequest& request, bool local);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_LAUNCH_REQUEST_H_
