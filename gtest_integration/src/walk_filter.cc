#include "gtest_integration/src/walk_filter.h"

#include <set>
#include <string_view>

#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

bool HasWildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

// Adds what the pattern names; false where it is no whole name.
bool AddNamed(std::string_view pattern, const WalkSpace& space, std::set<WalkId>& ids) {
  const bool open = pattern.starts_with('*');
  std::string_view name = open ? pattern.substr(1) : pattern;
  if (HasWildcard(name)) return false;
  const auto slash = name.rfind('/');
  if (slash != name.npos || !open) {
    if (slash == name.npos) return true;  // the name of some other kind of test
    if (const auto walk = space.Find(name.substr(slash + 1))) ids.insert(walk->id());
    return true;
  }
  const auto found = WalkAccess::Data(space)->Names().FindBySuffix(name);
  if (!found) return false;
  for (const auto& options : *found) ids.insert(space.At(options).id());
  return true;
}

}  // namespace

std::optional<std::vector<WalkId>> WalksNamedBy(const std::string& filter, const WalkSpace& space) {
  const std::string_view positive = std::string_view(filter).substr(0, filter.find('-'));
  if (positive.empty()) return std::nullopt;
  std::set<WalkId> ids;
  for (std::size_t begin = 0; begin <= positive.size();) {
    const std::size_t end = std::min(positive.find(':', begin), positive.size());
    if (end > begin && !AddNamed(positive.substr(begin, end - begin), space, ids))
      return std::nullopt;
    begin = end + 1;
  }
  return std::vector<WalkId>(ids.begin(), ids.end());
}

}  // namespace combtest::internal
