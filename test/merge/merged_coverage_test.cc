// What shards have covered, where single walks count and others don't.
#include "src/merge/merged_coverage.h"

#include <gtest/gtest.h>

namespace combtest::internal {
namespace {

// Each shard leaves out walks that are excluded; merged ones are known by what is possible.
TEST(MergedCoverageTest, ExcludedWalksThatAreNamedCoverNothing) {
  InputTrace trace;
  for (const char* name : {"First", "Last"}) {
    TraceAction& action = trace.header.actions.emplace_back();
    action.name = name;
    action.options.resize(2);
  }
  trace.header.require_coverage = "2:100";
  DividedRun run;
  run.parts.resize(1);
  run.parts[0].trace = &trace;
  MergedRun merged;
  merged.run = &run;
  merged.passed = {0, 1, 2, 3};  // the last one is excluded
  Coverage of_shard;
  of_shard.strengths = {{2, 4, 3, 1, 0}};
  of_shard.pairs = {{"First", "Last", {2, 4, 3, 1, 0}}};
  const Coverage coverage = MergedCoverage(merged, {of_shard});
  ASSERT_EQ(coverage.strengths.size(), 1u);
  EXPECT_EQ(coverage.strengths[0], of_shard.strengths[0]);
  EXPECT_EQ(coverage.pairs, of_shard.pairs);
  EXPECT_EQ(coverage.shortfall, "");
  EXPECT_EQ(coverage.strengths[0].missing(), 0u);
}

}  // namespace
}  // namespace combtest::internal
