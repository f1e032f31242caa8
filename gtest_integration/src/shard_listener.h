// This program as one shard of several: what its record says of GoogleTest's tests.
#ifndef COMBTEST_GTEST_INTEGRATION_SHARD_LISTENER_H_
#define COMBTEST_GTEST_INTEGRATION_SHARD_LISTENER_H_

#include <gtest/gtest.h>

namespace combtest::internal {

// Appended after the listener of walks, so that it hears of ends before that.
class ShardListener : public testing::EmptyTestEventListener {
 public:
  void OnTestProgramStart(const testing::UnitTest& program) override;
  void OnTestIterationEnd(const testing::UnitTest& program, int iteration) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_SHARD_LISTENER_H_
