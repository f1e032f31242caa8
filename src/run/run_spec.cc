#include "src/run/run_spec.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "combtest/worker.h"
#include "src/launcher/launcher_choice.h"
#include "src/page/report_file.h"
#include "src/text/shell_words.h"

namespace combtest::internal {
namespace {

PoolSettings PoolSettingsOf(const config::Settings& settings, const WorkerTarget& target) {
  PoolSettings pool;
  pool.threads = settings.threads;
  pool.heartbeat = settings.heartbeat;
  pool.start_timeout = settings.start_timeout;
  pool.reconnect = settings.reconnect;
  pool.pass_on = SplitWords(settings.host_variables);
  pool.target = target;
  return pool;
}

TraceSettings TraceSettingsOf(const Integration& integration, const std::string& directory) {
  TraceSettings trace;
  if (directory.empty()) return trace;
  trace.directory = directory;
  for (const auto& [key, value] : integration.Settings()) trace.settings[key] = value;
  for (const auto& [key, value] : integration.Versions()) trace.versions[key] = value;
  if (const auto shard = integration.RunningShard())
    trace.shard = {{"index", shard->index}, {"total", shard->total}, {"run", shard->run}};
  trace.on_file = [&integration](const std::string& path) { integration.OnTrace(path); };
  return trace;
}

}  // namespace

CoverageSettings CoverageSettingsOf(const config::Settings& settings) {
  CoverageSettings of;
  of.strength = settings.coverage;
  of.asked = settings.coverage > 0;
  if (settings.require_coverage.empty()) return of;
  try {
    of.required = coverage::ParseRequirements(settings.require_coverage);
  } catch (const std::invalid_argument& wrong) {
    throw Error("--combtest_require_coverage: " + std::string(wrong.what()));
  }
  return of;
}

void SetArray(RunSpec& spec, unsigned strength, const std::string& hash, std::string text) {
  // Low ones tell most, and cost little.
  constexpr unsigned kMeasured = 3;
  spec.trace.array = {{"strength", strength}, {"hash", hash}};
  if (spec.coverage.strength == 0) spec.coverage.strength = std::max(kMeasured, strength);
  // A walk of an array has each combination of `strength` options, so one more can be told.
  spec.explain.most_options = std::max<std::size_t>(spec.explain.most_options, strength + 1);
  spec.array = std::move(text);
}

std::string RunName(const WorkerTarget& target) {
  if (target.is_suite()) return target.suite + "." + target.test;
  if (!target.run_name.empty()) return target.run_name;
  std::string name = target.running_case;
  while (name.ends_with('.')) name.pop_back();
  if (name.empty()) name = "RunTests";
  return target.ordinal == 0 ? name : name + "#" + std::to_string(target.ordinal + 1);
}

RunSpec SpecOf(const config::Settings& settings, const Integration& integration, WalkSpace space,
               const WorkerTarget& target, const std::string& log_dir) {
  RunSpec spec{RunName(target), std::move(space)};
  spec.pool = PoolSettingsOf(settings, target);
  spec.limits = {settings.walk_timeout, settings.run_timeout, settings.serial_timeout};
  spec.isolate_serial = settings.isolate_serial;
  spec.states.checkpoint = settings.checkpoint;
  spec.retries = {settings.retries, settings.flaky == config::FlakyPolicy::kFail};
  spec.log = LogSettingsOf(settings);
  spec.trace = TraceSettingsOf(integration, log_dir);
  spec.trace.require_coverage = settings.require_coverage;
  spec.coverage = CoverageSettingsOf(settings);
  spec.coverage.judged = !integration.RunningShard();
  spec.framework = integration.Settings();
  // Of what a worker runs on its way, the orchestrator reports.
  if (IsWorker()) return spec;
  if (!settings.report.empty()) spec.reports = ReportPaths(settings.report);
  spec.extra_walks = {ParseExtraWalks(settings.explain), settings.rerun};
  return spec;
}

void SetWorkers(RunSpec& spec, const config::Settings& settings, std::optional<unsigned> workers,
                std::shared_ptr<Launcher> launcher) {
  spec.pool.workers = workers ? *workers : WorkersOf(settings, launcher);
  if (spec.pool.workers == 0) return;
  spec.pool.launcher = launcher != nullptr ? std::move(launcher) : LauncherOf(settings);
}

}  // namespace combtest::internal
