// Which walks a --gtest_filter names.
#ifndef COMBTEST_SRC_SELECTION_WALK_FILTER_H_
#define COMBTEST_SRC_SELECTION_WALK_FILTER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/walk_space.h"

namespace combtest::internal {

// The ids of all walks that `filter` can select, in ascending order, if every positive pattern
// names whole walks (`All/Disk.Pass/A_1__B_2`, or `*A_1__B_2`); nothing otherwise. Patterns for
// other tests add none. Holds only for cases that are named by WalkName.
std::optional<std::vector<WalkId>> WalksNamedBy(const std::string& filter, const WalkSpace& space);

// False: no positive pattern of `filter` can select a case whose name begins so ("All/Disk.Pass/").
bool MaySelect(const std::string& filter, std::string_view prefix);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_WALK_FILTER_H_
