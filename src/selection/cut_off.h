// Walks of a run for which there is no time.
#ifndef COMBTEST_SRC_SELECTION_CUT_OFF_H_
#define COMBTEST_SRC_SELECTION_CUT_OFF_H_

#include <string>

#include "combtest/walk_set.h"

namespace combtest::internal {

// They are accounted for, and don't run.
struct CutOff {
  WalkSet walks = WalkSet::Of({});
  std::string reason;  // "cut off by --combtest_budget=20m: …"
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_CUT_OFF_H_
