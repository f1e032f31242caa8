#include "gtest_integration/src/replay_line.h"

#include <algorithm>
#include <chrono>
#include <variant>

#include "combtest/config.h"
#include "combtest/launcher.h"
#include "src/config/option_table.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// " --combtest_workers=1" and the like: what keeps a walk from ending the program, or from hanging.
std::string NeededFor(const std::vector<WalkResult>& walks) {
  bool worker = false;
  std::chrono::nanoseconds limit{};
  for (const WalkResult& walk : walks) {
    worker = worker || std::holds_alternative<outcome::Crashed>(walk.outcome) ||
             std::holds_alternative<outcome::Exited>(walk.outcome);
    if (const auto* timed_out = std::get_if<outcome::TimedOut>(&walk.outcome))
      limit = std::max(limit, timed_out->limit);
  }
  std::string options;
  if (worker || limit.count() > 0) options += " --combtest_workers=1";
  if (limit.count() > 0) {
    config::Settings settings;
    settings.walk_timeout = limit;
    options += " --combtest_walk_timeout=" + FindOption("walk_timeout")->kind.print(settings);
  }
  return options;
}

}  // namespace

std::string ReplayLine(const testing::TestInfo& info, const WalkResult& result) {
  return RerunLine(std::string(info.test_suite_name()) + "." + info.name(), {result});
}

std::string RerunLine(const std::string& filter, const std::vector<WalkResult>& walks) {
  const std::vector<std::string> arguments = CommandLine();
  std::string line = arguments.empty() ? "TEST_PROGRAM" : ShellQuoted(arguments[0]);
  line += " --gtest_filter='" + filter + "'";
  if (GTEST_FLAG_GET(also_run_disabled_tests)) line += " --gtest_also_run_disabled_tests";
  return line + NeededFor(walks);
}

}  // namespace combtest::internal
