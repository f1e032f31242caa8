// GoogleTest in a worker.
#ifndef COMBTEST_GTEST_INTEGRATION_SRC_WORKER_LISTENER_H_
#define COMBTEST_GTEST_INTEGRATION_SRC_WORKER_LISTENER_H_

#include <gtest/gtest.h>

namespace combtest::internal {

// Sees to it that a worker runs nothing but what leads to its walks, whatever filter or flags main
// sets in code. What goes wrong there (SetUpTestSuite, environments) can only be printed.
class WorkerListener : public testing::EmptyTestEventListener {
 public:
  void OnTestProgramStart(const testing::UnitTest& program) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;
  void OnTestIterationStart(const testing::UnitTest& program, int iteration) override;
  void OnTestIterationEnd(const testing::UnitTest& program, int iteration) override;
  void OnTestStart(const testing::TestInfo& info) override;
  void OnTestPartResult(const testing::TestPartResult& part) override;

 private:
  void RunWanted();

  bool within_ = false;  // of another RUN_ALL_TESTS
  int repeat_ = 1;       // as it was given
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_SRC_WORKER_LISTENER_H_
