#include "src/selection/test_filter.h"

#include <algorithm>
#include <utility>

namespace combtest::internal {
namespace {

std::vector<std::string_view> Patterns(std::string_view text) {
  std::vector<std::string_view> patterns;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    if (end > begin) patterns.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return patterns;
}

bool AnyMatches(const std::vector<std::string_view>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return Matches(pattern, name); });
}

}  // namespace

TestFilter::TestFilter(std::string filter) : text_(std::move(filter)) {
  const std::string_view text = text_;
  const std::size_t minus = std::min(text.find('-'), text.size());
  positive_ = Patterns(text.substr(0, minus));
  if (minus == text.size()) return;
  negative_ = Patterns(text.substr(minus + 1));
  if (minus == 0) positive_ = {"*"};
}

bool TestFilter::Selects(std::string_view name) const {
  return AnyMatches(positive_, name) && !AnyMatches(negative_, name);
}

bool Matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = pattern.npos, star_text = 0;  // where to go on after the last *
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_text = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star;
      t = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

bool IsDisabled(std::string_view suite, std::string_view test) {
  const auto disabled = [](std::string_view name) {
    return name.starts_with("DISABLED_") || name.find("/DISABLED_") != name.npos;
  };
  return disabled(suite) || disabled(test);
}

}  // namespace combtest::internal
