// The walks of a run and those that are cut off as one set.
#ifndef COMBTEST_SRC_PLAN_WITH_CUT_OFF_H_
#define COMBTEST_SRC_PLAN_WITH_CUT_OFF_H_

#include "combtest/walk_set.h"

namespace combtest::internal {

// The walks, and behind them those that don't run. `walks` isn't All() unless nothing is cut off.
inline WalkSet WithCutOff(const WalkSet& walks, const WalkSet& cut_off) {
  if (cut_off.empty()) return walks;
  WalkSet::Builder both;
  both.Add(walks);
  both.Add(cut_off);
  return both.Build();
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PLAN_WITH_CUT_OFF_H_
