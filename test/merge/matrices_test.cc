// Recipes that are pipelines of CI systems, which small programs run as those systems would.
#include "test/merge/recipes.h"

namespace combtest::test {
namespace {

struct System {
  const char* name;
  const char* mark;  // in the page's block
  const char* program;
  const char* merged;  // the directory that it leaves there
};

void PrintTo(const System& system, std::ostream* out) { *out << system.name; }

class CiMatrix : public RecipesTest, public testing::WithParamInterface<System> {
 protected:
  BinaryRun Run(const std::map<std::string, std::string>& variables = {}) const {
    return RunText(BlockOfPage("yaml", GetParam().mark), variables);
  }
  BinaryRun RunText(const std::string& pipeline,
                    const std::map<std::string, std::string>& variables = {}) const {
    std::filesystem::remove_all(temp_ / "space");
    return Imitation(GetParam().program + (" '" + Written(pipeline) + "' . '") + (temp_ / "space'"),
                     variables);
  }
};

TEST_P(CiMatrix, RunsEachShardOnce) {
  ExpectMerged(Run(healed_variables_), 4);
  ExpectEachWalkOnce(temp_ / "space/artifacts");
}

TEST_P(CiMatrix, FailuresOfShardsAreInTheMergedReport) {
  const BinaryRun run = Run();
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_NE(run.out.find("disk_test: 4 of 4 shards\n"), std::string::npos) << run;
  EXPECT_NE(run.out.find("\nFAILED\n"), std::string::npos) << run;
  ExpectEachWalkOnce(temp_ / "space/artifacts");
  ExpectVerdictsOfOneRun(temp_ / GetParam().merged);
}

TEST_P(CiMatrix, ShardThatDiesMakesTheMergeFail) {
  const BinaryRun run = Run({{"MERGE_DIE", "1"}});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_NE(run.out.find("\nNOT MERGED: standard error says why\n"), std::string::npos) << run;
}

// What only the merge can judge fails the whole, though no shard has failed.
TEST_P(CiMatrix, MergeAloneFails) {
  const BinaryRun run = Run(
      {{"MERGE_HEALED", "1"}, {"GTEST_FILTER", "*One_1*"}, {"COMBTEST_REQUIRE_COVERAGE", "2:100"}});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_EQ(run.out.find("FAILED TEST"), std::string::npos) << run;
  EXPECT_NE(run.out.find("less than the 100 % that are required\nFAILED\n"), std::string::npos)
      << run;
}

TEST_P(CiMatrix, LongerListIsMoreShards) {
  std::string pipeline = BlockOfPage("yaml", GetParam().mark);
  for (const auto& [four, six] : {std::pair{"[0, 1, 2, 3]", "[0, 1, 2, 3, 4, 5]"},
                                  std::pair{"parallelism: 4", "parallelism: 6"}}) {
    const std::size_t at = pipeline.find(four);
    if (at != std::string::npos) pipeline.replace(at, std::string(four).size(), six);
  }
  ExpectMerged(RunText(pipeline, healed_variables_), 6);
}

INSTANTIATE_TEST_SUITE_P(All, CiMatrix,
                         testing::Values(System{"GitHub", "upload-artifact", "github_actions.py",
                                                "space/merge-0/merged"},
                                         System{"Buildkite", "BUILDKITE_PARALLEL_JOB",
                                                "buildkite.py", "space/2-0/merged"}),
                         [](const auto& system) { return std::string(system.param.name); });

}  // namespace
}  // namespace combtest::test
