#include "src/launcher/launch_request.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "combtest/action.h"
#include "src/config/worker_variables.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// What would make a worker write the orchestrator's reports, select by its filter or shard, or
// start workers. What else begins with GTEST_ or TEST_ is the user's, or a build system's.
constexpr std::array<std::string_view, 31> kParentOnly = {
    "GTEST_ALSO_RUN_DISABLED_TESTS",
    "GTEST_BREAK_ON_FAILURE",
    "GTEST_BRIEF",
    "GTEST_CATCH_EXCEPTIONS",
    "GTEST_FAIL_FAST",
    "GTEST_FAIL_IF_NO_TEST_LINKED",
    "GTEST_FAIL_IF_NO_TEST_SELECTED",
    "GTEST_FILTER",
    "GTEST_FLAGFILE",
    "GTEST_INTERNAL_RUN_DEATH_TEST",
    "GTEST_LIST_TESTS",
    "GTEST_OUTPUT",
    "GTEST_RECREATE_ENVIRONMENTS_WHEN_REPEATING",
    "GTEST_REPEAT",
    "GTEST_SHARD_INDEX",
    "GTEST_SHARD_STATUS_FILE",
    "GTEST_SHUFFLE",
    "GTEST_STREAM_RESULT_TO",
    "GTEST_THROW_ON_FAILURE",
    "GTEST_TOTAL_SHARDS",
    "TEST_PREMATURE_EXIT_FILE",
    "TEST_SHARD_INDEX",
    "TEST_SHARD_STATUS_FILE",
    "TEST_TOTAL_SHARDS",
    "TESTBRIDGE_TEST_ONLY",
    "TESTBRIDGE_TEST_RUNNER_FAIL_FAST",
    "XML_OUTPUT_FILE",
    "COMBTEST_HOSTS",
    "COMBTEST_LAUNCHER",
    "COMBTEST_STATES",
    "COMBTEST_WORKERS",
};

std::string_view NameOf(std::string_view variable) {
  return variable.substr(0, variable.find('='));
}

bool IsForParentOnly(std::string_view variable) {
  return std::find(kParentOnly.begin(), kParentOnly.end(), NameOf(variable)) != kParentOnly.end();
}

bool IsNamed(std::string_view variable, const std::vector<std::string>& names) {
  const std::string_view name = NameOf(variable);
  return std::any_of(names.begin(), names.end(), [&](std::string_view pattern) {
    return pattern.ends_with('*') ? name.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : name == pattern;
  });
}

}  // namespace

WorkerRequest RequestFor(const LaunchRequest& request, bool local) {
  WorkerRequest worker;
  worker.index = request.index;
  worker.workers = request.workers;
  worker.id = request.id;
  worker.program = ExecutablePath();
  if (worker.program.empty()) throw Error("this program can't be found without /proc");
  const std::vector<std::string> own = CommandLine();
  for (std::size_t i = 1; i < own.size(); ++i) {
    if (!std::string_view(own[i]).starts_with("--gtest_")) worker.arguments.push_back(own[i]);
  }
  worker.arguments.insert(worker.arguments.end(), request.test_arguments.begin(),
                          request.test_arguments.end());
  for (std::string& variable : Environment()) {
    const std::string_view name = NameOf(variable);
    if (variable.starts_with(kInternalPrefix) || name == kWorkerVariable ||
        name == kWorkerCountVariable)
      continue;
    if (IsForParentOnly(variable)) {
      // The programs that an action starts see it all the same.
      worker.environment.push_back(kWithheldPrefix + std::move(variable));
      continue;
    }
    const bool needed = variable.starts_with("COMBTEST_") || IsNamed(variable, request.pass_on);
    (needed ? worker.variables : worker.environment).push_back(std::move(variable));
  }
  const bool suite = request.target.is_suite();
  const auto add = [&worker](std::string name, const std::string& value) {
    worker.variables.push_back(std::move(name) + "=" + value);
  };
  add("GTEST_TOTAL_SHARDS", std::to_string(suite ? request.workers : 1));
  add("GTEST_SHARD_INDEX", std::to_string(suite ? request.index : 0));
  add(kWorkerVariable, std::to_string(request.number));
  add(kWorkerCountVariable, std::to_string(request.count));
  add(kTargetVariable, Encode(request.target));
  add(kIdVariable, request.id);
  if (!local) add(kSupervisedVariable, std::to_string(request.patience.count()));
  return worker;
}

}  // namespace combtest::internal
