#include "combtest/gtest/install.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "combtest/gtest/adapter.h"
#include "combtest/integration.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/printed_listener.h"
#include "gtest_integration/src/running_case.h"
#include "gtest_integration/src/shard_listener.h"
#include "gtest_integration/src/worker_arguments.h"
#include "gtest_integration/src/worker_listener.h"
#include "src/api/framework.h"

namespace combtest::internal {
namespace {

class GoogleTestIntegration : public Integration {
 public:
  std::unique_ptr<FailureCapture> StartCapture() const override { return CaptureAssertions(); }
  std::shared_ptr<void> CaptureForeign() const override { return CaptureForeignAssertions(); }
  bool TakesProperty(std::string_view key) const override {
    static constexpr std::array kReserved = {"classname",  "file",        "line",     "name",
                                             "result",     "status",      "time",     "timestamp",
                                             "type_param", "value_param", "disabled", "errors",
                                             "failures",   "random_seed", "skipped",  "tests"};
    return std::find(kReserved.begin(), kReserved.end(), key) == kReserved.end();
  }
  bool IsForkedByFramework() const override { return IsDeathTestChild(); }
  bool AlreadyReported(const std::exception& error) const override {
    return IsGoogleTestFailure(error);
  }
  std::string RunningCase() const override { return internal::RunningCase(); }
  std::vector<std::string> ArgumentsFor(const std::string& running_case) const override {
    const std::string filter = FilterFor(running_case);
    return filter.empty() ? std::vector<std::string>() : ArgumentsForWorker(filter);
  }
  std::vector<std::pair<std::string, std::string>> Versions() const override {
    return {{"gtest", COMBTEST_GTEST_VERSION}};
  }
  std::vector<std::pair<std::string, std::string>> Settings() const override {
    std::vector<std::pair<std::string, std::string>> settings = {
        {"filter", GTEST_FLAG_GET(filter)}};
    if (GTEST_FLAG_GET(shuffle)) {
      settings.emplace_back("seed",
                            std::to_string(testing::UnitTest::GetInstance()->random_seed()));
    }
    for (const char* variable : {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS"}) {
      if (const char* value = std::getenv(variable)) settings.emplace_back(variable, value);
    }
    return settings;
  }
  std::optional<Shard> RunningShard() const override {
    const ShardLog* log = ShardLog::Current();
    return log == nullptr ? std::nullopt : std::optional(log->record().shard);
  }
  void OnTrace(const std::string& path) const override {
    if (ShardLog* log = ShardLog::Current()) log->AddTrace(path);
  }
  bool CatchExceptions() const override { return GTEST_FLAG_GET(catch_exceptions); }
};

}  // namespace

bool InstallGoogleTestIntegration() {
  static const bool kInstalled = [] {
    static GoogleTestIntegration integration;
    SetIntegration(&integration);
    testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
    // The listeners take ownership of what is appended.
    if (IsWorker()) {
      listeners.Append(new WorkerListener);
    } else {
      listeners.Append(new PrintedListener);
      listeners.Append(new ShardListener);
    }
    return true;
  }();
  return kInstalled;
}

}  // namespace combtest::internal
