// How RunTests runs.
#ifndef COMBTEST_RUN_OPTIONS_H_
#define COMBTEST_RUN_OPTIONS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "combtest/internal/nanoseconds.h"
#include "combtest/launcher.h"

namespace combtest {

class RunListener;  // <combtest/run_listener.h>

// What is left unset comes from the settings (command line, environment, combtest.cfg, code), whose
// own defaults are named here.
template <class State>
struct RunOptions {
  std::optional<State> initial_state = {};  // State{}
  std::optional<unsigned> workers = {};     // 0: in this process
  std::optional<unsigned> threads = {};     // 1, for each worker or for this process
  bool gather_states = false;               // fill Results::states and Results::walks
  std::string log_dir = {};                 // where the run leaves its trace; created
  std::optional<int> verbosity = {};        // of the log: 1; 0: warnings only, 2: everything
  std::string name = {};  // tells the runs of one program apart, in messages and reports
  std::optional<bool> checkpoint = {};  // true: states leave a worker as each segment ends
  std::optional<std::chrono::nanoseconds> walk_timeout = {};  // none; needs workers
  // none; needs workers, threads or serial actions
  std::optional<std::chrono::nanoseconds> run_timeout = {};
  // 1 to 6: few walks that cover each combination of so many actions' options; config::kAllWalks:
  // all. What the suite declares.
  std::optional<unsigned> strength = {};
  // false; serial actions that act once run in a process of their own
  std::optional<bool> isolate_serial = {};
  std::optional<unsigned> retries = {};  // 0; how often a failed walk is run again
  // How workers are started; null: as the settings say. See docs/launchers.md.
  std::shared_ptr<Launcher> launcher = nullptr;
  bool stop_on_failure = false;  // no walk begins after one has failed
  // Of this run alone, after those of AddListener. See docs/listeners.md.
  std::vector<std::shared_ptr<RunListener>> listeners = {};
};

}  // namespace combtest

#endif  // COMBTEST_RUN_OPTIONS_H_
