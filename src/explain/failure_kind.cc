#include "src/explain/failure_kind.h"

#include <algorithm>
#include <cctype>
#include <variant>

#include "src/space/space_data.h"

namespace combtest::internal::explain {
namespace {

constexpr std::size_t kMostMessage = 400;

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Where a text in quotes that begins at `at` ends; `at` where it isn't closed on its line.
std::size_t QuotedEnd(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[at]) {
      return i + 1;
    }
  }
  return at;
}

// Where the number that begins at `at` ends: 12, 0x7ffe12, 1.5e-3, 12ms.
std::size_t NumberEnd(std::string_view text, std::size_t at) {
  std::size_t i = at;
  while (i < text.size() &&
         (IsWord(text[i]) || (text[i] == '.' && i + 1 < text.size() && IsDigit(text[i + 1])) ||
          ((text[i] == '-' || text[i] == '+') && text[i - 1] == 'e' && i + 1 < text.size() &&
           IsDigit(text[i + 1]))))
    ++i;
  return i;
}

// Where the path that begins at `at` ends.
std::size_t PathEnd(std::string_view text, std::size_t at) {
  std::size_t i = at;
  while (i < text.size() && std::isspace(static_cast<unsigned char>(text[i])) == 0 &&
         text[i] != '"' && text[i] != '\'' && text[i] != ',' && text[i] != ')' && text[i] != ':')
    ++i;
  return i;
}

bool BeginsTemporary(std::string_view text) {
  return text.starts_with("/tmp/") || text.starts_with("/var/tmp/") ||
         text.starts_with("/dev/shm/") || text.starts_with("/run/user/");
}

std::string OutcomeKind(const WalkResult& result) {
  if (result.flaky()) return "failed";
  // Its limit, its reason are no part of it.
  if (std::holds_alternative<outcome::TimedOut>(result.outcome)) return "timed out";
  if (std::holds_alternative<outcome::Lost>(result.outcome)) return "lost";
  return ToString(result.outcome);
}

// The attempt whose failures tell: of a flaky walk the first, else the last.
bool Tells(const WalkResult& result, const Failure& failure) {
  if (failure.severity == Failure::Severity::kSkip) return false;
  if (failure.attempt == 0) return true;
  return failure.attempt == (result.flaky() ? 1 : result.attempts);
}

}  // namespace

std::string Normalised(std::string_view message) {
  message = message.substr(0, kMostMessage);
  std::string text;
  for (std::size_t i = 0; i < message.size();) {
    const char c = message[i];
    const bool after_word = i > 0 && IsWord(message[i - 1]);
    std::size_t end = i;
    const char* sign = nullptr;
    if (c == '"' || (c == '\'' && !after_word)) {
      end = QuotedEnd(message, i);
      sign = "\"\"";
    } else if (c == '/' && BeginsTemporary(message.substr(i))) {
      end = PathEnd(message, i);
      sign = "/tmp";
    } else if (IsDigit(c) && !after_word) {
      end = NumberEnd(message, i);
      sign = "N";
      if (!text.empty() && text.back() == '-') text.pop_back();  // its sign
    } else if (IsDigit(c)) {
      // A name that is counted: walk12.
      while (end < message.size() && IsDigit(message[end])) ++end;
      sign = "N";
    }
    if (end == i) {
      text += c;
      ++i;
    } else {
      text += sign;
      i = end;
    }
  }
  return text;
}

FirstFailure FirstFailureOf(const Walk& walk, const WalkResult& result) {
  FirstFailure first;
  first.kind.outcome = OutcomeKind(result);
  const auto failure = std::find_if(result.failures.begin(), result.failures.end(),
                                    [&](const Failure& one) { return Tells(result, one); });
  const bool known = failure != result.failures.end();
  const std::string& where = known && !failure->where.empty() ? failure->where : result.where;
  const SpaceData& space = *WalkAccess::Data(walk);
  const auto text = [&](std::size_t a) { return space.ActionText(a, walk.OptionIndex(a)); };
  std::size_t action = walk.size();
  if (where == result.where && result.action < walk.size() &&
      (where.ends_with(text(result.action)) || where.starts_with("the copy"))) {
    action = result.action;
  } else if (!where.empty()) {
    for (std::size_t a = 0; a < walk.size(); ++a) {
      if (where == text(a)) action = a;
    }
  }
  first.kind.action = action;
  // Of what is in no action, it isn't known when it happened.
  first.reached = action < walk.size() ? action : 0;
  // A signal's message has the stack, a time-out's the time.
  if (known) {
    first.message = failure->message;
    const bool asserted = failure->origin == Failure::Origin::kAssertion;
    if (asserted) first.kind.outcome = "failed";  // and crashed only later
    if (asserted || std::holds_alternative<outcome::Failed>(result.outcome) || result.flaky()) {
      first.kind.file = failure->file;
      first.kind.line = failure->line;
      first.kind.message = Normalised(failure->message);
    }
  }
  if (first.message.empty()) first.message = ToString(result.outcome);
  return first;
}

}  // namespace combtest::internal::explain
