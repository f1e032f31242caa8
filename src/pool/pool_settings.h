// How workers are started, found and given up.
#ifndef COMBTEST_SRC_POOL_POOL_SETTINGS_H_
#define COMBTEST_SRC_POOL_POOL_SETTINGS_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "combtest/launcher.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

struct PoolSettings {
  unsigned workers = 0;                      // 0: this process runs the walks
  unsigned threads = 1;                      // of each worker, or of this process
  std::chrono::nanoseconds heartbeat{};      // a worker that says nothing for so long is ended
  std::chrono::nanoseconds start_timeout{};  // from a worker's start to its first word; 0: none
  std::chrono::nanoseconds reconnect{};      // for a broken connection to be restored; 0: it isn't
  bool finish_begun = false;  // where the run stops at a failure, walks come to their ends first
  std::vector<std::string> pass_on;  // as in LaunchRequest
  WorkerTarget target;               // where workers find this run
  std::vector<std::string> test_arguments;
  std::string name;                    // of the run
  std::string scratch;                 // ScratchDirs' token
  std::shared_ptr<Launcher> launcher;  // null only where there are no workers
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_POOL_SETTINGS_H_
