// What walks need beside a worker: resources, and the company of walks like them.
#ifndef COMBTEST_SRC_SPACE_NEEDED_RESOURCES_H_
#define COMBTEST_SRC_SPACE_NEEDED_RESOURCES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "combtest/internal/action_entry.h"
#include "combtest/internal/declared.h"

namespace combtest::internal {

struct NeededResources {
  std::vector<NeededResource> resources;  // at most 64
  // By action and option: a bit for each resource. Of an action that needs none: empty.
  std::vector<std::vector<std::uint64_t>> masks;
  // Walks that agree in the options of these run in one worker. Empty: they needn't.
  std::vector<std::size_t> together;

  bool any() const { return !resources.empty() || !together.empty(); }
};

// Throws Error where a count is 0 or not the same everywhere, an option isn't there, or walks are
// to run together in two ways.
NeededResources ResolveNeeds(const Declared& declared, const std::vector<ActionEntry>& actions);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_NEEDED_RESOURCES_H_
