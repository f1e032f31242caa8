// GoogleTest's assertions as failures of walks.
#ifndef COMBTEST_GTEST_INTEGRATION_ASSERTION_CAPTURE_H_
#define COMBTEST_GTEST_INTEGRATION_ASSERTION_CAPTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "combtest/integration.h"

namespace combtest::internal {

// Takes the assertions of the current thread out of GoogleTest's hands, so that they land on a walk
// whose test body may run later.
std::unique_ptr<FailureCapture> CaptureAssertions();

// Takes those of threads that have no capture of their own, as long as it lives, for
// AddForeignFailure.
std::shared_ptr<void> CaptureForeignAssertions();

// Leaves them to GoogleTest, which adds them to the running test as ever, and reads them there.
std::unique_ptr<FailureCapture> WatchAssertions(const testing::TestInfo& running);

// What the running test has found so far, as failures of a test body.
std::vector<Failure> FailuresOf(const testing::TestInfo& running);

// The reverse: adds a captured failure to the running test.
void ReportFailure(const Failure& failure);

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_ASSERTION_CAPTURE_H_
