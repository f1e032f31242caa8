#include "combtest/gtest/walk_test.h"

#include <chrono>
#include <iostream>
#include <optional>
#include <string>

#include "combtest/gtest/adapter.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/replay_line.h"
#include "gtest_integration/src/walk_group.h"
#include "src/engine/option_cursor.h"
#include "src/engine/walk_log_context.h"
#include "src/engine/walk_runner.h"
#include "src/log/central_log.h"
#include "src/report/describe.h"
#include "src/run/run_pass.h"
#include "src/worker/role.h"
#include "src/worker/session.h"

namespace combtest {

using internal::WalkAccess;

struct WalkTestBase::Run {
  WalkResult result;
  std::optional<internal::StateSlab> own_state;  // of a walk that ran here
  internal::WalkGroup* group = nullptr;          // of one that ran ahead
};

namespace {

const testing::TestInfo& Running() {
  return *testing::UnitTest::GetInstance()->current_test_info();
}

// The walk in the test body itself: assertions go to GoogleTest at once.
WalkResult RunHere(const Walk& walk, internal::StateSlab& state) {
  const internal::SpaceData& space = *WalkAccess::Data(walk);
  const auto capture = internal::WatchAssertions(Running());
  internal::WalkRunner runner(space, CurrentIntegration(), capture.get());
  internal::OptionCursor options(space);
  internal::OpenLog();
  internal::WalkLogContext log_context(space, runner);
  log_context.MoveTo(walk.id());
  internal::SegmentTask task;
  task.initial = internal::InitialState(space, nullptr);
  task.end = space.actions.size();
  bool has_state = false;
  const auto end = runner.Run(task, options.MoveTo(walk.id()), state[0], has_state);
  if (has_state) state.MarkAlive(0);
  if (end != internal::WalkRunner::End::kClean)
    return runner.TakeResult(walk.id(), has_state ? state[0] : nullptr);
  WalkResult passed;
  passed.id = walk.id();
  return passed;
}

// What the test's own result doesn't say yet. `reported`: assertions have been reported already.
void Report(const Walk& walk, const WalkResult& result, bool reported) {
  const testing::TestInfo& info = Running();
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
  internal::ReportPart(
      testing::TestPartResult::kSkip, info.file(), info.line(),
      ToString(result.outcome) + (result.where.empty() ? "" : " (in " + result.where + ")"));
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
  const internal::WorkerRole* role = internal::CurrentWorkerRole();
  if (role == nullptr || !role->target.is_suite()) return;
  if (role->target.suite != Running().test_suite_name() ||
      role->target.test != internal::BaseName(Running()))
    return;
  const internal::SpaceData& space = *WalkAccess::Data(GetParam());
  internal::ServeAsWorker(*role, GetParam().space(), internal::InitialState(space, nullptr),
                          CurrentIntegration());
  GTEST_SKIP();  // the body is the orchestrator's
}

const WalkResult& WalkTestBase::RunWalk() {
  const Walk& walk = GetParam();
  const internal::SpaceData& space = *WalkAccess::Data(walk);
  if (*space.state->type != state_type_) {
    throw Error("the fixture is a WalkTest<" + internal::TypeName(state_type_) +
                ">, but it is instantiated with Walks<" + internal::TypeName(*space.state->type) +
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
    run_->own_state.emplace(*space.state, 1);
    internal::BodyRun* const bodies = group != nullptr ? group->RunOfBodies() : nullptr;
    const auto start = std::chrono::steady_clock::now();
    run_->result = RunHere(walk, *run_->own_state);
    if (group != nullptr && run_->result.failed()) group->NoteFailed(walk.id());
    if (bodies != nullptr) bodies->Add(run_->result, std::chrono::steady_clock::now() - start);
  }
  Report(walk, run_->result, !ahead);
  return run_->result;
}

void* WalkTestBase::StatePointer() {
  if (run_ == nullptr) throw Error("state() was called before RunWalk()");
  void* state = nullptr;
  if (run_->group != nullptr) {
    state = run_->group->StateOf(run_->result.id);
  } else if (run_->own_state->alive(0)) {
    state = (*run_->own_state)[0];
  }
  if (state == nullptr) throw Error("the walk left no state: it " + ToString(run_->result.outcome));
  return state;
}

}  // namespace combtest
