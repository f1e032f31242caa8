// Walks that a file or earlier runs name, to be in arrays in any case.
#ifndef COMBTEST_SRC_SELECTION_INCLUDED_WALKS_H_
#define COMBTEST_SRC_SELECTION_INCLUDED_WALKS_H_

#include <string>
#include <vector>

#include "combtest/walk_space.h"
#include "src/space/array_wish.h"

namespace combtest::internal {

// Whether there are traces at the path, and no list of names.
bool IsTraces(const std::string& path);

// Those of the suite, "All/DiskWalks.Pass". A list has a name in each line, of a walk or of a test,
// which begins with its suite; lines that are empty or begin with # are passed over. Of the newest
// trace those walks that ran and that there still are. Throws Error where it can't be read or the
// suite has no walk of a name.
std::vector<IncludedWalk> IncludedFrom(const std::string& path, const std::string& suite,
                                       const WalkSpace& space);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_INCLUDED_WALKS_H_
