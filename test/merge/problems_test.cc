// Shards that don't make a whole.
#include "test/merge/shards.h"

namespace combtest::test {
namespace {

class Problems : public ShardsTest {
 protected:
  // Merges `paths`, which is refused; the error output.
  std::string Refused(std::vector<std::string> paths) {
    const std::string trace = temp_ / "never.trace.jsonl";
    paths.push_back("--trace=" + trace);
    const BinaryRun merge = Merge(paths);
    EXPECT_EQ(merge.exit_code, 2) << merge;
    EXPECT_FALSE(std::filesystem::exists(trace));
    EXPECT_NE(merge.out.find("NOT MERGED"), std::string::npos) << merge;
    return merge.err;
  }
  const TraceRun plain_{{"--gtest_filter=All/Plain*"}, {{"MERGE_HEALED", "1"}}};
};

TEST_F(Problems, AMissingShardIsNamed) {
  RunShards(4, plain_, 2);
  EXPECT_EQ(Refused({shards_}),
            "combtest-merge: shard 2 of 4 of merge_suite with --gtest_filter='All/Plain*' is "
            "missing\n");
  std::filesystem::remove_all(Directory(0));
  EXPECT_EQ(Refused({shards_}),
            "combtest-merge: shards 0 and 2 of 4 of merge_suite with --gtest_filter='All/Plain*' "
            "are missing\n");
}

TEST_F(Problems, AShardWithNothingToRunMayBeMissingToo) {
  RunShards(4, {{"--gtest_filter=All/Lone*"}, {}}, 3);
  EXPECT_NE(Refused({shards_}).find("shard 3 of 4"), std::string::npos);
}

TEST_F(Problems, AShardThatRanTwiceOverlaps) {
  RunShards(2, plain_);
  RunShard(1, 2, temp_ / "shards/again", plain_);
  const std::string error = Refused({shards_});
  EXPECT_TRUE(
      error.starts_with("combtest-merge: two runs of shard 1 of 2 of merge_suite overlap: "))
      << error;
  EXPECT_NE(error.find(FileIn(Directory(1), ".shard.jsonl")), std::string::npos) << error;
  EXPECT_NE(error.find(FileIn(temp_ / "shards/again", ".shard.jsonl")), std::string::npos) << error;
  const BinaryRun newest = Merge({"--newest", shards_});
  EXPECT_EQ(newest.exit_code, 0) << newest;
}

TEST_F(Problems, ShardsOfTwoDivisionsOverlap) {
  RunShards(2, plain_);
  for (unsigned index = 0; index < 3; ++index)
    RunShard(index, 3, temp_ / "shards/three" + std::to_string(index), plain_);
  const std::string error = Refused({shards_});
  EXPECT_NE(error.find("All/Plain.Pass: 5 walks are in shard 0 of 2 ("), std::string::npos)
      << error;
  EXPECT_NE(error.find("): Ten_10__One_1, Ten_20__One_2, Ten_30__One_3 and 2 more\n"),
            std::string::npos)
      << error;
}

TEST_F(Problems, AShardThatWasKilledIsNamed) {
  TraceRun deadly{{"--gtest_filter=All/Plain*"}, {{"MERGE_DIE", "1"}}};
  RunShards(3, deadly);
  const std::string error = Refused({shards_});
  EXPECT_NE(error.find(" of merge_suite was killed or is still running: its record has no end\n"),
            std::string::npos)
      << error;
  EXPECT_NE(error.find(" isn't whole: 2 of its 8 walks of All/Plain.Pass have no result\n"),
            std::string::npos)
      << error;
  // Run again, with what is left of the killed run still there.
  deadly.environment = {{"MERGE_HEALED", "1"}};
  for (unsigned index = 0; index < 3; ++index) RunShard(index, 3, Directory(index), deadly);
  EXPECT_EQ(Merge({"--newest", shards_}).exit_code, 0);
}

TEST_F(Problems, DifferentBuildsAreNamed) {
  RunShards(2, plain_);
  TraceRun other = plain_;
  other.program = MERGE_SUITE_MORE;
  std::filesystem::remove_all(Directory(1));
  RunShard(1, 2, Directory(1), other);
  const std::string error = Refused({shards_});
  EXPECT_TRUE(
      error.starts_with("combtest-merge: All/Plain.Pass: the shards are of different "
                        "builds: its walks have the fingerprint "))
      << error;
  EXPECT_NE(error.find(" in shard 0 of 2 ("), std::string::npos) << error;
}

TEST_F(Problems, AMissingOrCutTraceIsNamed) {
  RunShards(2, plain_);
  const std::string trace = FileIn(Directory(1), ".trace.jsonl");
  std::vector<std::string> lines = LinesOf(trace);
  lines.pop_back();
  std::ofstream out(trace);
  for (const std::string& line : lines) out << line << "\n";
  out.close();
  std::string error = Refused({shards_});
  EXPECT_TRUE(error.starts_with("combtest-merge: the trace " + trace + " of shard 1 of 2 ("))
      << error;
  EXPECT_TRUE(error.ends_with(" isn't whole: 0 of its 12 walks of All/Plain.Pass have no result\n"))
      << error;
  std::ofstream(trace) << lines[0] << "\n{\"type\":\"walk\"}\n";
  EXPECT_NE(Refused({shards_}).find(trace + ":2: this isn't a trace record: "), std::string::npos);
  std::filesystem::remove(trace);
  error = Refused({shards_});
  EXPECT_TRUE(error.starts_with("combtest-merge: the trace All_Plain_Pass-")) << error;
  EXPECT_TRUE(error.ends_with(") is missing\n")) << error;
}

TEST_F(Problems, AMissingOrCorruptRecordIsNamed) {
  RunShards(2, plain_);
  const std::string record = FileIn(Directory(0), ".shard.jsonl");
  std::vector<std::string> lines = LinesOf(record);
  std::ofstream(record) << lines[0] << "\n{\"type\":\"x\"}\n";
  EXPECT_NE(Refused({shards_}).find(record + ":2: this isn't a line of a shard record: there is no "
                                             "type `x`\n"),
            std::string::npos);
  std::filesystem::remove(record);
  const std::string error = Refused({shards_});
  EXPECT_NE(error.find("shard 0 of 2 of merge_suite"), std::string::npos) << error;
  EXPECT_NE(error.find("the record (*.shard.jsonl) of shard 0 of 2, which wrote "),
            std::string::npos)
      << error;
}

TEST_F(Problems, StatesThatDoNotFitAreRefused) {
  for (unsigned index = 0; index < 2; ++index) {
    std::filesystem::create_directories(Directory(index));
    TraceRun run = plain_;
    run.arguments.push_back("--combtest_states=" + Directory(index) + "/states.jsonl");
    RunShard(index, 2, Directory(index), run);
  }
  const std::string out = temp_ / "out.jsonl";
  const std::string one = Directory(0) + "/states.jsonl", two = Directory(1) + "/states.jsonl";
  const auto error = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {shards_, "--states=" + out});
    const BinaryRun merge = Merge(arguments);
    EXPECT_EQ(merge.exit_code, 2) << merge;
    EXPECT_FALSE(std::filesystem::exists(out));
    return merge.err;
  };
  EXPECT_EQ(error({"--states-from=" + one}),
            "combtest-merge: --states: the states of 12 walks of All/Plain.Pass are missing, the "
            "first is that of walk 1; did two shards write into one file?\n");
  std::filesystem::copy(one, temp_ / "copy");
  EXPECT_EQ(
      error({"--states-from=" + one, "--states-from=" + two, "--states-from=" + (temp_ / "copy")}),
      "combtest-merge: the state of All/Plain.Pass/Ten_10__One_1 appears twice: in " + one +
          " and " + (temp_ / "copy") + "\n");
  std::filesystem::remove(two);
  EXPECT_NE(error({}).find("are neither at " + two), std::string::npos);
}

TEST_F(Problems, WrongUseIsRefusedInOneSentence) {
  const auto error = [](const std::vector<std::string>& arguments) {
    const BinaryRun merge = Merge(arguments);
    EXPECT_EQ(merge.exit_code, 2) << merge;
    return merge.err;
  };
  EXPECT_EQ(error({}),
            "combtest-merge: no directory of shards is given; --help shows what can be\n");
  EXPECT_EQ(error({"--tracer=x", "."}),
            "combtest-merge: there is no option --tracer=x; --help shows all\n");
  EXPECT_EQ(error({"--trace", "."}), "combtest-merge: --trace needs a value: --trace=…\n");
  EXPECT_EQ(error({"--states-from=x", "."}),
            "combtest-merge: --states-from goes with --states=OUT, the file to write\n");
  EXPECT_EQ(error({"/nowhere"}), "combtest-merge: there is no file or directory /nowhere\n");
  EXPECT_EQ(error({temp_ / ""}),
            "combtest-merge: there is no shard record (*.shard.jsonl) in " + (temp_ / "") +
                "; a program leaves one with --combtest_log_dir, GTEST_TOTAL_SHARDS and "
                "GTEST_SHARD_INDEX\n");
  RunShards(2, healed_);
  EXPECT_EQ(error({shards_, "--trace=" + (temp_ / "x.trace.jsonl")}),
            "combtest-merge: --trace: there are 5 runs, and a trace holds one; name a directory "
            "instead of " +
                (temp_ / "x.trace.jsonl") + "\n");
  EXPECT_NE(error({shards_, "--trace=/dev/null/x"}).find("can't be created"), std::string::npos);
  const BinaryRun help = Merge({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_TRUE(help.out.starts_with("usage: combtest-merge")) << help;
}

}  // namespace
}  // namespace combtest::test
