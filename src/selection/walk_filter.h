// Which walks a --gtest_filter names.
#ifndef COMBTEST_SRC_SELECTION_WALK_FILTER_H_
#define COMBTEST_SRC_SELECTION_WALK_FILTER_H_

#include <string>
#include <string_view>

#include "combtest/walk_set.h"
#include "combtest/walk_space.h"
#include "src/selection/choice.h"

namespace combtest::internal {

// A step of Chosen(). Of `walks`, those that choice.filter can select, in ascending order and
// without excluded ones, if every positive pattern names whole walks (`All/Disk.Pass/A_1__B_2`, or
// `*A_1__B_2`); else all of them. Patterns for other tests add none. Holds only for cases that are
// named by WalkName.
WalkSet NamedByFilter(const WalkSpace& space, const WalkSet& walks, const Choice& choice);

// False: no positive pattern of `filter` can select a case whose name begins so ("All/Disk.Pass/").
bool MaySelect(const std::string& filter, std::string_view prefix);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_WALK_FILTER_H_
