#include "combtest/gtest/walk_test.h"

#include <chrono>
#include <iostream>
#include <optional>
#include <string>

#include "combtest/gtest/adapter.h"
#include "combtest/internal/type_name.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/replay_line.h"
#include "gtest_integration/src/walk_group.h"

namespace combtest {

struct WalkTestBase::Run {
  WalkResult result;
  std::optional<internal::BodyWalk> own;  // a walk that ran here
  internal::WalkGroup* group = nullptr;   // of one that ran ahead
};

namespace {

const testing::TestInfo& Running() {
  return *testing::UnitTest::GetInstance()->current_test_info();
}

// What the test's own result doesn't say yet. `reported`: assertions have been reported already.
void Report(const Walk& walk, const WalkResult& result, bool reported) {
  const testing::TestInfo& info = Running();
  for (const Property& property : result.properties)
    testing::Test::RecordProperty(property.key, property.value);
  if (result.passed()) return;
  if (result.attempts > 1)
    testing::Test::RecordProperty("combtest_attempts", static_cast<int>(result.attempts));
  if (result.flaky() && !result.failed()) {
    std::cout << "[  FLAKY   ] " << internal::DescribeResult(walk, result)
              << "\n  replay: " << internal::ReplayLine(info, result) << std::endl;
    return;
  }
  for (const Failure& failure : result.failures) {
    const bool last = failure.attempt == 0 || failure.attempt == result.attempts;
    if (failure.origin == Failure::Origin::kAssertion && last && !reported)
      internal::ReportFailure(failure);
  }
  if (result.failed()) {
    internal::ReportPart(testing::TestPartResult::kFatalFailure, info.file(), info.line(),
                         internal::DescribeResult(walk, result) +
                             "\n  replay: " + internal::ReplayLine(info, result));
    return;
  }
  // A cancelled walk whose GTEST_SKIP has been reported needs no further word.
  for (const Failure& failure : result.failures) {
    if (failure.origin == Failure::Origin::kAssertion) return;
  }
  internal::ReportPart(testing::TestPartResult::kSkip, info.file(), info.line(),
                       internal::SkipText(result));
}

}  // namespace

WalkTestBase::WalkTestBase(const std::type_info& state_type) : state_type_(state_type) {}

WalkTestBase::~WalkTestBase() {
  if (run_ == nullptr && !HasFailure() && !IsSkipped()) {
    internal::ReportPart(testing::TestPartResult::kNonFatalFailure, Running().file(),
                         Running().line(), "the test body didn't call RunWalk()");
  }
  if (run_ != nullptr && run_->group != nullptr) run_->group->DropState(run_->result.id);
}

void WalkTestBase::SetUp() {
  if (!internal::IsWorkerOf(Running().test_suite_name(), internal::BaseName(Running()))) return;
  internal::ServeSuite(GetParam().space(), CurrentIntegration());
  GTEST_SKIP();  // the body is the orchestrator's
}

const WalkResult& WalkTestBase::RunWalk() {
  const Walk& walk = GetParam();
  const WalkSpace space = walk.space();
  if (const auto& type = internal::StateTypeOf(space); type != state_type_) {
    throw Error("the fixture is a WalkTest<" + internal::TypeName(state_type_) +
                ">, but it is instantiated with Walks<" + internal::TypeName(type) +
                ", …>; give both the same State");
  }
  if (run_ != nullptr) throw Error("RunWalk() was called a second time in one test body");
  run_ = std::make_unique<Run>();
  internal::WalkGroup* group = internal::WalkGroups::Get().Find(Running());
  const bool ahead = group != nullptr && group->has_run();
  if (ahead) {
    if (!group->error().empty()) throw Error(group->error());
    run_->group = group;
    run_->result = group->ResultOf(walk.id());
  } else {
    if (group != nullptr)
      group->BeginBodies(*testing::UnitTest::GetInstance()->current_test_suite());
    run_->own.emplace(walk);
    // Assertions go to GoogleTest at once.
    const auto capture = internal::WatchAssertions(Running());
    const auto start = std::chrono::steady_clock::now();
    run_->result = run_->own->Run(CurrentIntegration(), *capture);
    if (group != nullptr) group->AddBody(run_->result, std::chrono::steady_clock::now() - start);
  }
  Report(walk, run_->result, !ahead);
  return run_->result;
}

void* WalkTestBase::StatePointer() {
  if (run_ == nullptr) throw Error("state() was called before RunWalk()");
  void* const state =
      run_->group != nullptr ? run_->group->StateOf(run_->result.id) : run_->own->state();
  if (state == nullptr) throw Error("the walk left no state: it " + ToString(run_->result.outcome));
  return state;
}

}  // namespace combtest
