// The default printer behind --combtest_failures: of walks that failed alike it prints few.
#ifndef COMBTEST_GTEST_INTEGRATION_PRINTED_LISTENER_H_
#define COMBTEST_GTEST_INTEGRATION_PRINTED_LISTENER_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gtest_integration/src/walk_listener.h"

namespace combtest::internal {

// A walk listener that takes GoogleTest's printer to itself where not all failures are to be
// printed, and hands on to it what it hears: as the printer is the first of all listeners, and this
// one comes next, both see everything in the order in which they would without it. A printer that
// the program has put in its place is left alone. Results, and so all reports, have every failure.
class PrintedListener : public WalkListener {
 public:
  void OnTestIterationStart(const testing::UnitTest& program, int iteration) override;
  void OnEnvironmentsSetUpStart(const testing::UnitTest& program) override;
  void OnEnvironmentsSetUpEnd(const testing::UnitTest& program) override;
  void OnTestSuiteStart(const testing::TestSuite& suite) override;
  void OnTestStart(const testing::TestInfo& info) override;
  void OnTestDisabled(const testing::TestInfo& info) override;
  void OnTestPartResult(const testing::TestPartResult& part) override;
  void OnTestEnd(const testing::TestInfo& info) override;
  void OnTestSuiteEnd(const testing::TestSuite& suite) override;
  void OnEnvironmentsTearDownStart(const testing::UnitTest& program) override;
  void OnEnvironmentsTearDownEnd(const testing::UnitTest& program) override;
  void OnTestIterationEnd(const testing::UnitTest& program, int iteration) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;
#ifndef GTEST_REMOVE_LEGACY_TEST_CASEAPI_
  void OnTestCaseStart(const testing::TestCase& suite) override;
  void OnTestCaseEnd(const testing::TestCase& suite) override;
#endif

 protected:
  testing::TestEventListener* printer() const override;

 private:
  // Walks of the running suite that failed in one place, in one way.
  struct Alike {
    std::uint64_t count = 0;
    std::vector<std::string> names;  // of the first that weren't printed
  };
  bool IsPrinted(const testing::TestPartResult& part);
  std::string WhatIsLeftOut() const;

  std::unique_ptr<testing::TestEventListener> printer_;  // null: it prints all by itself
  std::uint64_t most_ = 0;
  std::map<std::string, Alike> failed_;
  const testing::TestInfo* walk_ = nullptr;  // the case that runs; null where it isn't a walk
  bool judged_ = false;                      // its first failure has been seen
  bool judged_printed_ = true;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_PRINTED_LISTENER_H_
