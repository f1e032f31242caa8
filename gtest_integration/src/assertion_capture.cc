#include "gtest_integration/src/assertion_capture.h"

#include <gtest/gtest-spi.h>

#include <iostream>
#include <string>
#include <utility>

#include "combtest/gtest/adapter.h"

namespace combtest::internal {
namespace {

Failure FromPart(const testing::TestPartResult& part) {
  Failure failure;
  failure.origin = Failure::Origin::kAssertion;
  failure.severity = part.skipped()          ? Failure::Severity::kSkip
                     : part.fatally_failed() ? Failure::Severity::kFatal
                                             : Failure::Severity::kNonFatal;
  if (part.file_name() != nullptr) failure.file = part.file_name();
  failure.line = part.line_number();
  failure.message = part.message();
  // GoogleTest ends every message so, and will do it again when it is reported.
  if (failure.message.ends_with('\n')) failure.message.pop_back();
  return failure;
}

// The documented reporter of gtest-spi.h stores in an array under a general lock; this one knows
// its thread.
class Interceptor : public testing::ScopedFakeTestPartResultReporter {
 public:
  Interceptor(std::vector<Failure>& failures, bool& pending)
      : ScopedFakeTestPartResultReporter(INTERCEPT_ONLY_CURRENT_THREAD, &unused_),
        failures_(failures),
        pending_(pending) {}

  void ReportTestPartResult(const testing::TestPartResult& part) override {
    if (part.passed()) return;
    failures_.push_back(FromPart(part));
    pending_ = true;
    // The process is about to stop here, before anyone could report the failure.
    if (!part.skipped() && GTEST_FLAG_GET(break_on_failure)) std::cerr << part << std::flush;
  }

 private:
  testing::TestPartResultArray unused_;
  std::vector<Failure>& failures_;
  bool& pending_;
};

class CapturedAssertions : public FailureCapture {
 public:
  CapturedAssertions() : interceptor_(captured_, pending_) {}

  void TakeFailures(std::vector<Failure>& failures) override {
    for (Failure& failure : captured_) failures.push_back(std::move(failure));
    captured_.clear();
    pending_ = false;
  }

 private:
  std::vector<Failure> captured_;
  Interceptor interceptor_;
};

class WatchedAssertions : public FailureCapture {
 public:
  explicit WatchedAssertions(const testing::TestResult& result)
      : result_(result), seen_(result.total_part_count()) {
    pending_ = true;  // only a look tells
  }

  void TakeFailures(std::vector<Failure>& failures) override {
    for (const int count = result_.total_part_count(); seen_ < count; ++seen_) {
      const testing::TestPartResult& part = result_.GetTestPartResult(seen_);
      if (!part.passed()) failures.push_back(FromPart(part));
    }
  }

 private:
  const testing::TestResult& result_;
  int seen_;
};

}  // namespace

std::unique_ptr<FailureCapture> CaptureAssertions() {
  return std::make_unique<CapturedAssertions>();
}

std::unique_ptr<FailureCapture> WatchAssertions(const testing::TestInfo& running) {
  return std::make_unique<WatchedAssertions>(*running.result());
}

std::vector<Failure> FailuresOf(const testing::TestInfo& running) {
  std::vector<Failure> failures;
  for (int i = 0; i < running.result()->total_part_count(); ++i) {
    const testing::TestPartResult& part = running.result()->GetTestPartResult(i);
    if (!part.failed()) continue;
    failures.push_back(FromPart(part));
    failures.back().where = "the test body";
  }
  return failures;
}

void ReportFailure(const Failure& failure) {
  const auto type = failure.severity == Failure::Severity::kSkip ? testing::TestPartResult::kSkip
                    : failure.severity == Failure::Severity::kFatal
                        ? testing::TestPartResult::kFatalFailure
                        : testing::TestPartResult::kNonFatalFailure;
  ReportPart(type, failure.file.empty() ? nullptr : failure.file.c_str(), failure.line,
             failure.message);
}

}  // namespace combtest::internal
