#include "gtest_integration/src/shard_listener.h"

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "combtest/gtest/adapter.h"
#include "gtest_integration/src/walk_group.h"

namespace combtest::internal {
namespace {

std::vector<SuiteOfShard> SuitesOf(const testing::UnitTest& program, const std::string& filter) {
  const TestFilter test_filter(filter);
  const bool disabled_too = GTEST_FLAG_GET(also_run_disabled_tests);
  struct Walks {
    const WalkGroup* group = nullptr;
    WalkSet::Builder all = {}, own = {};
  };
  std::deque<Walks> suites;  // in the order in which they run
  std::map<const WalkGroup*, std::size_t> places;
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *program.GetTestSuite(s);
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const testing::TestInfo& info = *suite.GetTestInfo(t);
      const WalkGroup* group = WalkGroups::Get().Find(info);
      if (group == nullptr) continue;
      const bool elsewhere = info.is_in_another_shard() &&
                             (disabled_too || !IsDisabled(suite.name(), info.name())) &&
                             test_filter.Selects(std::string(suite.name()) + "." + info.name());
      if (!info.should_run() && !elsewhere) continue;
      const auto walk = group->WalkOf(info);
      if (!walk) continue;
      const auto [place, added] = places.try_emplace(group, suites.size());
      if (added) suites.emplace_back().group = group;
      suites[place->second].all.Add(*walk);
      if (info.should_run()) suites[place->second].own.Add(*walk);
    }
  }
  std::vector<SuiteOfShard> built;
  for (Walks& walks : suites)
    built.push_back(
        {walks.group, walks.all.Build(), walks.own.Build(), walks.group->named_by_walk_name()});
  return built;
}

// Whether its walk explains that the test failed.
bool FailedByItsWalk(const testing::TestInfo& info) {
  const WalkGroup* group = WalkGroups::Get().Find(info);
  if (group == nullptr) return false;
  const auto walk = group->WalkOf(info);
  return walk && group->HasFailed(*walk);
}

// Those that failed otherwise.
std::vector<std::string> FailedTests(const testing::UnitTest& program) {
  std::vector<std::string> failed;
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *program.GetTestSuite(s);
    if (suite.ad_hoc_test_result().Failed()) failed.emplace_back(suite.name());
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const testing::TestInfo& info = *suite.GetTestInfo(t);
      if (info.should_run() && info.result()->Failed() && !FailedByItsWalk(info))
        failed.push_back(std::string(suite.name()) + "." + info.name());
    }
  }
  return failed;
}

void RefuseShard(const std::string& error) {
  ReportPart(testing::TestPartResult::kFatalFailure, nullptr, -1, "combtest: " + error);
}

}  // namespace

void ShardListener::OnTestProgramStart(const testing::UnitTest& program) {
  if (!WalkGroups::Get().errors().empty()) return;  // the run is refused
  try {
    const config::Settings settings = config::Current();
    const auto shard = ShardToRecord(settings);
    if (!shard) return;
    const std::string filter = GTEST_FLAG_GET(filter);
    BeginShardLog(settings, *shard, filter, SuitesOf(program, filter));
  } catch (const Error& error) {
    WalkGroups::Get().AddError(error.what());
    if (program.test_to_run_count() == 0) RefuseShard(error.what());
  }
}

void ShardListener::OnTestIterationEnd(const testing::UnitTest& program, int) {
  ShardLog* const log = ShardLog::Current();
  if (log == nullptr) return;
  log->AddIteration(program.Passed(), FailedTests(program));
  if (!log->error().empty()) RefuseShard(log->error());
}

void ShardListener::OnTestProgramEnd(const testing::UnitTest&) {
  if (ShardLog* const log = ShardLog::Current()) log->End();
}

}  // namespace combtest::internal
