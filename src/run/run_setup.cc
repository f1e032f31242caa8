#include "src/run/run_setup.h"

#include "src/text/shell_words.h"

namespace combtest::internal {

std::string RunName(const WorkerTarget& target) {
  if (target.is_suite()) return target.suite + "." + target.test;
  if (!target.run_name.empty()) return target.run_name;
  const std::string name = target.running_case.empty() ? "RunTests" : target.running_case;
  return target.ordinal == 0 ? name : name + "#" + std::to_string(target.ordinal + 1);
}

RunSetup SetupOf(const config::Settings& settings, const WorkerTarget& target) {
  RunSetup setup;
  setup.threads = settings.threads;
  setup.checkpoint = settings.checkpoint;
  setup.walk_timeout = settings.walk_timeout;
  setup.run_timeout = settings.run_timeout;
  setup.heartbeat = settings.heartbeat;
  setup.start_timeout = settings.start_timeout;
  setup.reconnect = settings.reconnect;
  setup.pass_on = SplitWords(settings.host_variables);
  setup.retries = settings.retries;
  setup.flaky_fails = settings.flaky == config::FlakyPolicy::kFail;
  setup.log = LogSettingsOf(settings);
  setup.target = target;
  return setup;
}

TraceSetup MakeTraceSetup(const std::string& directory, const std::string& name,
                          const RunSetup& setup, const Integration& integration) {
  TraceSetup trace;
  if (directory.empty()) return trace;
  trace.directory = directory;
  trace.name = name;
  trace.workers = setup.workers;
  trace.threads = setup.threads;
  for (const auto& [key, value] : integration.Settings()) trace.settings[key] = value;
  for (const auto& [key, value] : integration.Versions()) trace.versions[key] = value;
  if (const auto shard = integration.RunningShard())
    trace.shard = {{"index", shard->index}, {"total", shard->total}, {"run", shard->run}};
  trace.on_file = [&integration](const std::string& path) { integration.OnTrace(path); };
  return trace;
}

}  // namespace combtest::internal
