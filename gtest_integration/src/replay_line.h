#ifndef COMBTEST_GTEST_INTEGRATION_REPLAY_LINE_H_
#define COMBTEST_GTEST_INTEGRATION_REPLAY_LINE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "combtest/outcome.h"

namespace combtest::internal {

// The line to paste that runs this case alone: `./disk_test --gtest_filter='All/DiskWalks.Pass/…'`;
// in a worker where the walk would end the program or hang it.
std::string ReplayLine(const testing::TestInfo& info, const WalkResult& result);
// The same for any filter, which selects these walks.
std::string RerunLine(const std::string& filter, const std::vector<WalkResult>& walks);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_REPLAY_LINE_H_
