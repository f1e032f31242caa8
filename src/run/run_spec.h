// What a run is to do, and how.
#ifndef COMBTEST_SRC_RUN_RUN_SPEC_H_
#define COMBTEST_SRC_RUN_RUN_SPEC_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "combtest/config.h"
#include "combtest/integration.h"
#include "combtest/plan.h"
#include "src/config/extra_walks_budget.h"
#include "src/coverage/run_coverage.h"
#include "src/engine/run_settings.h"
#include "src/explain/run_explanation.h"
#include "src/log/central_log.h"
#include "src/pool/pool_settings.h"
#include "src/selection/cut_off.h"
#include "src/trace/trace_file.h"

namespace combtest::internal {

struct RetrySettings {
  unsigned retries = 0;  // how often a failed walk is run again
  bool flaky_fails = false;
};

// Which extra walks may say why others failed.
struct ExtraWalksSettings {
  std::optional<ExtraWalksBudget> budget;  // nothing: none
  std::string earlier;  // a trace, or a directory of them: what else is known of the walks
};

struct RunSpec {
  std::string name;  // tells it from the program's others, in logs and traces
  WalkSpace space;
  Selection selection = {};             // to run
  CutOff cut_off = {};                  // and not to
  const void* initial_state = nullptr;  // null: the space's own
  PoolSettings pool = {};
  Limits limits = {};
  StateSettings states = {};
  RetrySettings retries = {};
  LogSettings log = {};
  TraceSettings trace = {};
  CoverageSettings coverage = {};
  ExplainSettings explain = {};
  ExtraWalksSettings extra_walks = {};
  std::string array = {};  // what is said of the array that chose the walks; empty: none did
  // What the test framework adds: a filter, a seed.
  std::vector<std::pair<std::string, std::string>> framework = {};
  bool isolate_serial = false;  // serial actions that act once run on the stage
  bool stop_on_failure = false;
  bool show_progress = true;
  bool list_all = false;  // as for Plan; results of single walks need it
  // Test bodies may still find walks to fail; whoever knows calls FinishedRun::Close.
  bool bodies_follow = false;
  // Ended where it hangs in this process, by a signal, too; not in a replay, where a person looks
  // on.
  bool guarded = true;
  std::string states_file = {};           // where final states are written as JSON; empty: nowhere
  std::vector<std::string> reports = {};  // files of --combtest_report
  bool drop_written = false;              // a state that stands there isn't wanted any more
};

// Its walks are those of an array, whose `text` is for people.
void SetArray(RunSpec& spec, unsigned strength, const std::string& hash, std::string text);

// What is measured by the settings alone. Throws Error where they can't be read.
CoverageSettings CoverageSettingsOf(const config::Settings& settings);

// What tells the run that workers find there from the program's others.
std::string RunName(const WorkerTarget& target);

// All that the settings say of a run of this space, but for its workers: it has none. `log_dir` is
// where it leaves its trace; empty: it leaves none.
RunSpec SpecOf(const config::Settings& settings, const Integration& integration, WalkSpace space,
               const WorkerTarget& target, const std::string& log_dir);

// Who runs its walks. What is given goes before what the settings say. Throws Error where they make
// no sense together.
void SetWorkers(RunSpec& spec, const config::Settings& settings,
                std::optional<unsigned> workers = std::nullopt,
                std::shared_ptr<Launcher> launcher = nullptr);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_RUN_SPEC_H_
