// What a person reads after the walks of a group.
#ifndef COMBTEST_GTEST_INTEGRATION_WALK_SUMMARY_H_
#define COMBTEST_GTEST_INTEGRATION_WALK_SUMMARY_H_

#include <string>

#include "gtest_integration/src/walk_group.h"

namespace combtest::internal {

// Of a suite whose walks ran in their test bodies: what chose them and what they covered.
std::string SummaryOfBodies(const WalkGroup& group);
// Why walks failed, wherever they ran; empty where none did.
std::string WhyTheyFailed(const WalkGroup& group);
// The same in a few lines, where GoogleTest lists many failed tests after it.
std::string WhyTheyFailedAgain(const WalkGroup& group);
// A few lines: the ledger, phases, time, and how to run again what failed. For a group that has
// run.
std::string SummaryOf(const WalkGroup& group);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_WALK_SUMMARY_H_
