// Runs the phases of suites whose walks run ahead, and refuses runs that can't work.
#ifndef COMBTEST_GTEST_INTEGRATION_WALK_LISTENER_H_
#define COMBTEST_GTEST_INTEGRATION_WALK_LISTENER_H_

#include <gtest/gtest.h>

namespace combtest::internal {

class WalkListener : public testing::EmptyTestEventListener {
 public:
  void OnTestProgramStart(const testing::UnitTest& program) override;
  void OnEnvironmentsSetUpEnd(const testing::UnitTest& program) override;
  void OnTestIterationStart(const testing::UnitTest& program, int iteration) override;
  void OnTestIterationEnd(const testing::UnitTest& program, int iteration) override;
  void OnTestStart(const testing::TestInfo& info) override;
  void OnTestEnd(const testing::TestInfo& info) override;
  void OnTestSuiteEnd(const testing::TestSuite& suite) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;

 private:
  static void RefuseRun();

  const testing::TestInfo* last_started_ = nullptr;
  bool refused_ = false;      // and that has been said
  bool miscounted_ = false;   // a ledger didn't balance
  bool failed_ = false;       // something has, in this iteration
  bool passed_over_ = false;  // the current case won't run: a set-up failed, or fail_fast
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_WALK_LISTENER_H_
