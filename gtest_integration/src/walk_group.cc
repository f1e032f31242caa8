#include "gtest_integration/src/walk_group.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "gtest_integration/src/read_states.h"
#include "gtest_integration/src/worker_arguments.h"

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

bool WalkGroup::Holds(const testing::TestInfo& info) const {
  return suite() == info.test_suite_name() &&
         std::string_view(info.name()).starts_with(test() + "/");
}

std::optional<WalkId> WalkGroup::WalkOf(const testing::TestInfo& info) const {
  const std::string_view name = ParamName(info);
  if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  if (!named_by_walk_name_) return std::nullopt;
  const auto walk = space().Find(name);
  return walk ? std::optional(walk->id()) : std::nullopt;
}

void WalkGroup::LearnNames(const config::Settings& settings) {
  if (!notes_registered()) return;
  if (!named_by_walk_name_ && !CutsNames() && !RunsAhead(settings) && !IsHeard(settings)) return;
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  std::size_t next = 0;
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& cases = *program.GetTestSuite(s);
    if (suite() != cases.name()) continue;
    for (int t = 0; t < cases.total_test_count() && next < registered_.size(); ++t) {
      const testing::TestInfo& info = *cases.GetTestInfo(t);
      if (!Holds(info)) continue;
      by_name_.emplace(ParamName(info), registered_[next++]);
    }
  }
}

WalkSet WalkGroup::ToRun(const testing::TestSuite& cases) {
  WalkSet::Builder walks;
  for (int t = 0; t < cases.total_test_count(); ++t) {
    const testing::TestInfo& info = *cases.GetTestInfo(t);
    if (!info.should_run() || !Holds(info)) continue;
    last_ = &info;
    if (const auto id = WalkOf(info)) walks.Add(*id);
  }
  return walks.Build();
}

void WalkGroup::RunAll(const testing::TestSuite& cases) {
  SuiteManner manner;
  manner.worker_arguments = ArgumentsForWorker(prefix() + "*");
  manner.states_are_read = IsStateRead(StateTypeOf(space()));
  manner.show_progress = true;  // --gtest_brief is silent long enough as it is
  manner.stop_on_failure = GTEST_FLAG_GET(fail_fast);
  RunAhead(config::Current(), CurrentIntegration(), ToRun(cases), manner);
}

void WalkGroup::BeginBodies(const testing::TestSuite& cases) {
  const config::Settings settings = config::Current();
  if (!has_begun_bodies() && IsHeard(settings))
    SuiteRun::BeginBodies(settings, CurrentIntegration(), ToRun(cases));
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

void WalkGroups::CheckSettings(const config::Settings& now) {
  if (!settings_) return;
  const config::Settings& then = *settings_;
  const std::pair<const char*, bool> all[] = {
      {"strength", now.strength != then.strength}, {"seed", now.seed != then.seed},
      {"sample", now.sample != then.sample},       {"fraction", now.fraction != then.fraction},
      {"array", now.array != then.array},          {"optimize", now.optimize != then.optimize},
      {"times", now.times != then.times},          {"budget", now.budget != then.budget},
      {"include", now.include != then.include},    {"rerun", now.rerun != then.rerun},
      {"replay", now.replay != then.replay},       {"max_cases", now.max_cases != then.max_cases}};
  for (const auto& [name, changed] : all) {
    if (!changed) continue;
    AddError(std::string("the option ") + name +
             " was set after InitGoogleTest, which registers the walks by it; set it before");
  }
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
