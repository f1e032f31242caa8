#ifndef COMBTEST_GTEST_INTEGRATION_REPLAY_LINE_H_
#define COMBTEST_GTEST_INTEGRATION_REPLAY_LINE_H_

#include <gtest/gtest.h>

#include <string>

namespace combtest::internal {

// The line to paste that runs this case alone: `./disk_test --gtest_filter='All/DiskWalks.Pass/…'`.
std::string ReplayLine(const testing::TestInfo& info);
// The same for any filter.
std::string RerunLine(const std::string& filter);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_REPLAY_LINE_H_
