// What workers have to be told of a run, from wherever it was set.
#ifndef COMBTEST_SRC_POOL_WORKER_SETUP_H_
#define COMBTEST_SRC_POOL_WORKER_SETUP_H_

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "combtest/plan.h"
#include "src/report/progress_line.h"
#include "src/wire/worker_target.h"

namespace combtest::internal {

struct WorkerSetup {
  unsigned threads = 1;      // of each worker, or of this process where it runs the walks
  bool keep_states = false;  // final states come here; with workers the State must be JSON-able
  bool checkpoint = true;    // states come here after every segment that another one follows
  std::chrono::nanoseconds walk_timeout{};   // 0: none
  std::chrono::nanoseconds run_timeout{};    // 0: none
  std::chrono::nanoseconds heartbeat{};      // a worker that says nothing for so long is ended
  std::chrono::nanoseconds start_timeout{};  // from a worker's start to its first word; 0: none
  std::chrono::nanoseconds reconnect{};      // for a broken connection to be taken up; 0: it isn't
  std::vector<std::string> pass_on;          // as in LaunchRequest
  WorkerTarget target;                       // where workers find this run
  std::vector<std::string> test_arguments;
};

struct WorkerSettings : WorkerSetup {
  unsigned workers = 1;
  int verbosity = 1;  // of the log
  // Now and then while walks run: the phase, and a way to ask for the walk that has run longest.
  std::function<void(const PlanStep& phase, const std::function<RunningWalk()>& longest)> on_tick;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WORKER_SETUP_H_
