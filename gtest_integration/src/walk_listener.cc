#include "gtest_integration/src/walk_listener.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "combtest/config.h"
#include "combtest/gtest/adapter.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/running_case.h"
#include "gtest_integration/src/shown_result.h"
#include "gtest_integration/src/walk_group.h"
#include "gtest_integration/src/walk_summary.h"

namespace combtest::internal {
namespace {

// A fatal failure before the tests: GoogleTest then runs none and exits with 1.
void Refuse(const std::string& error) {
  ReportPart(testing::TestPartResult::kFatalFailure, nullptr, -1, "combtest: " + error);
}

void SayIfNothingIsSelected(const testing::UnitTest& program) {
  if (program.test_to_run_count() > 0 || WalkGroups::Get().all().empty()) return;
  if (WalkGroups::Get().narrowed()) {
    std::cerr << "combtest: " << NothingToRunAgain(config::Current().rerun) << "\n";
    return;
  }
  std::cerr << "combtest: NO WALK IS SELECTED: nothing has been tested. --gtest_filter='"
            << GTEST_FLAG_GET(filter) << "'";
  if (const char* index = std::getenv("GTEST_SHARD_INDEX")) {
    const char* total = std::getenv("GTEST_TOTAL_SHARDS");
    std::cerr << ", shard " << index << " of " << (total != nullptr ? total : "?");
  }
  std::cerr << ". --gtest_list_tests shows all names.\n";
}

// The suites of walks of which something is to run.
std::vector<const WalkGroup*> SelectedGroups(const testing::UnitTest& program) {
  std::vector<const WalkGroup*> groups;
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *program.GetTestSuite(s);
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const testing::TestInfo& info = *suite.GetTestInfo(t);
      const bool same = !groups.empty() && groups.back()->Holds(info);
      if (same || !info.should_run()) continue;
      if (const WalkGroup* group = WalkGroups::Get().Find(info)) groups.push_back(group);
    }
  }
  return groups;
}

// With threads or serial actions it ends the whole program.
bool IsRunTimeoutIdle(const config::Settings& settings, const testing::UnitTest& program) {
  if (settings.run_timeout.count() == 0 || settings.threads > 1) return false;
  const auto groups = SelectedGroups(program);
  return std::any_of(groups.begin(), groups.end(),
                     [](const auto* group) { return !group->has_serial_actions(); });
}

void WarnOfIdleTimeouts(const config::Settings& settings, const testing::UnitTest& program) {
  if (WalkGroups::Get().all().empty() || settings.workers > 0 || !settings.hosts.empty() ||
      !settings.launcher.empty())
    return;
  const bool of_walk = settings.walk_timeout.count() > 0;
  if (!of_walk && !IsRunTimeoutIdle(settings, program)) return;
  std::cerr << "combtest: --combtest_" << (of_walk ? "walk_timeout" : "run_timeout")
            << " needs workers to end a walk that hangs: add --combtest_workers=auto\n";
}

void WarnOfIdleOrder(const config::Settings& settings, const testing::UnitTest& program) {
  if (settings.order == config::Order::kDeclared) return;
  const auto groups = SelectedGroups(program);
  if (groups.empty() || std::any_of(groups.begin(), groups.end(),
                                    [&](const auto* group) { return group->RunsAhead(settings); }))
    return;
  std::cerr << "combtest: --combtest_order needs walks that run ahead of their cases: add "
               "--combtest_workers=auto\n";
}

// It may be wrong where no suite of walks has looked at it.
void CheckReplay() {
  try {
    const config::Settings settings = config::Current();
    if (!(settings == config::Settings())) AskedReplay(settings);
  } catch (const Error& error) {
    WalkGroups::Get().AddError(error.what());
  }
}

// Where retries or states are asked for and a suite that is to run can't have them.
void CheckSuites(const testing::UnitTest& program) {
  config::Settings settings;
  try {
    settings = config::Current();
  } catch (const Error&) {
    return;  // it is reported already
  }
  if (!settings.replay.empty() || (settings.retries == 0 && settings.states.empty())) return;
  for (const WalkGroup* group : SelectedGroups(program)) {
    try {
      CheckCanRetry(settings, group->space());
    } catch (const Error& error) {
      WalkGroups::Get().AddError(group->suite() + ": " + error.what());
    }
    try {
      CheckStatesFile(settings, group->space());
    } catch (const Error& error) {
      WalkGroups::Get().AddError(error.what());
    }
  }
}

constexpr const char* kFailFast = "an earlier test failed, and --gtest_fail_fast is given";

std::string NotRun(const std::string& reason) {
  return reason.empty() ? std::string() : ToString(Outcome(outcome::NotRun{reason}));
}

void ReportSkip(const testing::TestInfo& info, const std::string& reason) {
  ReportPart(testing::TestPartResult::kSkip, info.file(), info.line(), reason);
}

// What SetUpTestSuite gave as its reason to skip the suite; nothing where it didn't skip.
// GoogleTest before 1.14 runs the cases all the same.
std::optional<std::string> WhySuiteIsSkipped(const testing::TestSuite& suite) {
  const testing::TestResult& set_up = suite.ad_hoc_test_result();
  if (!set_up.Skipped()) return std::nullopt;
  for (int i = 0; i < set_up.total_part_count(); ++i) {
    const testing::TestPartResult& part = set_up.GetTestPartResult(i);
    if (part.skipped()) return "SetUpTestSuite skipped the suite: " + std::string(part.message());
  }
  return std::nullopt;
}

// Why GoogleTest passes over this case, where it is for us to say.
std::string WhyPassedOver(const testing::TestInfo& info) {
  if (std::string reason = WhyInterrupted(); !reason.empty()) return NotRun(reason);
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  const bool set_up = !program.ad_hoc_test_result().HasFatalFailure() &&
                      !program.current_test_suite()->ad_hoc_test_result().Failed();
  return set_up && WalkGroups::Get().Find(info) != nullptr ? NotRun(kFailFast) : std::string();
}

void PrintSummary(const std::string& text) {
  std::fputs(text.c_str(), stdout);  // where GoogleTest prints, too
  std::fflush(stdout);
}

// What has been caught of this case is its empty skip.
void GiveReason(std::unique_ptr<FailureCapture> caught, const testing::TestInfo& info) {
  std::vector<Failure> failures;
  caught->TakeFailures(failures);
  caught.reset();
  for (const Failure& failure : failures) {
    if (!failure.message.empty()) ReportFailure(failure);
  }
  ReportSkip(info, WhyPassedOver(info));
}

}  // namespace

void WalkListener::OnTestProgramStart(const testing::UnitTest& program) {
  if (HelpIsAsked()) {
    // Instead of the tests, which GoogleTest has selected by now.
    PrintHelpOnce();
    GTEST_FLAG_SET(repeat, 0);
    return;
  }
  NoteProgramRun();
  WatchExits();
  try {
    const config::Settings settings = config::Current();
    if (!settings.list_suites.empty())
      WalkGroups::Get().AddError(
          "--combtest_list_suites goes with --gtest_list_tests; without it nothing is listed");
    CheckCoverage(settings);
    CheckReport(settings);
    CheckOptimize(settings);
    WarnOfIdleTimeouts(settings, program);
    WarnOfIdleOrder(settings, program);
    for (const auto& group : WalkGroups::Get().all()) group->LearnNames(settings);
  } catch (const Error& error) {
    WalkGroups::Get().AddError(error.what());
  }
  CheckSuites(program);
  CheckReplay();
  // Else GoogleTest's own lines come first, so that the errors stand last.
  if (program.test_to_run_count() == 0) {
    CheckSettingsOnce();  // no environment will be set up
    RefuseRun();
  }
  // Its filter says only what has been left out of it here.
  const std::optional<std::string>& filter = WalkGroups::Get().filter_before();
  if (program.test_to_run_count() == 0 && filter && std::getenv("GTEST_TOTAL_SHARDS") == nullptr)
    GTEST_FLAG_SET(filter, *filter);
}

// Nothing is to pass because it never ran.
void WalkListener::WatchExits() {
  if (!GTEST_FLAG_GET(internal_run_death_test).empty()) return;  // an exit is what it is there for
  // With fail_if_no_test_selected (GoogleTest 1.18) the program's end isn't told then.
  if (testing::UnitTest::GetInstance()->test_to_run_count() == 0) return;
  exit_watch_.emplace([] {
    const testing::UnitTest& program = *testing::UnitTest::GetInstance();
    if (const testing::TestInfo* test = program.current_test_info())
      return "the test " + std::string(test->test_suite_name()) + "." + test->name();
    if (const testing::TestSuite* suite = program.current_test_suite())
      return "the set-up or tear-down of the suite " + std::string(suite->name());
    return std::string("an environment or a listener of the tests");
  });
}

void WalkListener::RefuseRun() {
  for (const std::string& error : WalkGroups::Get().errors()) Refuse(error);
}

// What tests set is for their calls of RunTests, and no fault when they are repeated.
void WalkListener::CheckSettingsOnce() {
  if (std::exchange(settings_checked_, true)) return;
  try {
    WalkGroups::Get().CheckSettings(config::Current());
  } catch (const Error& error) {
    WalkGroups::Get().AddError(error.what());
  }
}

void WalkListener::OnEnvironmentsSetUpEnd(const testing::UnitTest&) {
  CheckSettingsOnce();
  if (WalkGroups::Get().errors().empty() || std::exchange(refused_, true)) return;
  RefuseRun();
  // It would go on to name all the cases that don't run. Later listeners are called first here, so
  // taking it out makes GoogleTest pass over nobody.
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
}

void WalkListener::OnTestIterationStart(const testing::UnitTest& program, int) {
  SetInTests(true);
  ForgetCallsOf(RunningCase());  // by environments
  failed_ = false;
  last_started_ = nullptr;
  for (const auto& group : WalkGroups::Get().all()) group->Reset();
  SayIfNothingIsSelected(program);
}

void WalkListener::OnTestIterationEnd(const testing::UnitTest& program, int iteration) {
  SetInTests(false);
  if (!WhyInterrupted().empty()) return EndProgram(program, iteration);
  if (program.ad_hoc_test_result().Failed()) return;
  const Replay* replay = AskedReplay(config::Current());
  if (replay == nullptr || WasUsed(*replay)) return;
  Refuse("--combtest_replay: the trace is of " + NameOf(*replay) +
         ", and nothing of this name has run in this program");
}

// The signal was meant for the program, not for one iteration of --gtest_repeat.
void WalkListener::EndProgram(const testing::UnitTest& program, int iteration) {
  if (iteration + 1 == GTEST_FLAG_GET(repeat)) return;
  // Ends are told in reverse: reports have been written, and only the printer comes after us.
  if (auto* last = printer()) last->OnTestIterationEnd(program, iteration);
  if (ShardLog* const log = ShardLog::Current()) log->End();
  exit_watch_.reset();
  std::exit(1);
}

void WalkListener::OnTestStart(const testing::TestInfo& info) {
  if (last_started_ != nullptr && last_started_->result()->Failed()) failed_ = true;
  last_started_ = &info;
  // GoogleTest announces the cases that it passes over, too.
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  const testing::TestSuite& suite = *program.current_test_suite();
  passed_over_ = program.ad_hoc_test_result().HasFatalFailure() ||
                 suite.ad_hoc_test_result().Failed() || (failed_ && GTEST_FLAG_GET(fail_fast));
  if (passed_over_) {
    if (!WhyPassedOver(info).empty()) skip_ = CaptureAssertions();
    return;
  }
  ForgetCallsOf(RunningCase());
  WalkGroup* group = WalkGroups::Get().Find(info);
  std::string why_not;
  if (const auto skipped = WhySuiteIsSkipped(suite); skipped && group != nullptr) {
    why_not = *skipped;
  } else if (group != nullptr && (group->has_run() || group->RunsAhead())) {
    why_not = RunAhead(*group, suite, info);
  } else {
    why_not = NotRun(WhyInterrupted());
    if (group != nullptr && why_not.empty()) why_not = CutOff(*group, suite, info);
  }
  if (!why_not.empty()) ReportSkip(info, why_not);  // GoogleTest then leaves the body out
}

std::string WalkListener::RunAhead(WalkGroup& group, const testing::TestSuite& suite,
                                   const testing::TestInfo& info) {
  if (!group.has_run()) {
    if (std::string reason = WhyInterrupted(); !reason.empty()) return NotRun(reason);
    if (holds_fail_fast_ && failed_) return NotRun(kFailFast);
    group.RunAll(suite);
    // The first case that failed mustn't hide what became of the others' walks.
    if (GTEST_FLAG_GET(fail_fast)) {
      holds_fail_fast_ = true;
      GTEST_FLAG_SET(fail_fast, false);
    }
  }
  const auto id = group.WalkOf(info);
  if (!id || !group.error().empty()) return {};
  const WalkResult result = group.ResultOf(*id);
  return result.not_run() ? SkipText(result) : std::string();
}

std::string WalkListener::CutOff(WalkGroup& group, const testing::TestSuite& suite,
                                 const testing::TestInfo& info) {
  if (group.cut_off().empty()) return {};
  const auto id = group.WalkOf(info);
  const std::string why = id ? group.WhyCutOff(*id) : std::string();
  if (!why.empty()) group.BeginBodies(suite);  // it is heard of, even if no other one runs
  return NotRun(why);
}

void WalkListener::OnTestEnd(const testing::TestInfo& info) {
  EndCase(info);
  // Its suite is still set up, for extra walks.
  WalkGroup* group = WalkGroups::Get().Find(info);
  if (group != nullptr && group->IsLast(info) && !config::Current().explain.empty())
    group->EndWalks();
}

void WalkListener::EndCase(const testing::TestInfo& info) {
  if (skip_ != nullptr) return GiveReason(std::exchange(skip_, nullptr), info);
  if (passed_over_) return;
  // A body that never called RunWalk() must not hide what its walk found.
  WalkGroup* group = WalkGroups::Get().Find(info);
  if (group == nullptr) return;
  MakeShown(*info.result());
  group->EndBody(group->WalkOf(info), FailuresOf(info));
  if (!group->has_run() || info.result()->Failed()) return;
  const auto id = group->WalkOf(info);
  if (!id || !group->error().empty()) return;
  const WalkResult result = group->ResultOf(*id);
  if (result.failed()) {
    ReportPart(
        testing::TestPartResult::kFatalFailure, info.file(), info.line(),
        DescribeResult(group->space()[*id], result) + "\n  (the test body didn't call RunWalk())");
  }
}

void WalkListener::OnTestSuiteStart(const testing::TestSuite&) { ForgetCallsOf(RunningCase()); }

void WalkListener::OnTestSuiteEnd(const testing::TestSuite& suite) {
  for (const auto& group : WalkGroups::Get().all()) {
    if (group->suite() != suite.name()) continue;
    if (!group->has_run()) {
      for (const Failure& failure : group->Close())
        ReportPart(testing::TestPartResult::kFatalFailure, nullptr, -1,
                   "combtest: " + failure.message);
      PrintSummary(SummaryOfBodies(*group) + WhyTheyFailed(*group));
      continue;
    }
    if (!group->error().empty()) continue;
    for (const Property& property : group->properties())
      testing::Test::RecordProperty(property.key, property.value);
    for (const Failure& failure : group->Close()) {
      ReportPart(testing::TestPartResult::kFatalFailure,
                 failure.file.empty() ? nullptr : failure.file.c_str(), failure.line,
                 failure.where + ": " + failure.message);
    }
    const Ledger ledger = group->Count();
    if (!ledger.Balanced()) {
      miscounted_ = true;
      ReportPart(testing::TestPartResult::kFatalFailure, nullptr, -1, ImbalanceText(ledger));
    }
    if (!group->replay_report().empty()) {
      std::cout << group->replay_report() << std::flush;
      continue;
    }
    // Flaky walks are said loudly in any case.
    const bool brief = GTEST_FLAG_GET(brief) && ledger.flaky == 0;
    PrintSummary((brief ? std::string() : SummaryOf(*group)) + WhyTheyFailed(*group));
  }
  const std::string interrupted = WhyInterrupted();
  if (!interrupted.empty() && !suite.Failed())
    ReportPart(testing::TestPartResult::kFatalFailure, nullptr, -1, "combtest: " + interrupted);
  // GoogleTest then starts no other suite.
  if (std::exchange(holds_fail_fast_, false) || !interrupted.empty())
    GTEST_FLAG_SET(fail_fast, true);
  failed_ = failed_ || suite.ad_hoc_test_result().Failed();
}

// All reports have been written.
void WalkListener::OnTestProgramEnd(const testing::UnitTest&) {
  exit_watch_.reset();
  for (const auto& group : WalkGroups::Get().all()) PrintSummary(WhyTheyFailedAgain(*group));
  if (miscounted_) std::exit(kInternalErrorExitCode);
}

}  // namespace combtest::internal
