#include "gtest_integration/src/shard_run.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <system_error>
#include <utility>

#include "combtest/config.h"
#include "combtest/gtest/adapter.h"
#include "gtest_integration/src/help.h"
#include "gtest_integration/src/walk_group.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/selection/test_filter.h"
#include "src/text/hash.h"
#include "src/trace/file_name.h"

namespace combtest::internal {
namespace {

// Enough to see what is wrong.
constexpr std::size_t kMaxFailed = 50;

std::unique_ptr<ShardRun>& TheRun() {
  static std::unique_ptr<ShardRun> run;
  return run;
}

std::optional<unsigned> NumberOf(const char* variable) {
  const char* text = std::getenv(variable);
  if (text == nullptr) return std::nullopt;
  const std::string_view digits = text;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text, text + digits.size(), number);
  if (error != std::errc() || end != text + digits.size()) return std::nullopt;
  return number;
}

std::string NewRunId() {
  std::random_device random;
  const std::uint64_t high = random(), low = random();
  return HexDigits(high << 32 | (low & 0xffff'ffff), 16);
}

std::vector<ShardSuite> SuitesOf(const testing::UnitTest& program, const std::string& filter) {
  const TestFilter test_filter(filter);
  const bool disabled_too = GTEST_FLAG_GET(also_run_disabled_tests);
  struct Ids {
    std::vector<WalkId> all, own;
  };
  std::vector<const WalkGroup*> groups;  // in the order in which they run
  std::map<const WalkGroup*, Ids> ids;
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
      const auto [entry, added] = ids.try_emplace(group);
      if (added) groups.push_back(group);
      entry->second.all.push_back(*walk);
      if (info.should_run()) entry->second.own.push_back(*walk);
    }
  }
  std::vector<ShardSuite> suites;
  suites.reserve(groups.size());
  for (const WalkGroup* group : groups) {
    suites.push_back({group->name(), HexDigits(group->space().Fingerprint(), 16),
                      WalkSet::Of(ids[group].all).Sorted(), WalkSet::Of(ids[group].own).Sorted(),
                      group->named_by_walk_name()});
  }
  return suites;
}

// Whether its walk explains that the test failed.
bool FailedByItsWalk(const testing::TestInfo& info) {
  const WalkGroup* group = WalkGroups::Get().Find(info);
  if (group == nullptr) return false;
  const auto walk = group->WalkOf(info);
  return walk && group->HasFailed(*walk);
}

void Refuse(const std::string& error) {
  ReportPart(testing::TestPartResult::kFatalFailure, nullptr, -1, "combtest: " + error);
}

}  // namespace

ShardRun* ShardRun::Current() { return TheRun().get(); }

void ShardRun::Begin(const testing::UnitTest& program) {
  const auto total = NumberOf("GTEST_TOTAL_SHARDS"), index = NumberOf("GTEST_SHARD_INDEX");
  const config::Settings settings = config::Current();
  if (settings.log_dir.empty() || !total || !index || *index >= *total || HelpIsAsked()) return;
  const std::vector<std::string> command = CommandLine();
  ShardRecord record;
  record.command = command;
  record.program =
      std::filesystem::path(command.empty() ? ExecutablePath() : command[0]).filename().string();
  record.shard = {*index, *total, NewRunId()};
  record.filter = GTEST_FLAG_GET(filter);
  record.states = settings.states;
  record.started = IsoTime(std::chrono::system_clock::now());
  record.host = HostName();
  record.pid = OwnProcessId();
  record.suites = SuitesOf(program, record.filter);
  std::error_code error;
  std::filesystem::create_directories(settings.log_dir, error);
  if (error) {
    throw Error("log_dir: the directory " + settings.log_dir +
                " can't be created: " + error.message());
  }
  const std::string stem = settings.log_dir + "/" + FileName(record.program) + "-shard-" +
                           std::to_string(*index) + "-of-" + std::to_string(*total) + "-" +
                           FileTime(record.started) + "-" + std::to_string(record.pid);
  try {
    TheRun().reset(new ShardRun(std::move(record), stem));
  } catch (const std::system_error& failed) {
    throw Error("log_dir: no shard record can be written into " + settings.log_dir + ": " +
                failed.code().message());
  }
}

ShardRun::ShardRun(ShardRecord record, const std::string& stem)
    : record_(std::move(record)), file_(stem, std::string(kShardEnding), FirstLine(record_)) {}

void ShardRun::Write(const std::string& line) {
  if (!error_.empty()) return;
  try {
    file_.Append(line);
  } catch (const std::system_error& error) {
    error_ =
        "log_dir: the shard record " + file_.path() + " is not whole: " + error.code().message();
  }
}

void ShardRun::AddTrace(const std::string& path) {
  Write(TraceLine(std::filesystem::path(path).filename().string()));
}

void ShardRun::AddFailed(std::string test) {
  if (std::find(end_.failed.begin(), end_.failed.end(), test) != end_.failed.end()) return;
  ++end_.failed_count;
  if (end_.failed.size() < kMaxFailed) end_.failed.push_back(std::move(test));
}

void ShardRun::AddIteration(const testing::UnitTest& program) {
  end_.ok = end_.ok && program.Passed();
  for (int s = 0; s < program.total_test_suite_count(); ++s) {
    const testing::TestSuite& suite = *program.GetTestSuite(s);
    if (suite.ad_hoc_test_result().Failed()) AddFailed(suite.name());
    for (int t = 0; t < suite.total_test_count(); ++t) {
      const testing::TestInfo& info = *suite.GetTestInfo(t);
      if (info.should_run() && info.result()->Failed() && !FailedByItsWalk(info))
        AddFailed(std::string(suite.name()) + "." + info.name());
    }
  }
}

void ShardRun::End() {
  if (!error_.empty()) end_.ok = false;
  Write(EndLine(end_));
}

void ShardListener::OnTestProgramStart(const testing::UnitTest& program) {
  if (!WalkGroups::Get().errors().empty()) return;  // the run is refused
  try {
    ShardRun::Begin(program);
  } catch (const Error& error) {
    WalkGroups::Get().AddError(error.what());
    if (program.test_to_run_count() == 0) Refuse(error.what());
  }
}

void ShardListener::OnTestIterationEnd(const testing::UnitTest& program, int) {
  ShardRun* const run = ShardRun::Current();
  if (run == nullptr) return;
  run->AddIteration(program);
  if (!run->error().empty()) Refuse(run->error());
}

void ShardListener::OnTestProgramEnd(const testing::UnitTest&) {
  if (ShardRun* const run = ShardRun::Current()) run->End();
}

}  // namespace combtest::internal
