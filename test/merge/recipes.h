// The blocks of docs/clusters-and-matrices.md, run as they stand there, with what their systems
// would set.
#ifndef COMBTEST_TEST_MERGE_RECIPES_H_
#define COMBTEST_TEST_MERGE_RECIPES_H_

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

#include "test/merge/shards.h"
#include "test/merge/verdicts.h"

namespace combtest::test {

// The block ```LANGUAGE that has the text `mark`.
inline std::string BlockOfPage(const std::string& language, const std::string& mark) {
  std::string block;
  bool inside = false;
  for (const std::string& line : LinesOf(RECIPES_PAGE)) {
    if (inside && line == "```") {
      if (block.find(mark) != std::string::npos) return block;
      inside = false;
    } else if (inside) {
      block += line + "\n";
    } else if (line == "```" + language) {
      inside = true;
      block.clear();
    }
  }
  throw std::runtime_error("no block with " + mark);
}

// In the directory `place_`, where ./disk_test is. combtest-merge is on the path. Some of
// disk_test's walks fail, in some shards, unless it is healed.
class RecipesTest : public ShardsTest {
 protected:
  RecipesTest() {
    std::filesystem::create_directory(place_);
    std::filesystem::create_symlink(TRACE_SUITE, place_ + "/disk_test");
  }
  BinaryRun Shell(const std::string& script,
                  const std::map<std::string, std::string>& variables = {}) const {
    Binary binary;
    binary.argv = {"/bin/bash", "-c", script};
    binary.directory = place_;
    binary.environment = variables;
    binary.environment["PATH"] =
        std::filesystem::path(MERGE).parent_path().string() + ":/usr/bin:/bin:/usr/local/bin";
    return RunBinary(binary);
  }
  // A program of test/merge/recipes.
  BinaryRun Imitation(const std::string& words,
                      const std::map<std::string, std::string>& variables = {}) const {
    return Shell("exec python3 '" RECIPES_DIRECTORY "'/" + words, variables);
  }
  // `text` in a file outside of `place_`; its path.
  std::string Written(const std::string& text) const {
    std::ofstream(temp_ / "written") << text;
    return temp_ / "written";
  }

  // That combtest-merge printed of disk_test that all is there and passed.
  static void ExpectMerged(const BinaryRun& run, int shards) {
    const std::string count = std::to_string(shards);
    EXPECT_EQ(run.exit_code, 0) << run;
    EXPECT_NE(run.out.find("disk_test: " + count + " of " + count + " shards\n"), std::string::npos)
        << run;
    EXPECT_NE(run.out.find("All/Phased.Pass: 75 selected = 75 passed;"), std::string::npos) << run;
    EXPECT_NE(run.out.find("\nall is well\n"), std::string::npos) << run;
  }
  // That the shards whose logs are in `directory` have together run what one program runs, each
  // walk once.
  void ExpectEachWalkOnce(const std::string& directory) const {
    Alone();
    EXPECT_EQ(WalksOf(directory), WalksOf(temp_ / "alone"));
  }
  // That the merged trace says of each walk what one program's does.
  void ExpectVerdictsOfOneRun(const std::string& merged) const {
    Alone();
    EXPECT_EQ(VerdictsIn(merged), VerdictsIn(temp_ / "alone"));
  }

  const std::map<std::string, std::string> healed_variables_{{"MERGE_HEALED", "1"}};
  const std::string place_ = temp_ / "place";

 private:
  // Runs the program undivided, its walks as they are without MERGE_HEALED.
  void Alone() const {
    if (std::filesystem::exists(temp_ / "alone")) return;
    EXPECT_EQ((TraceRun{{"--combtest_log_dir=" + (temp_ / "alone")}, {}}().exit_code), 1);
  }
  // RUN: WALK, as often as it is in a trace; those that combtest-merge wrote don't count.
  static std::multiset<std::string> WalksOf(const std::string& directory) {
    std::multiset<std::string> walks;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
      const std::string path = entry.path().string();
      if (!path.ends_with(".trace.jsonl") || path.find("/merged/") != path.npos) continue;
      const combtest::internal::Trace trace = combtest::internal::ReadTrace(path);
      for (const auto& walk : trace.walks) walks.insert(trace.header.name + ": " + walk.name);
    }
    return walks;
  }
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_MERGE_RECIPES_H_
