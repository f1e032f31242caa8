// How a worker's process is started.
#ifndef COMBTEST_SRC_LAUNCHER_LAUNCHER_H_
#define COMBTEST_SRC_LAUNCHER_LAUNCHER_H_

#include <string>
#include <vector>

#include "src/worker/child_process.h"
#include "src/worker/role.h"

namespace combtest::internal {

struct LaunchRequest {
  WorkerTarget target;
  unsigned index = 0;    // which worker
  unsigned workers = 0;  // of how many
  std::string id;        // tells this process and its descendants from all others
  std::vector<std::string>
      test_arguments;  // what the test framework needs, behind the program's own arguments
};

class Launcher {
 public:
  virtual ~Launcher() = default;
  // "local", "ssh": for messages.
  virtual std::string name() const = 0;
  // Whether workers run on this machine and may share memory.
  virtual bool shares_memory() const = 0;
  virtual ChildCommand Command(const LaunchRequest& request) const = 0;
};

// The same program, on this machine.
class LocalLauncher : public Launcher {
 public:
  std::string name() const override { return "local"; }
  bool shares_memory() const override { return true; }
  ChildCommand Command(const LaunchRequest& request) const override;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LAUNCHER_LAUNCHER_H_
