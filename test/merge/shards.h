// Runs of merge_suite as shards, and of combtest-merge over what they leave.
#ifndef COMBTEST_TEST_MERGE_SHARDS_H_
#define COMBTEST_TEST_MERGE_SHARDS_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "src/trace/shard_record.h"
#include "test/trace/trace_run.h"

namespace combtest::test {

class ShardsTest : public testing::Test {
 protected:
  // One shard; its log directory is `directory`.
  BinaryRun RunShard(unsigned index, unsigned total, const std::string& directory,
                     TraceRun run = {}) const {
    run.arguments.push_back("--combtest_log_dir=" + directory);
    run.environment["GTEST_TOTAL_SHARDS"] = std::to_string(total);
    run.environment["GTEST_SHARD_INDEX"] = std::to_string(index);
    return run();
  }
  // All of them; each has a directory of its own, but for those of `except`.
  void RunShards(unsigned total, TraceRun run = {}, int except = -1) const {
    for (unsigned index = 0; index < total; ++index) {
      if (static_cast<int>(index) != except) RunShard(index, total, Directory(index), run);
    }
  }
  std::string Directory(unsigned index) const { return shards_ + "/" + std::to_string(index); }

  static BinaryRun Merge(std::vector<std::string> arguments) {
    Binary binary;
    binary.argv = {MERGE};
    binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
    return RunBinary(binary);
  }
  // The only file in the directory that ends so.
  static std::string FileIn(const std::string& directory, const std::string& ending,
                            const std::string& begin = "") {
    std::string found;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(ending) || !name.starts_with(begin)) continue;
      EXPECT_EQ(found, "") << "a second one: " << name;
      found = entry.path().string();
    }
    EXPECT_NE(found, "") << "no " << begin << "*" << ending << " in " << directory;
    return found;
  }

  const TempDirectory temp_;
  const std::string shards_ = temp_ / "shards";
  const TraceRun healed_{{}, {{"MERGE_HEALED", "1"}}};
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_MERGE_SHARDS_H_
