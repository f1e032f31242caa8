#include "combtest/gtest/install.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "combtest/gtest/adapter.h"
#include "combtest/integration.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/shard_listener.h"
#include "gtest_integration/src/walk_listener.h"
#include "gtest_integration/src/worker_arguments.h"
#include "src/api/framework.h"

namespace combtest::internal {
namespace {

// A worker reports walks to the orchestrator; what goes wrong around them (SetUpTestSuite,
// environments) it can only print.
class WorkerListener : public testing::EmptyTestEventListener {
  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (part.failed()) std::cerr << part << std::flush;
  }
};

class GoogleTestIntegration : public Integration {
 public:
  std::unique_ptr<FailureCapture> StartCapture() const override { return CaptureAssertions(); }
  bool IsForkedByFramework() const override { return IsDeathTestChild(); }
  bool AlreadyReported(const std::exception& error) const override {
    return IsGoogleTestFailure(error);
  }
  std::string RunningCase() const override {
    const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
    return info == nullptr ? std::string()
                           : std::string(info->test_suite_name()) + "." + info->name();
  }
  std::vector<std::string> ArgumentsFor(const std::string& running_case) const override {
    return running_case.empty() ? std::vector<std::string>() : ArgumentsForWorker(running_case);
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
      delete listeners.Release(listeners.default_result_printer());
      listeners.Append(new WorkerListener);
    } else {
      listeners.Append(new WalkListener);
      listeners.Append(new ShardListener);
    }
    return true;
  }();
  return kInstalled;
}

}  // namespace combtest::internal
