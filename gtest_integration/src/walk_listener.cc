#include "gtest_integration/src/walk_listener.h"

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "combtest/config.h"
#include "combtest/gtest/adapter.h"
#include "gtest_integration/src/walk_group.h"
#include "src/report/describe.h"

namespace combtest::internal {
namespace {

// A fatal failure before the tests: GoogleTest then runs none and exits with 1.
void Refuse(const std::string& error) { GTEST_FAIL() << "combtest: " << error; }

void SayIfNothingIsSelected(const testing::UnitTest& program) {
  if (program.test_to_run_count() > 0 || WalkGroups::Get().all().empty()) return;
  std::cerr << "combtest: NO WALK IS SELECTED: nothing has been tested. --gtest_filter='"
            << GTEST_FLAG_GET(filter) << "'";
  if (const char* index = std::getenv("GTEST_SHARD_INDEX")) {
    const char* total = std::getenv("GTEST_TOTAL_SHARDS");
    std::cerr << ", shard " << index << " of " << (total != nullptr ? total : "?");
  }
  std::cerr << ". --gtest_list_tests shows all names.\n";
}

}  // namespace

void WalkListener::OnTestProgramStart(const testing::UnitTest&) {
  for (const std::string& error : WalkGroups::Get().errors()) Refuse(error);
  try {
    config::Current();
  } catch (const Error& error) {
    Refuse(error.what());
  }
  for (const auto& group : WalkGroups::Get().all()) group->LearnNames();
}

void WalkListener::OnTestIterationStart(const testing::UnitTest& program, int) {
  for (const auto& group : WalkGroups::Get().all()) group->Reset();
  SayIfNothingIsSelected(program);
}

void WalkListener::OnTestStart(const testing::TestInfo& info) {
  WalkGroup* group = WalkGroups::Get().Find(info);
  if (group == nullptr || group->has_run() || !group->RunsAhead()) return;
  group->RunAll(*testing::UnitTest::GetInstance()->current_test_suite());
}

void WalkListener::OnTestEnd(const testing::TestInfo& info) {
  // A body that never called RunWalk() must not hide what its walk found.
  WalkGroup* group = WalkGroups::Get().Find(info);
  if (group == nullptr || !group->has_run() || info.result()->Failed()) return;
  const auto id = group->WalkOf(info);
  if (!id || !group->error().empty()) return;
  const WalkResult result = group->ResultOf(*id);
  if (result.failed()) {
    ReportPart(
        testing::TestPartResult::kFatalFailure, info.file(), info.line(),
        DescribeResult(group->space()[*id], result) + "\n  (the test body didn't call RunWalk())");
  }
}

void WalkListener::OnTestSuiteEnd(const testing::TestSuite& suite) {
  for (const auto& group : WalkGroups::Get().all()) {
    if (group->suite() != suite.name() || !group->has_run() || !group->error().empty()) continue;
    for (const Failure& failure : group->run().board().run_failures()) {
      ReportPart(testing::TestPartResult::kFatalFailure,
                 failure.file.empty() ? nullptr : failure.file.c_str(), failure.line,
                 failure.where + ": " + failure.message);
    }
  }
}

}  // namespace combtest::internal
