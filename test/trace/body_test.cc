// A walk whose test body fails has failed, for traces and reruns, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/trace/trace_run.h"

namespace combtest::test {
namespace {

using combtest::internal::NewestTraces;
using combtest::internal::ReadTrace;
using combtest::internal::Trace;
using testing::HasSubstr;

class Bodies : public testing::TestWithParam<const char*> {};

TEST_P(Bodies, ThatFailAreInTheTraceAndRunAgain) {
  const TempDirectory temp;
  const std::string logs = temp / "logs";
  TraceRun run{{GetParam(), "--combtest_log_dir=" + logs}, {}, BODY_SUITE};
  EXPECT_EQ(run().exit_code, 1);
  const auto traces = NewestTraces(logs);
  ASSERT_EQ(traces.size(), 1u);
  const Trace trace = ReadTrace(traces[0]);
  ASSERT_NE(trace.Find(2), nullptr);
  const WalkResult& result = trace.Find(2)->result;
  EXPECT_TRUE(result.failed());
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_THAT(result.failures[0].message, HasSubstr("a three"));
  EXPECT_EQ(result.failures[0].where, "the test body");
  ASSERT_TRUE(trace.end);
  EXPECT_EQ(trace.end->ledger.passed, 3u);
  EXPECT_EQ(trace.end->ledger.failed, 1u);

  run.arguments.push_back("--combtest_rerun=" + logs);
  EXPECT_EQ(run().exit_code, 1);
  run.environment["TRACE_HEALED"] = "1";
  const BinaryRun again = run();
  EXPECT_EQ(again.exit_code, 0) << again.out;
  EXPECT_THAT(again.out, HasSubstr("All/Checked.Pass/Pick_3"));
  EXPECT_THAT(again.out, HasSubstr("1 test from 1 test suite ran"));
}

INSTANTIATE_TEST_SUITE_P(All, Bodies,
                         testing::Values("--combtest_workers=0", "--combtest_threads=2",
                                         "--combtest_workers=2"));

}  // namespace
}  // namespace combtest::test
