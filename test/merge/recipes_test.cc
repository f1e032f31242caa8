// The recipes of docs/shards.md, run as they stand there, with what their systems would set.
#include <sstream>

#include "test/merge/shards.h"

namespace combtest::test {
namespace {

// The block after ```sh whose text holds `mark`.
std::string ShellBlock(const std::string& mark) {
  std::string block;
  bool inside = false;
  for (const std::string& line : LinesOf(SHARDS_PAGE)) {
    if (inside && line == "```") {
      if (block.find(mark) != std::string::npos) return block;
      inside = false;
    } else if (inside) {
      block += line + "\n";
    } else if (line == "```sh") {
      inside = true;
      block.clear();
    }
  }
  throw std::runtime_error("no recipe with " + mark);
}

// The text between two others in the page.
std::string Between(const std::string& begin, const std::string& end) {
  std::ifstream file(SHARDS_PAGE);
  std::stringstream page;
  page << file.rdbuf();
  const std::size_t first = page.str().find(begin);
  const std::size_t last = page.str().find(end, first + begin.size());
  if (first == std::string::npos || last == std::string::npos) throw std::runtime_error(begin);
  return page.str().substr(first + begin.size(), last - first - begin.size());
}

// In the temporary directory, where ./disk_test is and combtest-merge is on the path.
class Recipes : public ShardsTest {
 protected:
  Recipes() { std::filesystem::create_symlink(TRACE_SUITE, temp_ / "disk_test"); }
  BinaryRun Shell(const std::string& script,
                  const std::map<std::string, std::string>& variables = {}) const {
    Binary binary;
    binary.argv = {"/bin/bash", "-c", script};
    binary.directory = temp_ / "";
    binary.environment = variables;
    binary.environment["MERGE_HEALED"] = "1";
    binary.environment["PATH"] =
        std::filesystem::path(MERGE).parent_path().string() + ":/usr/bin:/bin";
    return RunBinary(binary);
  }
  static void ExpectMerged(const BinaryRun& run, int shards) {
    const std::string count = std::to_string(shards);
    EXPECT_EQ(run.exit_code, 0) << run;
    EXPECT_NE(run.out.find("disk_test: " + count + " of " + count + " shards\n"), std::string::npos)
        << run;
    EXPECT_NE(run.out.find("All/Phased.Pass: 75 selected = 75 passed;"), std::string::npos) << run;
  }
};

TEST_F(Recipes, LoopInAShell) { ExpectMerged(Shell(ShellBlock("wait\n")), 4); }

TEST_F(Recipes, SlurmArray) {
  const std::string task = ShellBlock("#SBATCH --array");
  for (int id = 0; id < 5; ++id) {
    const BinaryRun run = Shell(task, {{"SLURM_ARRAY_TASK_COUNT", "5"},
                                       {"SLURM_ARRAY_TASK_ID", std::to_string(id)},
                                       {"SLURM_ARRAY_JOB_ID", "77"},
                                       {"SLURM_CPUS_PER_TASK", "2"}});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
  ExpectMerged(Shell(Between("--wrap \"", "\"\n"), {{"job", "77"}}), 5);
}

TEST_F(Recipes, KubernetesIndexedJob) {
  std::string command = Between("            - |\n", "          volumeMounts");
  const std::size_t volume = command.find("\"/logs/");
  ASSERT_NE(volume, std::string::npos);
  command.replace(volume, 7, "\"logs/");
  for (int index = 0; index < 3; ++index) {
    const BinaryRun run = Shell(
        command, {{"GTEST_TOTAL_SHARDS", "3"}, {"JOB_COMPLETION_INDEX", std::to_string(index)}});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
  ExpectMerged(Shell("combtest-merge --newest logs"), 3);
}

TEST_F(Recipes, CiMatrix) {
  for (int index = 0; index < 2; ++index) {
    // Each job starts in a new directory; its artifact becomes one named as it.
    const BinaryRun run =
        Shell(Between("- run: ./", "\n").insert(0, "./") + " && mkdir -p shards" +
                  " && mv logs shards/shard-" + std::to_string(index),
              {{"GTEST_TOTAL_SHARDS", "2"}, {"GTEST_SHARD_INDEX", std::to_string(index)}});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
  ExpectMerged(Shell(Between("- run: combtest-merge", "\n").insert(0, "combtest-merge")), 2);
}

TEST_F(Recipes, BazelsWrapper) {
  std::ofstream(temp_ / "with_logs") << ShellBlock("TEST_UNDECLARED_OUTPUTS_DIR");
  for (int index = 0; index < 2; ++index) {
    const std::string outputs =
        temp_ / ("testlogs/shard_" + std::to_string(index + 1) + "_of_2/test.outputs");
    std::filesystem::create_directories(outputs);
    const BinaryRun run =
        Shell("sh ./with_logs ./disk_test", {{"GTEST_TOTAL_SHARDS", "2"},
                                             {"GTEST_SHARD_INDEX", std::to_string(index)},
                                             {"TEST_UNDECLARED_OUTPUTS_DIR", outputs}});
    EXPECT_EQ(run.exit_code, 0) << run;
  }
  ExpectMerged(Shell("combtest-merge testlogs"), 2);
}

}  // namespace
}  // namespace combtest::test
