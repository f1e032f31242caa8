#include "combtest/gtest/install.h"

#include <gtest/gtest.h>

#include "combtest/gtest/adapter.h"
#include "combtest/integration.h"
#include "gtest_integration/src/assertion_capture.h"
#include "gtest_integration/src/walk_listener.h"

namespace combtest::internal {
namespace {

class GoogleTestIntegration : public Integration {
 public:
  std::unique_ptr<FailureCapture> StartCapture() const override { return CaptureAssertions(); }
  bool AlreadyReported(const std::exception& error) const override {
    return IsGoogleTestFailure(error);
  }
  bool CatchExceptions() const override { return GTEST_FLAG_GET(catch_exceptions); }
};

}  // namespace

bool InstallGoogleTestIntegration() {
  static const bool kInstalled = [] {
    static GoogleTestIntegration integration;
    SetIntegration(&integration);
    testing::UnitTest::GetInstance()->listeners().Append(
        new WalkListener);  // which takes ownership
    return true;
  }();
  return kInstalled;
}

}  // namespace combtest::internal
