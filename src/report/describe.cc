#include "src/report/describe.h"

#include <sstream>

namespace combtest::internal {
namespace {

// A state of megabytes helps nobody in a message.
constexpr std::size_t kMaxState = 2000;

std::string What(const WalkResult& result) {
  std::string what = ToString(result.outcome);
  for (const Failure& failure : result.failures) {
    if (failure.origin == Failure::Origin::kException) what += ": " + failure.message;
  }
  return what;
}

// All actions that failures name, each once.
std::string Where(const Walk& walk, const WalkResult& result) {
  std::string where;
  std::string last;
  for (const Failure& failure : result.failures) {
    if (failure.where.empty() || failure.where == last) continue;
    where += (where.empty() ? "" : ", ") + failure.where;
    last = failure.where;
  }
  if (where.empty()) where = result.where;
  if (result.action < walk.size() && where == walk.ActionText(result.action)) {
    where += ", action " + std::to_string(result.action + 1) + " of " + std::to_string(walk.size());
  }
  return where;
}

}  // namespace

std::string DescribeResult(const Walk& walk, const WalkResult& result) {
  std::ostringstream out;
  out << "Walk " << What(result);
  const std::string where = Where(walk, result);
  if (!where.empty()) out << "\n  in:     " << where;
  out << "\n  walk:   " << walk;
  if (!result.state.empty() && result.state != "null") {
    out << "\n  state:  " << result.state.substr(0, kMaxState)
        << (result.state.size() > kMaxState ? "..." : "");
  }
  if (!result.output.empty()) {
    out << "\n  output:";
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) out << "\n    " << line;
  }
  return out.str();
}

}  // namespace combtest::internal
