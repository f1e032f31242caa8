#include "gtest_integration/src/replay_line.h"

#include <algorithm>

#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

// For a POSIX shell: as it is where nothing in it is special.
std::string Quoted(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string("_-./=+,:@").find(c) != std::string::npos;
  });
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::string ReplayLine(const testing::TestInfo& info) {
  return RerunLine(std::string(info.test_suite_name()) + "." + info.name());
}

std::string RerunLine(const std::string& filter) {
  const std::vector<std::string> arguments = CommandLine();
  std::string line = arguments.empty() ? "TEST_PROGRAM" : Quoted(arguments[0]);
  line += " --gtest_filter='" + filter + "'";
  if (GTEST_FLAG_GET(also_run_disabled_tests)) line += " --gtest_also_run_disabled_tests";
  return line;
}

}  // namespace combtest::internal
