#include "src/selection/walk_filter.h"

#include <set>
#include <string_view>

#include "src/space/exclusion.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

bool HasWildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

// Calls `visit` with each positive pattern, until it returns false; false then.
template <class Visit>
bool ForEachPositive(const std::string& filter, Visit visit) {
  const std::string_view positive = std::string_view(filter).substr(0, filter.find('-'));
  for (std::size_t begin = 0; begin <= positive.size();) {
    const std::size_t end = std::min(positive.find(':', begin), positive.size());
    if (end > begin && !visit(positive.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  return true;
}

// The walk of this name, whose own text doesn't tell which that is.
void AddAmong(const WalkSet& walks, std::string_view name, const WalkSpace& space,
              std::set<WalkId>& ids) {
  for (std::uint64_t i = 0; i < walks.size(); ++i) {
    if (space[walks[i]].name() != name) continue;
    ids.insert(walks[i]);
    return;
  }
}

// Adds what the pattern names; false where it is no whole name.
bool AddNamed(std::string_view pattern, const WalkSpace& space, const WalkSet& walks,
              std::set<WalkId>& ids) {
  const bool open = pattern.starts_with('*');
  std::string_view name = open ? pattern.substr(1) : pattern;
  if (HasWildcard(name)) return false;
  const auto slash = name.rfind('/');
  if (slash != name.npos || !open) {
    if (slash == name.npos) return true;  // the name of some other kind of test
    name.remove_prefix(slash + 1);
    bool undecided = false;
    const auto options = WalkAccess::Data(space)->Names().Find(name, &undecided);
    if (options) ids.insert(space.At(*options).id());
    if (undecided && walks.all()) return false;
    if (undecided) AddAmong(walks, name, space, ids);
    return true;
  }
  const auto found = WalkAccess::Data(space)->Names().FindBySuffix(name);
  if (!found) return false;
  for (const auto& options : *found) ids.insert(space.At(options).id());
  return true;
}

}  // namespace

WalkSet NamedByFilter(const WalkSpace& space, const WalkSet& walks, const Choice& choice) {
  const std::string& filter = choice.filter;
  if (filter.empty() || filter[0] == '-') return walks;
  std::set<WalkId> ids;
  if (!ForEachPositive(filter, [&](auto pattern) { return AddNamed(pattern, space, walks, ids); }))
    return walks;
  ExclusionCursor exclusions(WalkAccess::Data(space));
  WalkSet::Builder named;
  for (const WalkId id : ids) {
    if (walks.Contains(id) && !exclusions.Excluded(id)) named.Add(id);
  }
  return named.Build();
}

bool MaySelect(const std::string& filter, std::string_view prefix) {
  if (filter.empty() || filter[0] == '-') return true;
  return !ForEachPositive(filter, [&](std::string_view pattern) {
    const std::string_view fixed = pattern.substr(0, pattern.find_first_of("*?"));
    return !prefix.starts_with(fixed.substr(0, prefix.size()));
  });
}

}  // namespace combtest::internal
