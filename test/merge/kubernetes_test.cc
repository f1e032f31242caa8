// The recipe for Kubernetes. Its pods are processes of this machine; kubectl is the real one, where
// there is one.
#include <regex>

#include "test/merge/recipes.h"

namespace combtest::test {
namespace {

class Kubernetes : public RecipesTest {
 protected:
  // The page's Jobs, one after the other, without kubectl.
  BinaryRun RunJobs(const std::map<std::string, std::string>& variables,
                    const std::string& option = "") const {
    return RunText(BlockOfPage("yaml", "completionMode"), variables, option);
  }
  BinaryRun RunText(const std::string& jobs, const std::map<std::string, std::string>& variables,
                    const std::string& option = "") const {
    std::filesystem::remove_all(Volume());
    const std::string named = std::regex_replace(jobs, std::regex("RUN"), "7");
    return Imitation("kubernetes.py . '" + (temp_ / "volumes") + "' " + option +
                         " '--jobs=" + Written(named) + "'",
                     variables);
  }
  // The page's commands, by a shell.
  BinaryRun RunKubectl(const std::map<std::string, std::string>& variables) const {
    std::filesystem::remove_all(Volume());
    std::ofstream(place_ + "/disk-test.yaml") << BlockOfPage("yaml", "completionMode");
    return Imitation("kubernetes.py . '" + (temp_ / "volumes") + "' bash -c '" +
                         Quoted(BlockOfPage("sh", "kubectl")) + "'",
                     variables);
  }
  static std::string Quoted(const std::string& text) {
    std::string quoted;
    for (const char c : text) quoted += c == '\'' ? R"('\'')" : std::string(1, c);
    return quoted;
  }
  bool HasKubectl() const { return Shell("kubectl version --client").exit_code == 0; }
  std::string Volume() const { return temp_ / "volumes/disk-test-logs"; }
};

TEST_F(Kubernetes, EachIndexIsAShard) {
  const BinaryRun run = RunJobs(healed_variables_);
  ExpectMerged(run, 4);
  EXPECT_TRUE(run.out.ends_with("\nexit code 0\n")) << run;
  ExpectEachWalkOnce(Volume());
}

TEST_F(Kubernetes, PodsWhoseWalksFailEndWellAndTheMergeFails) {
  const BinaryRun run = RunJobs({});
  EXPECT_EQ(run.exit_code, 0) << run;
  EXPECT_NE(run.out.find("disk_test: 4 of 4 shards\n"), std::string::npos) << run;
  EXPECT_TRUE(run.out.ends_with("\nFAILED\nexit code 1\n")) << run;
  ExpectEachWalkOnce(Volume());
  ExpectVerdictsOfOneRun(Volume() + "/7/merged");
}

TEST_F(Kubernetes, ProgramThatIsKilledMakesTheMergeFail) {
  const BinaryRun run = RunJobs({{"MERGE_DIE", "1"}});
  EXPECT_NE(run.out.find("exit code 137\n"), std::string::npos) << run;
  EXPECT_TRUE(run.out.ends_with("\nexit code 2\n")) << run;
}

TEST_F(Kubernetes, PodInThePlaceOfOneThatWasLost) {
  ExpectMerged(RunJobs(healed_variables_, "--lose-pod=2"), 4);
}

TEST_F(Kubernetes, OtherNumberOfShardsThanCompletions) {
  std::string jobs = BlockOfPage("yaml", "completionMode");
  const std::string completions = "completions: 4";
  jobs.replace(jobs.find(completions), completions.size(), "completions: 3");
  const BinaryRun run = RunText(jobs, healed_variables_);
  EXPECT_NE(run.out.find("shard 3 of 4 of disk_test is missing"), std::string::npos) << run;
  EXPECT_TRUE(run.out.ends_with("\nexit code 2\n")) << run;
}

TEST_F(Kubernetes, CommandsForKubectl) {
  if (!HasKubectl()) GTEST_SKIP() << "kubectl isn't installed";
  const BinaryRun run = RunKubectl(healed_variables_);
  ExpectMerged(run, 4);
  ExpectEachWalkOnce(Volume());
}

TEST_F(Kubernetes, CommandsForKubectlFailWithTheWalks) {
  if (!HasKubectl()) GTEST_SKIP() << "kubectl isn't installed";
  const BinaryRun run = RunKubectl({});
  EXPECT_EQ(run.exit_code, 1) << run;
  EXPECT_TRUE(run.out.ends_with("\nFAILED\nexit code 1\n")) << run;
}

}  // namespace
}  // namespace combtest::test
