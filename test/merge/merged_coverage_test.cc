// What shards have covered, where single walks count and others don't.
#include "src/merge/merged_coverage.h"

#include <gtest/gtest.h>

namespace combtest::internal {
namespace {

// Of two actions with two options each, of which the last walk is excluded.
class MergedCoverageTest : public testing::Test {
 protected:
  MergedCoverageTest() {
    for (const char* name : {"First", "Last"}) {
      TraceAction& action = trace_.header.actions.emplace_back();
      action.name = name;
      action.options.resize(2);
    }
    trace_.header.require_coverage = "2:100";
    run_.name = "All/Disk.Pass";
    run_.parts.resize(1);
    run_.parts[0].trace = &trace_;
  }

  Coverage Merged(const std::vector<WalkId>& passed, const Coverage& of_shard) {
    MergedRun merged;
    merged.run = &run_;
    merged.passed = passed;
    return MergedCoverage(merged, {of_shard});
  }

 private:
  InputTrace trace_;
  DividedRun run_;
};

TEST_F(MergedCoverageTest, ExcludedWalksThatAreNamedCoverNothing) {
  Coverage of_shard;
  of_shard.strengths = {{2, 4, 3, 1, 0}};
  of_shard.pairs = {{"First", "Last", {2, 4, 3, 1, 0}}};
  of_shard.excluded = {3};
  const Coverage coverage = Merged({0, 1, 2, 3}, of_shard);
  EXPECT_EQ(coverage.strengths, of_shard.strengths);
  EXPECT_EQ(coverage.pairs, of_shard.pairs);
  EXPECT_EQ(coverage.shortfall, "");
}

TEST_F(MergedCoverageTest, NorDoTheyHideWhatIsMissing) {
  Coverage of_shard;
  of_shard.strengths = {{2, 4, 2, 1, 0}};
  of_shard.pairs = {{"First", "Last", {2, 4, 2, 1, 0}}};
  of_shard.excluded = {3};
  const Coverage coverage = Merged({0, 1, 3}, of_shard);
  EXPECT_EQ(coverage.strengths, of_shard.strengths);
  EXPECT_EQ(coverage.pairs, of_shard.pairs);
  EXPECT_NE(coverage.shortfall, "");
}

TEST_F(MergedCoverageTest, TracesThatSayThatMoreIsCoveredThanCanBeArentBelieved) {
  Coverage of_shard;
  of_shard.strengths = {{2, 4, 3, 1, 0}};
  try {
    Merged({0, 1, 2, 3}, of_shard);
    FAIL() << "nothing was said";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "All/Disk.Pass: its walks cover 4 combinations of 2 actions' options, and its "
                 "traces say that 3 are possible");
  }
}

}  // namespace
}  // namespace combtest::internal
