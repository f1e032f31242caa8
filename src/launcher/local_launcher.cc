#include <algorithm>
#include <array>
#include <string_view>

#include "src/launcher/launcher.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// A worker must not write the orchestrator's reports, nor select by its filter or shard.
constexpr std::array<std::string_view, 7> kParentOnly = {"GTEST_",
                                                         "TEST_",
                                                         "XML_OUTPUT_FILE=",
                                                         "TESTBRIDGE_TEST_ONLY=",
                                                         "COMBTEST_WORKERS=",
                                                         "COMBTEST_INTERNAL_",
                                                         "COMBTEST_STATES="};

bool StartsWithAny(std::string_view text, const auto& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

}  // namespace

ChildCommand LocalLauncher::Command(const LaunchRequest& request) const {
  ChildCommand command;
  command.argv.push_back(ExecutablePath());
  const std::vector<std::string> own = CommandLine();
  for (std::size_t i = 1; i < own.size(); ++i) {
    if (!std::string_view(own[i]).starts_with("--gtest_")) command.argv.push_back(own[i]);
  }
  command.argv.insert(command.argv.end(), request.test_arguments.begin(),
                      request.test_arguments.end());

  for (std::string& variable : Environment()) {
    // TEST_TMPDIR and the like of a build system stay: an action may need them.
    const bool shard = variable.starts_with("TEST_SHARD") ||
                       variable.starts_with("TEST_TOTAL_SHARDS") ||
                       variable.starts_with("TEST_PREMATURE_EXIT_FILE");
    const bool other_test_variable = variable.starts_with("TEST_") && !shard;
    if (other_test_variable || !StartsWithAny(variable, kParentOnly))
      command.environment.push_back(std::move(variable));
  }
  command.environment.push_back("GTEST_TOTAL_SHARDS=" +
                                std::to_string(request.target.is_suite() ? request.workers : 1));
  command.environment.push_back("GTEST_SHARD_INDEX=" +
                                std::to_string(request.target.is_suite() ? request.index : 0));
  command.environment.push_back(std::string(kTargetVariable) + "=" + Encode(request.target));
  command.environment.push_back(std::string(kIdVariable) + "=" + request.id);
  return command;
}

}  // namespace combtest::internal
