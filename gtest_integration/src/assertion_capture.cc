#include "gtest_integration/src/assertion_capture.h"

#include <gtest/gtest-spi.h>

#include <iostream>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "combtest/gtest/adapter.h"
#include "src/api/framework.h"

namespace combtest::internal {
namespace {

Failure::Severity SeverityOf(const testing::TestPartResult& part) {
  if (part.skipped()) return Failure::Severity::kSkip;
  return part.fatally_failed() ? Failure::Severity::kFatal : Failure::Severity::kNonFatal;
}

Failure FromPart(const testing::TestPartResult& part) {
  Failure failure;
  failure.origin = Failure::Origin::kAssertion;
  failure.severity = SeverityOf(part);
  if (part.file_name() != nullptr) failure.file = part.file_name();
  failure.line = part.line_number();
  std::string_view message = part.message();
  // GoogleTest ends every message so, and will do it again when it is reported.
  if (message.ends_with('\n')) message.remove_suffix(1);
  failure.message = ShortMessage(message);
  return failure;
}

// The documented reporter of gtest-spi.h stores in an array under a general lock; this one knows
// its thread.
class Interceptor : public testing::ScopedFakeTestPartResultReporter {
 public:
  Interceptor(std::vector<Failure>& failures, FailureCapture& capture)
      : ScopedFakeTestPartResultReporter(INTERCEPT_ONLY_CURRENT_THREAD, &unused_),
        failures_(failures),
        capture_(capture) {}

  void ReportTestPartResult(const testing::TestPartResult& part) override {
    if (part.passed()) return;
    failures_.push_back(FromPart(part));
    capture_.Announce(failures_.back().severity);
    // The process is about to stop here, before anyone could report the failure.
    if (!part.skipped() && GTEST_FLAG_GET(break_on_failure)) std::cerr << part << std::flush;
  }

 private:
  testing::TestPartResultArray unused_;
  std::vector<Failure>& failures_;
  FailureCapture& capture_;
};

// For threads that have no other.
class ForeignInterceptor : public testing::ScopedFakeTestPartResultReporter {
 public:
  ForeignInterceptor() : ScopedFakeTestPartResultReporter(INTERCEPT_ALL_THREADS, &unused_) {}

  void ReportTestPartResult(const testing::TestPartResult& part) override {
    if (!part.passed()) AddForeignFailure(FromPart(part));
  }

 private:
  testing::TestPartResultArray unused_;
};

class CapturedAssertions : public FailureCapture {
 public:
  CapturedAssertions() : interceptor_(captured_, *this) {}

  void TakeFailures(std::vector<Failure>& failures) override {
    pending_ = false;  // first: other threads may set it
    for (Failure& failure : captured_) failures.push_back(std::move(failure));
    captured_.clear();
  }

 private:
  std::vector<Failure> captured_;
  Interceptor interceptor_;
};

class WatchedAssertions : public FailureCapture {
 public:
  explicit WatchedAssertions(const testing::TestResult& result)
      : result_(result), first_(result.total_part_count()), seen_(first_) {
    pending_ = true;  // only a look tells
  }

  void TakeFailures(std::vector<Failure>& failures) override {
    for (const int count = result_.total_part_count(); seen_ < count; ++seen_) {
      const testing::TestPartResult& part = result_.GetTestPartResult(seen_);
      if (!part.passed()) failures.push_back(FromPart(part));
    }
  }
  bool Has(Failure::Severity severity) const override {
    for (int i = first_; i < result_.total_part_count(); ++i) {
      const testing::TestPartResult& part = result_.GetTestPartResult(i);
      if (!part.passed() && SeverityOf(part) == severity) return true;
    }
    return false;
  }
  bool in_test_body() const override { return true; }

 private:
  const testing::TestResult& result_;
  const int first_;
  int seen_;
};

}  // namespace

std::unique_ptr<FailureCapture> CaptureAssertions() {
  return std::make_unique<CapturedAssertions>();
}

std::shared_ptr<void> CaptureForeignAssertions() {
  static std::mutex& mutex = *new std::mutex;
  static std::weak_ptr<void>& current = *new std::weak_ptr<void>;
  const std::lock_guard lock(mutex);
  std::shared_ptr<void> capture = current.lock();
  if (capture == nullptr) {
    capture = std::make_shared<ForeignInterceptor>();
    current = capture;
  }
  return capture;
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
