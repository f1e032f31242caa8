// What walks and serial actions took in earlier runs.
#ifndef COMBTEST_SRC_SELECTION_ARRAY_TIMES_H_
#define COMBTEST_SRC_SELECTION_ARRAY_TIMES_H_

#include <optional>
#include <string>

#include "combtest/walk_space.h"
#include "src/arrays/rows.h"
#include "src/selection/array_file.h"

namespace combtest::internal {

// Of the run of this name, its newest trace first; `path` is a trace or a directory of them. Walks
// are found by their names. Nothing where no trace knows a time. Throws Error where traces can't be
// read.
std::optional<ArrayTimes> TimesFrom(const std::string& path, const std::string& name,
                                    const WalkSpace& space, const arrays::Rows& rows);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_ARRAY_TIMES_H_
