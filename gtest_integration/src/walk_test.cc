#include "combtest/gtest/walk_test.h"

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "combtest/gtest/adapter.h"
#include "combtest/internal/type_name.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/replay_line.h"
#include "gtest_integration/src/walk_group.h"
#include "gtest_integration/src/walk_so_far.h"

namespace combtest::internal {

struct WalkCase::Run {
  explicit Run(const Walk& which) : walk(which) {}
  const Walk walk;
  bool asked = false;  // by RunWalk()
  bool torn_down = false;
  WalkGroup* group = nullptr;  // null: its walks are in no suite that is known
  bool ahead = false;          // it ran ahead
  WalkResult result;
  // Of a walk that runs here:
  std::unique_ptr<FailureCapture> capture;
  std::optional<BodyWalk> own;
  std::chrono::steady_clock::duration took{};
};

namespace {

// Adds the time of a scope.
class Stopwatch {
 public:
  explicit Stopwatch(std::chrono::steady_clock::duration& sum) : sum_(sum) {}
  ~Stopwatch() { sum_ += std::chrono::steady_clock::now() - start_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  std::chrono::steady_clock::duration& sum_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

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
    std::cout << "[  FLAKY   ] " << DescribeResult(walk, result)
              << "\n  replay: " << ReplayLine(info, result) << std::endl;
    return;
  }
  for (const Failure& failure : result.failures) {
    const bool last = failure.attempt == 0 || failure.attempt == result.attempts;
    if (failure.origin == Failure::Origin::kAssertion && last && !reported) ReportFailure(failure);
  }
  if (result.failed()) {
    ReportPart(testing::TestPartResult::kFatalFailure, info.file(), info.line(),
               DescribeResult(walk, result) + "\n  replay: " + ReplayLine(info, result));
    return;
  }
  // A cancelled walk whose GTEST_SKIP has been reported needs no further word.
  for (const Failure& failure : result.failures) {
    if (failure.origin == Failure::Origin::kAssertion) return;
  }
  ReportPart(testing::TestPartResult::kSkip, info.file(), info.line(), SkipText(result));
}

}  // namespace

WalkCase::WalkCase(const std::type_info& state_type, bool has_fixture)
    : state_type_(state_type), has_fixture_(has_fixture) {}

WalkCase::~WalkCase() {
  WalkSoFar::Forget();
  if ((run_ == nullptr || !run_->asked) && !testing::Test::HasFailure() &&
      !testing::Test::IsSkipped()) {
    ReportPart(testing::TestPartResult::kNonFatalFailure, Running().file(), Running().line(),
               "the test body didn't call RunWalk()");
  }
  if (has_fixture_ && run_ != nullptr && run_->own && !run_->torn_down) {
    ReportPart(testing::TestPartResult::kNonFatalFailure, Running().file(), Running().line(),
               "the suite's own TearDown() hides that of its WalkTest; put it into the Base");
  }
  if (run_ != nullptr && run_->ahead) run_->group->DropState(run_->result.id);
}

void WalkCase::SetUp(const Walk& walk, const std::function<void()>& set_up) {
  if (IsWorkerOf(Running().test_suite_name(), BaseName(Running()))) {
    ServeSuite(walk.space(), CurrentIntegration());
    GTEST_SKIP();  // the body is the orchestrator's
  }
  if (!has_fixture_) return;
  Begin(walk);
  if (!run_->own) return;
  const Stopwatch stopwatch(run_->took);
  run_->own->SetUp(set_up);
}

// The body may have failed meanwhile, which is told apart from its walk's failures.
void WalkCase::TearDown(const std::function<void()>& tear_down) {
  if (run_ == nullptr || !run_->own || !has_fixture_) return;
  run_->torn_down = true;
  WalkSoFar::Forget();
  std::vector<Failure> of_body;
  run_->capture->TakeFailures(of_body);
  {
    const Stopwatch stopwatch(run_->took);
    run_->own->TearDown(tear_down);
  }
  if (run_->asked || run_->own->ended() || run_->own->has_failures()) EndOwn();
}

void WalkCase::Begin(const Walk& walk) {
  const WalkSpace space = walk.space();
  if (const auto& type = StateTypeOf(space); type != state_type_) {
    throw Error("the fixture is a WalkTest<" + TypeName(state_type_) +
                ">, but it is instantiated with Walks<" + TypeName(type) +
                ", …>; give both the same State");
  }
  auto run = std::make_unique<Run>(walk);
  run->group = WalkGroups::Get().Find(Running());
  run->ahead = run->group != nullptr && run->group->has_run();
  if (run->ahead) {
    if (!run->group->error().empty()) throw Error(run->group->error());
    run->result = run->group->ResultOf(walk.id());
  } else {
    if (run->group != nullptr)
      run->group->BeginBodies(*testing::UnitTest::GetInstance()->current_test_suite());
    run->capture = WatchAssertions(Running());  // which go to GoogleTest at once
    run->own.emplace(walk, CurrentIntegration(), *run->capture);
  }
  run_ = std::move(run);
}

const WalkResult& WalkCase::RunWalk(const Walk& walk) {
  if (run_ != nullptr && run_->asked)
    throw Error("RunWalk() was called a second time in one test body");
  if (run_ == nullptr) Begin(walk);
  run_->asked = true;
  if (run_->ahead) {
    Report(run_->walk, run_->result, false);
    return run_->result;
  }
  if (!run_->own->ended()) {
    const Stopwatch stopwatch(run_->took);
    run_->own->RunActions();
  }
  if (has_fixture_) {
    run_->result = run_->own->ResultSoFar();
    WalkSoFar::Note(run_->result);
  } else {
    EndOwn();
  }
  return run_->result;
}

void WalkCase::EndOwn() {
  run_->result = run_->own->TakeResult();
  if (run_->group != nullptr) run_->group->AddBody(run_->result, run_->took);
  Report(run_->walk, run_->result, true);
}

void* WalkCase::StatePointer() {
  if (run_ == nullptr || !run_->asked) throw Error("state() was called before RunWalk()");
  void* const state = run_->ahead ? run_->group->StateOf(run_->result.id) : run_->own->state();
  if (state == nullptr) throw Error("the walk left no state: it " + ToString(run_->result.outcome));
  return state;
}

}  // namespace combtest::internal
