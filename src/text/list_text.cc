#include "src/text/list_text.h"

#include <algorithm>

namespace combtest::internal {

std::string ListText(const std::vector<std::string>& some, std::uint64_t count, std::size_t max) {
  std::string text;
  const std::size_t shown = std::min(some.size(), count <= max + 1 ? some.size() : max);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == count && i > 0;
    text += (i == 0 ? "" : last ? " and " : ", ") + some[i];
  }
  return shown < count ? text + " and " + std::to_string(count - shown) + " more" : text;
}

void AddToList(std::string& list, std::string_view entry) {
  constexpr std::string_view kSeparator = ", ";
  for (std::size_t at = 0; !entry.empty() && at < list.size();) {
    const std::size_t end = std::min(list.find(kSeparator, at), list.size());
    if (std::string_view(list).substr(at, end - at) == entry) return;
    at = end + kSeparator.size();
  }
  if (!list.empty() && !entry.empty()) list += kSeparator;
  list += entry;
}

std::string CountText(std::uint64_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

}  // namespace combtest::internal
