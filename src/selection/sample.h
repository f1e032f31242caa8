// Fewer walks where even an array is too much.
#ifndef COMBTEST_SRC_SELECTION_SAMPLE_H_
#define COMBTEST_SRC_SELECTION_SAMPLE_H_

#include "combtest/walk_set.h"
#include "combtest/walk_space.h"
#include "src/selection/choice.h"

namespace combtest::internal {

// A step of Chosen(). At most choice.sample walks, and at most choice.fraction of them, but one at
// least: of walks that are listed, as those of an array, the first; of all, some at random.
WalkSet Sampled(const WalkSpace& space, const WalkSet& walks, const Choice& choice);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_SAMPLE_H_
