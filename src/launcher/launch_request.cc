#include "src/launcher/launch_request.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "combtest/action.h"
#include "src/config/worker_variables.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// A worker must not write the orchestrator's reports, nor select by its filter or shard, nor start
// workers.
constexpr std::array<std::string_view, 9> kParentOnly = {"GTEST_",
                                                         "TEST_",
                                                         "XML_OUTPUT_FILE=",
                                                         "TESTBRIDGE_TEST_ONLY=",
                                                         "COMBTEST_WORKERS=",
                                                         "COMBTEST_INTERNAL_",
                                                         "COMBTEST_LAUNCHER=",
                                                         "COMBTEST_HOSTS=",
                                                         "COMBTEST_STATES="};

bool IsForParentOnly(std::string_view variable) {
  // TEST_TMPDIR and the like of a build system stay: an action may need them.
  if (variable.starts_with("TEST_") && !variable.starts_with("TEST_SHARD") &&
      !variable.starts_with("TEST_TOTAL_SHARDS") &&
      !variable.starts_with("TEST_PREMATURE_EXIT_FILE"))
    return false;
  return std::any_of(kParentOnly.begin(), kParentOnly.end(),
                     [&](std::string_view prefix) { return variable.starts_with(prefix); });
}

bool IsNamed(std::string_view variable, const std::vector<std::string>& names) {
  const std::string_view name = variable.substr(0, variable.find('='));
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
    if (IsForParentOnly(variable)) continue;
    const bool needed = variable.starts_with("COMBTEST_") || IsNamed(variable, request.pass_on);
    (needed ? worker.variables : worker.environment).push_back(std::move(variable));
  }
  const bool suite = request.target.is_suite();
  const auto add = [&worker](std::string name, const std::string& value) {
    worker.variables.push_back(std::move(name) + "=" + value);
  };
  add("GTEST_TOTAL_SHARDS", std::to_string(suite ? request.workers : 1));
  add("GTEST_SHARD_INDEX", std::to_string(suite ? request.index : 0));
  add(kTargetVariable, Encode(request.target));
  add(kIdVariable, request.id);
  if (!local) add(kSupervisedVariable, std::to_string(request.patience.count()));
  return worker;
}

}  // namespace combtest::internal
