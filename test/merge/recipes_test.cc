// Recipes that are scripts: a loop, GNU parallel, Slurm's array jobs, Bazel.
#include "test/merge/recipes.h"

namespace combtest::test {
namespace {

// What stands between `begin` and the next `end`.
std::string Between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t first = text.find(begin) + begin.size();
  return text.substr(first, text.find(end, first) - first);
}

TEST_F(RecipesTest, LoopInAShell) {
  ExpectMerged(Shell(BlockOfPage("sh", "wait\n"), healed_variables_), 4);
  ExpectEachWalkOnce(place_ + "/logs");
}

TEST_F(RecipesTest, LoopWithFailures) {
  EXPECT_EQ(Shell(BlockOfPage("sh", "wait\n")).exit_code, 1);
  EXPECT_EQ(Shell(BlockOfPage("sh", "wait\n"), {{"MERGE_DIE", "1"}}).exit_code, 2);
}

class GnuParallel : public RecipesTest {
 protected:
  void SetUp() override {
    if (Shell("parallel --version").out.find("GNU parallel") == std::string::npos)
      GTEST_SKIP() << "GNU parallel isn't installed";
  }
  const std::string block_ = BlockOfPage("sh", "| parallel");
};

TEST_F(GnuParallel, RunsEachShardOnce) {
  // A second time, so that what the first one left does no harm.
  for (int round = 0; round < 2; ++round) ExpectMerged(Shell(block_, healed_variables_), 8);
  ExpectEachWalkOnce(place_ + "/logs");
}

TEST_F(GnuParallel, ShardThatFailsOrDies) {
  const BinaryRun failed = Shell(block_);
  EXPECT_EQ(failed.exit_code, 1) << failed;
  EXPECT_NE(failed.out.find("disk_test: 8 of 8 shards\n"), std::string::npos) << failed;
  const BinaryRun died = Shell(block_, {{"MERGE_DIE", "1"}});
  EXPECT_EQ(died.exit_code, 2) << died;
  EXPECT_NE(died.err.find(" of disk_test was killed or is still running"), std::string::npos)
      << died;
}

TEST_F(RecipesTest, SlurmArray) {
  const std::string task = BlockOfPage("sh", "#SBATCH --array");
  for (int id = 0; id < 5; ++id) {
    const BinaryRun run = Shell(task, {{"SLURM_ARRAY_TASK_COUNT", "5"},
                                       {"SLURM_ARRAY_TASK_ID", std::to_string(id)},
                                       {"SLURM_ARRAY_JOB_ID", "77"},
                                       {"SLURM_CPUS_PER_TASK", "2"},
                                       {"MERGE_HEALED", "1"}});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
  const std::string merge = Between(BlockOfPage("sh", "sbatch --dep"), "--wrap \"", "\"\n");
  ExpectMerged(Shell(merge, {{"job", "77"}}), 5);
  ExpectEachWalkOnce(place_ + "/logs-77");
}

TEST_F(RecipesTest, BazelsWrapper) {
  std::ofstream(place_ + "/with_logs") << BlockOfPage("sh", "TEST_UNDECLARED_OUTPUTS_DIR");
  for (int index = 0; index < 2; ++index) {
    const std::string outputs =
        place_ + "/testlogs/shard_" + std::to_string(index + 1) + "_of_2/test.outputs";
    std::filesystem::create_directories(outputs);
    const BinaryRun run =
        Shell("sh ./with_logs ./disk_test", {{"GTEST_TOTAL_SHARDS", "2"},
                                             {"GTEST_SHARD_INDEX", std::to_string(index)},
                                             {"TEST_UNDECLARED_OUTPUTS_DIR", outputs},
                                             {"MERGE_HEALED", "1"}});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
  ExpectMerged(Shell("combtest-merge testlogs"), 2);
  ExpectEachWalkOnce(place_ + "/testlogs");
}

}  // namespace
}  // namespace combtest::test
