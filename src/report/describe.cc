#include "src/report/describe.h"

#include <algorithm>
#include <sstream>

#include "src/text/plain_stream.h"
#include "src/text/shown_text.h"

namespace combtest::internal {
namespace {

// A state of megabytes helps nobody in a message.
constexpr std::size_t kMaxState = 2000;

bool IsOfLastAttempt(const WalkResult& result, const Failure& failure) {
  return failure.attempt == 0 || failure.attempt == result.attempts;
}

std::string What(const WalkResult& result) {
  std::string what = ToString(result.outcome);
  if (result.attempts > 1 && !result.flaky())
    what += " (in each of " + std::to_string(result.attempts) + " attempts)";
  for (const Failure& failure : result.failures) {
    if (failure.origin == Failure::Origin::kException && IsOfLastAttempt(result, failure))
      what += ": " + failure.message;
  }
  return what;
}

std::string Indented(const std::string& text, const std::string& margin) {
  std::string indented;
  for (const char c : text) {
    indented += c;
    if (c == '\n') indented += margin;
  }
  return indented;
}

// What earlier attempts found, but for what the last one found, too.
std::string Earlier(const WalkResult& result) {
  PlainStream out;
  for (const Failure& failure : result.failures) {
    if (IsOfLastAttempt(result, failure)) continue;
    const bool again =
        std::any_of(result.failures.begin(), result.failures.end(), [&](const Failure& last) {
          return IsOfLastAttempt(result, last) && last.file == failure.file &&
                 last.line == failure.line && last.message == failure.message;
        });
    if (again || (!result.flaky() && failure.message == ToString(result.outcome))) continue;
    Failure plain = failure;
    plain.attempt = 0;
    PlainStream text;
    text << plain;
    out << "\n  attempt " << failure.attempt << ": " << Indented(text.str(), "    ");
  }
  return out.str();
}

// All actions that failures name, each once.
std::string Where(const Walk& walk, const WalkResult& result) {
  std::string where;
  std::string last;
  for (const Failure& failure : result.failures) {
    if (failure.where.empty() || failure.where == last || !IsOfLastAttempt(result, failure))
      continue;
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
  PlainStream out;
  out << "Walk " << What(result);
  const std::string where = Where(walk, result);
  if (!where.empty()) out << "\n  in:     " << where;
  out << Earlier(result) << "\n  walk:   " << walk;
  if (!result.state.empty() && result.state != "null") {
    out << "\n  state:  " << ShownLine(WholeCharacters(result.state, kMaxState))
        << (result.state.size() > kMaxState ? "..." : "");
  }
  if (!result.scratch.empty()) out << "\n  kept:   " << ShownLine(result.scratch);
  if (!result.output.empty()) {
    out << "\n  output:";
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) out << "\n    " << line;
  }
  return out.str();
}

std::string SkipText(const WalkResult& result) {
  return ToString(result.outcome) + (result.where.empty() ? "" : " (in " + result.where + ")");
}

}  // namespace combtest::internal
