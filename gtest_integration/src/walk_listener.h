// Runs the phases of suites whose walks run ahead, and refuses runs that can't work.
#ifndef COMBTEST_GTEST_INTEGRATION_WALK_LISTENER_H_
#define COMBTEST_GTEST_INTEGRATION_WALK_LISTENER_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "combtest/integration.h"
#include "gtest_integration/src/walk_group.h"

namespace combtest::internal {

class WalkListener : public testing::EmptyTestEventListener {
 public:
  void OnTestProgramStart(const testing::UnitTest& program) override;
  void OnEnvironmentsSetUpEnd(const testing::UnitTest& program) override;
  void OnTestIterationStart(const testing::UnitTest& program, int iteration) override;
  void OnTestIterationEnd(const testing::UnitTest& program, int iteration) override;
  void OnTestSuiteStart(const testing::TestSuite& suite) override;
  void OnTestStart(const testing::TestInfo& info) override;
  void OnTestEnd(const testing::TestInfo& info) override;
  void OnTestSuiteEnd(const testing::TestSuite& suite) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;

 protected:
  // Null: the program has taken it away.
  virtual testing::TestEventListener* printer() const {
    return testing::UnitTest::GetInstance()->listeners().default_result_printer();
  }

 private:
  static void RefuseRun();
  void CheckSettingsOnce();
  void WatchExits();
  void EndProgram(const testing::UnitTest& program, int iteration);
  // Has the group's walks run ahead where they haven't. Why this case isn't to run; empty: it is.
  void EndCase(const testing::TestInfo& info);
  std::string RunAhead(WalkGroup& group, const testing::TestSuite& suite,
                       const testing::TestInfo& info);
  // The same of walks that run in their cases, where a budget has cut this one off.
  static std::string CutOff(WalkGroup& group, const testing::TestSuite& suite,
                            const testing::TestInfo& info);

  std::optional<ExitWatch> exit_watch_;  // while the tests haven't ended
  const testing::TestInfo* last_started_ = nullptr;
  bool settings_checked_ = false;
  bool refused_ = false;      // and that has been said
  bool miscounted_ = false;   // a ledger didn't balance
  bool failed_ = false;       // something has, in this iteration
  bool passed_over_ = false;  // the current case won't run: a set-up failed, or fail_fast
  // Of one that is passed over for a reason that we know: GoogleTest's skip, which gives none.
  std::unique_ptr<FailureCapture> skip_;
  // --gtest_fail_fast is given, and held back while a suite reports what ran ahead.
  bool holds_fail_fast_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_WALK_LISTENER_H_
