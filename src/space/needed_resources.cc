#include "src/space/needed_resources.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "combtest/action.h"
#include "src/space/rule.h"

namespace combtest::internal {
namespace {

constexpr std::size_t kMaxResources = 64;

// Collects what is declared, and remembers by whom.
class Collector {
 public:
  explicit Collector(const std::vector<ActionEntry>& actions) : actions_(actions) {
    needs_.masks.resize(actions.size());
  }

  void Add(std::size_t action, const std::vector<std::size_t>& options,
           const NeededResource& resource, const std::string& where) {
    const std::uint64_t bit = std::uint64_t{1} << PlaceOf(resource, where);
    std::vector<std::uint64_t>& masks = needs_.masks[action];
    masks.resize(actions_[action].options.size());
    for (const std::size_t option : options) masks[option] |= bit;
  }
  NeededResources Take() { return std::move(needs_); }

 private:
  std::size_t PlaceOf(const NeededResource& resource, const std::string& where) {
    const std::string named = "the resource \"" + resource.name + "\"";
    if (resource.name.empty()) throw Error(where + ": a resource has a name");
    if (resource.count == 0)
      throw Error(where + ": " + named + " has the count 0; no walk could ever have it");
    std::vector<NeededResource>& all = needs_.resources;
    const auto found = std::find_if(all.begin(), all.end(), [&](const NeededResource& other) {
      return other.name == resource.name;
    });
    const auto place = static_cast<std::size_t>(found - all.begin());
    if (found == all.end()) {
      if (all.size() == kMaxResources)
        throw Error(where + ": " + named + " is one more than the " +
                    std::to_string(kMaxResources) + " that a suite can have");
      all.push_back(resource);
      where_.push_back(where);
    } else if (found->count != resource.count) {
      throw Error(named + " has one count, but " + std::to_string(found->count) + " in " +
                  where_[place] + " and " + std::to_string(resource.count) + " in " + where);
    }
    return place;
  }

  const std::vector<ActionEntry>& actions_;
  NeededResources needs_;
  std::vector<std::string> where_;  // by resource: who named it first
};

std::vector<std::size_t> Together(const Declared& declared,
                                  const std::vector<ActionEntry>& actions) {
  if (declared.together.empty()) return {};
  std::string call = "TogetherOn<";
  for (const std::size_t action : declared.together[0])
    call += (call.back() == '<' ? "" : ", ") + actions[action].name;
  call += ">()";
  if (declared.together.size() > 1)
    throw Error(
        "TogetherOn is called twice: walks run together in one way; name all its actions "
        "in one call");
  const std::set<std::size_t> places(declared.together[0].begin(), declared.together[0].end());
  if (places.size() < declared.together[0].size()) throw Error(call + " names an action twice");
  return {places.begin(), places.end()};
}

}  // namespace

NeededResources ResolveNeeds(const Declared& declared, const std::vector<ActionEntry>& actions) {
  Collector collector(actions);
  for (std::size_t action = 0; action < actions.size(); ++action) {
    std::vector<std::size_t> all(actions[action].options.size());
    for (std::size_t option = 0; option < all.size(); ++option) all[option] = option;
    for (const NeededResource& resource : actions[action].needs)
      collector.Add(action, all, resource, "kNeeds of " + actions[action].name);
  }
  for (const DeclaredNeed& need : declared.needs) {
    const ActionEntry& action = actions[need.option.action];
    const std::string where =
        "Needs<" + action.name + ">(" + action.text(need.option.value.get()) + ")";
    collector.Add(need.option.action, {FindOption(actions, need.option, where)}, need.resource,
                  where);
  }
  NeededResources needs = collector.Take();
  needs.together = Together(declared, actions);
  return needs;
}

}  // namespace combtest::internal
