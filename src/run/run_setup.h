// How one run is to be carried out.
#ifndef COMBTEST_SRC_RUN_RUN_SETUP_H_
#define COMBTEST_SRC_RUN_RUN_SETUP_H_

#include <memory>
#include <string>

#include "combtest/config.h"
#include "combtest/integration.h"
#include "combtest/launchers.h"
#include "src/log/central_log.h"
#include "src/pool/worker_setup.h"
#include "src/trace/trace_writer.h"

namespace combtest::internal {

struct RunSetup : WorkerSetup {
  bool states_as_json = false;  // of those kept: a walk with another one fails
  bool stop_on_failure = false;
  const void* initial_state = nullptr;  // null: the space's own
  bool list_all = false;                // as for Plan; results of single walks need it
  unsigned workers = 0;
  unsigned retries = 0;
  bool flaky_fails = false;
  std::shared_ptr<Launcher> launcher;  // null: as the settings say
  bool show_progress = true;
  LogSettings log;
  TraceSetup trace;  // no directory: no trace
  // Something else may still find walks to fail; whoever knows calls EndTrace.
  bool bodies_follow = false;
};

// All that the settings say of a run, but for its workers: see WorkersOf.
RunSetup SetupOf(const config::Settings& settings, const WorkerTarget& target);

// What tells the run from the program's others, in logs and traces.
std::string RunName(const WorkerTarget& target);

// Of a run that is set up so; none where `directory` is empty.
TraceSetup MakeTraceSetup(const std::string& directory, const std::string& name,
                          const RunSetup& setup, const Integration& integration);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_SETUP_H_
