#include "gtest_integration/src/walk_group.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "combtest/config.h"
#include "gtest_integration/src/read_states.h"
#include "gtest_integration/src/shard_run.h"
#include "gtest_integration/src/worker_arguments.h"
#include "src/launcher/launcher_choice.h"
#include "src/replay/replay.h"
#include "src/run/run_states.h"
#include "src/selection/last_run.h"
#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

std::string_view ParamName(const testing::TestInfo& info) {
  const std::string_view name = info.name();
  const auto slash = name.find('/');
  return slash == name.npos ? std::string_view() : name.substr(slash + 1);
}

std::string Key(std::string_view suite, std::string_view test) {
  return std::string(suite) + "." + std::string(test);
}

}  // namespace

std::string BaseName(const testing::TestInfo& info) {
  const std::string_view name = info.name();
  return std::string(name.substr(0, name.find('/')));
}

WalkGroup::WalkGroup(std::string suite, std::string test, WalkSpace space, bool named_by_walk_name)
    : suite_(std::move(suite)),
      test_(std::move(test)),
      space_(std::move(space)),
      named_by_walk_name_(named_by_walk_name) {}

bool WalkGroup::Holds(const testing::TestInfo& info) const {
  return suite_ == info.test_suite_name() && std::string_view(info.name()).starts_with(test_ + "/");
}

std::optional<WalkId> WalkGroup::WalkOf(const testing::TestInfo& info) const {
  if (!named_by_walk_name_) {
    const auto found = by_name_.find(std::string(ParamName(info)));
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
  }
  const auto walk = space_.Find(ParamName(info));
  return walk ? std::optional(walk->id()) : std::nullopt;
}

void WalkGroup::LearnNames() {
  if (named_by_walk_name_) return;
  if (!RunsAhead() && config::Current().log_dir.empty() && ListenersOf({}).empty()) return;
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  std::size_t next = 0;
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *program.GetTestSuite(s);
    if (suite_ != suite.name()) continue;
    for (int t = 0; t < suite.total_test_count() && next < registered_.size(); ++t) {
      const testing::TestInfo& info = *suite.GetTestInfo(t);
      if (Holds(info)) by_name_.emplace(ParamName(info), registered_[next++]);
    }
  }
}

void WalkGroup::SetReplay(Walk walk) {
  space_ = walk.space();
  replay_ = std::move(walk);
}

void WalkGroup::RunReplay() {
  const config::Settings settings = config::Current();
  Replay& replay = *AskedReplay(settings);
  replay.MarkUsed();
  RunSpec spec{name(), space_};
  spec.show_progress = false;
  spec.bodies_follow = true;
  ReplayRun run(*replay_, replay.traced(), ReplaySettingsOf(settings), std::move(spec),
                CurrentIntegration(), ListenersOf({}));
  replay_report_ = run.Report();
  run_ = run.TakeRun();
  slots_.emplace(replay_->id(), 0);
}

bool WalkGroup::RunsAhead() const {
  if (replay_) return true;
  for (std::size_t a = 0; a < space_.action_count(); ++a) {
    if (space_.IsSerial(a)) return true;
  }
  const config::Settings settings = config::Current();
  return settings.threads > 1 || settings.workers > 0 || settings.retries > 0 ||
         !StaysHere(settings) || !settings.states.empty();
}

void WalkGroup::RunAll(const testing::TestSuite& suite) {
  std::vector<WalkId> ids;
  for (int t = 0; t < suite.total_test_count(); ++t) {
    const testing::TestInfo& info = *suite.GetTestInfo(t);
    if (!info.should_run() || !Holds(info)) continue;
    if (const auto id = WalkOf(info)) ids.push_back(*id);
  }
  try {
    if (replay_) return RunReplay();
    const config::Settings settings = config::Current();
    const StateOps& state = *WalkAccess::Data(space_)->state;
    RunSpec spec = Spec(settings);
    SetWorkers(spec, settings);
    spec.states.as_json = !settings.states.empty();
    spec.states.keep =
        !settings.states.empty() ||
        (IsStateRead(*state.type) && (spec.pool.workers == 0 || state.from_json != nullptr));
    spec.show_progress = !GTEST_FLAG_GET(brief);
    spec.list_all = true;
    spec.bodies_follow = true;
    spec.stop_on_failure = GTEST_FLAG_GET(fail_fast);
    spec.pool.test_arguments = ArgumentsForWorker(suite_ + "." + test_ + "/*");
    // All of them in order need no list, here or on the way to the workers.
    const bool all = !space_.HasExclusions() && ids.size() == space_.full_size() &&
                     std::is_sorted(ids.begin(), ids.end());
    spec.selection = InOrder(space_, all ? Selection::All() : Selection::Of(std::move(ids)), name(),
                             settings.log_dir, settings);
    run_ = Execute(std::move(spec), CurrentIntegration(), ListenersOf({}));
    const RunOrder& order = run_->plan().order();
    for (std::uint64_t slot = 0; slot < order.size(); ++slot) slots_.emplace(order[slot], slot);
    if (!settings.states.empty()) WriteStates(settings.states);
  } catch (const Error& error) {
    error_ = error.what();
  }
}

void WalkGroup::WriteStates(const std::string& path) {
  const bool read = IsStateRead(*WalkAccess::Data(space_)->state->type);
  try {
    internal::WriteStates(path, name(), *run_, [&](std::uint64_t slot) {
      if (!read) run_->DropState(slot);
    });
  } catch (const std::exception& error) {
    report_error_ = error.what();
  }
}

WalkResult WalkGroup::ResultOf(WalkId id) const {
  WalkResult result = run_->board().ResultOf(slots_.at(id));
  result.id = id;  // a walk that is stepped through runs in a space of its own
  return result;
}
bool WalkGroup::HasFailed(WalkId id) const {
  if (failed_bodies_.contains(id)) return true;
  return run_ != nullptr && slots_.contains(id) && ResultOf(id).failed();
}
void* WalkGroup::StateOf(WalkId id) const { return run_->StateOf(slots_.at(id)); }
void WalkGroup::DropState(WalkId id) { run_->DropState(slots_.at(id)); }

RunSpec WalkGroup::Spec(const config::Settings& settings) const {
  WorkerTarget target;
  target.suite = suite_;
  target.test = test_;
  RunSpec spec = SpecOf(settings, CurrentIntegration(), space_, target, settings.log_dir);
  const ShardRun* shard = ShardRun::Current();
  const ShardSuite* suite = shard == nullptr ? nullptr : shard->record().Find(name());
  if (suite != nullptr && !spec.trace.shard.empty())
    spec.trace.shard["walks"] = suite->selection.size();
  return spec;
}

BodyRun* WalkGroup::RunOfBodies() {
  if (body_run_ != nullptr) return body_run_.get();
  const config::Settings settings = config::Current();
  const Listeners listeners = ListenersOf({});
  if (settings.log_dir.empty() && listeners.empty()) return nullptr;
  std::vector<WalkId> ids;
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  for (int t = 0; t < program.current_test_suite()->total_test_count(); ++t) {
    const testing::TestInfo& info = *program.current_test_suite()->GetTestInfo(t);
    if (!info.should_run() || !Holds(info)) continue;
    if (const auto id = WalkOf(info)) ids.push_back(*id);
  }
  RunSpec spec = Spec(settings);
  if (space_.HasExclusions() || ids.size() != space_.full_size())
    spec.selection = Selection::Of(std::move(ids));
  body_run_ = std::make_unique<BodyRun>(std::move(spec), listeners);
  return body_run_.get();
}

void WalkGroup::EndBody(const testing::TestInfo& info, const std::vector<Failure>& failures) {
  if (body_run_ != nullptr) body_run_->EndBody(failures);
  if (run_ == nullptr) return;
  const auto id = WalkOf(info);
  if (id && slots_.contains(*id)) run_->EndBody(slots_.at(*id), failures);
}

std::vector<Failure> WalkGroup::EndRunOfBodies() {
  if (body_run_ == nullptr) return {};
  std::vector<Failure> failures = body_run_->End();
  body_run_.reset();
  return failures;
}

void WalkGroup::Reset() {
  body_run_.reset();
  failed_bodies_.clear();
  run_.reset();
  slots_.clear();
  error_.clear();
  report_error_.clear();
}

WalkGroups& WalkGroups::Get() {
  static WalkGroups groups;
  return groups;
}

WalkGroup& WalkGroups::Add(std::unique_ptr<WalkGroup> group) {
  groups_.push_back(std::move(group));
  by_name_[Key(groups_.back()->suite(), groups_.back()->test())] = groups_.back().get();
  return *groups_.back();
}

bool WalkGroups::AddError(std::string error) {
  if (std::find(errors_.begin(), errors_.end(), error) != errors_.end()) return false;
  errors_.push_back(std::move(error));
  return true;
}

void WalkGroups::TakeOut(const std::string& test) {
  std::string filter = GTEST_FLAG_GET(filter);
  if (!filter_before_) filter_before_ = filter;
  filter += filter.find('-') == filter.npos ? '-' : ':';
  GTEST_FLAG_SET(filter, filter + test);
}

WalkGroup* WalkGroups::Find(const testing::TestInfo& info) {
  const auto found = by_name_.find(Key(info.test_suite_name(), BaseName(info)));
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace combtest::internal
