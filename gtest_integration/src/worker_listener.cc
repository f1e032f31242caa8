#include "gtest_integration/src/worker_listener.h"

#include <cstdlib>
#include <iostream>
#include <string>

#include "gtest_integration/src/running_case.h"
#include "src/api/framework.h"

namespace combtest::internal {
namespace {

// What is selected leads to the walks, and it is not more than that.
bool IsSelectionRight(const testing::UnitTest& program, const std::string& filter) {
  const TestFilter wanted(filter);
  int right = 0;
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *program.GetTestSuite(s);
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const testing::TestInfo& info = *suite.GetTestInfo(t);
      if (!info.should_run()) continue;
      if (!wanted.Selects(std::string(suite.name()) + "." + info.name())) return false;
      ++right;
    }
  }
  return IsWorkerOfSuite() ? right == 1 : right > 0;
}

}  // namespace

void WorkerListener::OnTestProgramStart(const testing::UnitTest& program) {
  if (within_) return;
  repeat_ = GTEST_FLAG_GET(repeat);
  const std::string filter = FilterFor(RunningCaseOfWorker());
  const bool here = NoteProgramRun() && !filter.empty();
  // The orchestrator has run it, or will; and what is left of ours is to run once.
  GTEST_FLAG_SET(repeat, here && IsSelectionRight(program, filter) ? 1 : 0);
  if (here && GTEST_FLAG_GET(repeat) == 0) RunWanted();
  GiveVariablesBack();
}

// Main has set a filter, or flags, since it handed over its arguments; GoogleTest has selected by
// them already.
void WorkerListener::RunWanted() {
  GTEST_FLAG_SET(filter, FilterFor(RunningCaseOfWorker()));
  GTEST_FLAG_SET(also_run_disabled_tests, true);
  GTEST_FLAG_SET(repeat, 1);
  within_ = true;
  static_cast<void>(!testing::UnitTest::GetInstance()->Run());  // main's is the one that counts
  within_ = false;
  GTEST_FLAG_SET(repeat, 0);
}

void WorkerListener::OnTestIterationStart(const testing::UnitTest&, int) { SetInTests(true); }
void WorkerListener::OnTestIterationEnd(const testing::UnitTest&, int) { SetInTests(false); }

void WorkerListener::OnTestProgramEnd(const testing::UnitTest&) {
  if (!within_) GTEST_FLAG_SET(repeat, repeat_);
}

void WorkerListener::OnTestStart(const testing::TestInfo&) {
  if (!IsSetUp(RunningCaseOfWorker())) return;
  std::cerr << "combtest: a call of RunTests with workers can be reached in a test, in a SetUp of "
               "its suite or of an environment, and in main; this one stands elsewhere\n"
            << std::flush;
  std::exit(2);
}

void WorkerListener::OnTestPartResult(const testing::TestPartResult& part) {
  const bool printed =
      testing::UnitTest::GetInstance()->listeners().default_result_printer() != nullptr;
  if (part.failed() && !printed) std::cerr << part << std::flush;
}

}  // namespace combtest::internal
