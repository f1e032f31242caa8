// What shards ran, merged, is what one run of the same walks gives.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <sstream>
#include <tuple>

#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/merge/shards.h"
#include "test/merge/verdicts.h"
#include "test/trace/schema.h"

namespace combtest::test {
namespace {

using combtest::internal::FindTraces;
using combtest::internal::NewestTraces;
using combtest::internal::ReadTrace;
using combtest::internal::Trace;

struct Way {
  unsigned shards;
  std::vector<std::string> arguments;
  bool states;
};

class MergeTest : public ShardsTest, public testing::WithParamInterface<Way> {};

TEST_P(MergeTest, ShardsGiveWhatOneRunGives) {
  const Way& way = GetParam();
  TraceRun alone{way.arguments, {}};
  alone.arguments.push_back("--combtest_log_dir=" + (temp_ / "alone"));
  const std::string states = temp_ / "alone.jsonl";
  if (way.states) alone.arguments.push_back("--combtest_states=" + states);
  EXPECT_EQ(alone().exit_code, 1);

  for (unsigned index = 0; index < way.shards; ++index) {
    TraceRun run{way.arguments, {{"MERGE_RECORD", temp_ / "record" + std::to_string(index)}}};
    if (way.states)
      run.arguments.push_back("--combtest_states=" + Directory(index) + "/states.jsonl");
    std::filesystem::create_directories(Directory(index));
    RunShard(index, way.shards, Directory(index), run);
    // Each shard is a world of its own, and runs its own serial actions.
    EXPECT_EQ(LinesOf(temp_ / "record" + std::to_string(index)),
              (std::vector<std::string>{"0", "1", "2"}));
  }
  std::vector<std::string> arguments{shards_, "--trace=" + (temp_ / "merged")};
  if (way.states) arguments.push_back("--states=" + (temp_ / "merged.jsonl"));
  const BinaryRun merge = Merge(arguments);
  EXPECT_EQ(merge.exit_code, 1) << merge;
  EXPECT_EQ(merge.err, "");
  EXPECT_EQ(VerdictsIn(temp_ / "merged"), VerdictsIn(temp_ / "alone"));
  if (way.states) {
    std::vector<std::string> lines = LinesOf(states);
    EXPECT_EQ(lines.size(), 126u + 5u);
    std::stable_partition(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("\"suite\":\"beside\"") == line.npos;  // the call of RunTests comes last
    });
    EXPECT_EQ(LinesOf(temp_ / "merged.jsonl"), lines);
  }
  const TraceSchema schema(TRACES_PAGE);
  for (const std::string& trace : NewestTraces(temp_ / "merged"))
    EXPECT_EQ(schema.CheckFile(trace), "") << trace;
}

INSTANTIATE_TEST_SUITE_P(
    All, MergeTest,
    testing::Values(Way{1, {}, true}, Way{2, {}, false}, Way{3, {}, true},
                    Way{7, {"--combtest_threads=2"}, false}, Way{2, {"--combtest_workers=2"}, true},
                    Way{3, {"--combtest_workers=2", "--gtest_shuffle"}, false}),
    [](const auto& param) {
      return "_" + std::to_string(param.index) + "_" + std::to_string(param.param.shards);
    });

using Merging = ShardsTest;

TEST_F(Merging, AllIsWellInOneSharedDirectory) {
  for (unsigned index = 0; index < 3; ++index)
    EXPECT_EQ(RunShard(index, 3, shards_, healed_).exit_code, 0);
  const BinaryRun merge = Merge({shards_});
  EXPECT_EQ(merge.exit_code, 0) << merge;
  EXPECT_NE(merge.out.find("merge_suite: 3 of 3 shards\n"), std::string::npos) << merge;
  EXPECT_NE(merge.out.find("All/Phased.Pass: 75 selected = 75 passed; the longest shard "),
            std::string::npos)
      << merge;
  EXPECT_NE(merge.out.find("\nall is well\n"), std::string::npos) << merge;
}

TEST_F(Merging, AShardThatHasNothingToRunIsNotMissing) {
  TraceRun run{{"--gtest_filter=*Ten_10__One_1:All/Lone*"}, {}};
  RunShards(6, run);
  const BinaryRun merge = Merge({shards_});
  EXPECT_EQ(merge.exit_code, 0) << merge;
  EXPECT_NE(merge.out.find("merge_suite: 6 of 6 shards, --gtest_filter='*Ten_10__One_1:All/Lone*'"),
            std::string::npos)
      << merge;
  EXPECT_NE(merge.out.find("All/Plain.Pass: 1 selected = 1 passed;"), std::string::npos) << merge;
  // Not even where that is so of all of them.
  RunShards(3, {{"--gtest_filter=*Ten_99*"}, {}});
  EXPECT_EQ(Merge({shards_}).exit_code, 0);
}

TEST_F(Merging, SaysWhatFailedAndHowToRunItAgain) {
  RunShards(2);
  const std::string trace = temp_ / "merged";
  const BinaryRun merge = Merge({"--trace=" + trace, Directory(0), Directory(1)});
  EXPECT_EQ(merge.exit_code, 1) << merge;
  EXPECT_NE(merge.out.find("All/Plain.Pass: 25 selected = 22 passed + 2 failed + 1 cancelled;"),
            std::string::npos)
      << merge;
  EXPECT_NE(merge.out.find("All/Plain.Pass/Ten_40__One_4 (shard 0): failed, in One(4): threw "
                           "std::runtime_error: forty-four\n"),
            std::string::npos)
      << merge;
  EXPECT_NE(merge.out.find("run what failed: " TRACE_SUITE " --gtest_filter='"
                           "All/Plain.Pass/Ten_30__One_3:All/Plain.Pass/Ten_40__One_4'\n"),
            std::string::npos)
      << merge;
  EXPECT_NE(merge.out.find("run what failed: " TRACE_SUITE " --combtest_rerun=" + trace),
            std::string::npos)
      << merge;  // for the cases that are numbered
  TraceRun again{{"--combtest_rerun=" + trace, "--combtest_log_dir=" + (temp_ / "again")}, {}};
  const BinaryRun rerun = again();
  EXPECT_EQ(rerun.exit_code, 1) << rerun;
  const Trace phased = ReadTrace(FindTraces(temp_ / "again", "All/Phased.Pass").at(0));
  EXPECT_EQ(ToString(phased.end->ledger), "6 selected = 6 failed");

  const std::string merged = FindTraces(trace, "All/Phased.Pass").at(0);
  const BinaryRun replay =
      TraceRun{{"--combtest_replay=" + merged + ":Ten_40__Mode_1__One_4"}, {}}();
  EXPECT_EQ(replay.exit_code, 1) << replay;
  EXPECT_NE(replay.out.find("threw std::runtime_error: forty-four"), std::string::npos) << replay;
}

TEST_F(Merging, JsonSaysTheSame) {
  RunShards(2);
  const BinaryRun merge = Merge({"--json", shards_});
  EXPECT_EQ(merge.exit_code, 1) << merge;
  const boost::json::value json = boost::json::parse(merge.out);
  EXPECT_EQ(json.at("code"), 1);
  const boost::json::value& program = json.at("programs").at(0);
  EXPECT_EQ(program.at("found"), 2);
  const boost::json::value& run = program.at("runs").at(0);
  EXPECT_EQ(run.at("name"), "All/Plain.Pass");
  EXPECT_EQ(run.at("ledger").at("failed"), 2);
  EXPECT_EQ(run.at("failed").at(0).at("name"), "Ten_30__One_3");
}

TEST_F(Merging, ATestThatIsNoWalkCountsToo) {
  TraceRun run = healed_;
  run.environment["MERGE_BESIDE_FAILS"] = "1";
  RunShards(3, run);
  const BinaryRun merge = Merge({shards_});
  EXPECT_EQ(merge.exit_code, 1) << merge;
  EXPECT_NE(merge.out.find("failed otherwise than by a walk (shard "), std::string::npos) << merge;
  EXPECT_NE(merge.out.find("): Beside.MayFail\n"), std::string::npos) << merge;
}

TEST_F(Merging, OneSuiteMakesOneFile) {
  RunShards(2, {{"--gtest_filter=All/Phased*"}, {{"MERGE_HEALED", "1"}}});
  const std::string file = temp_ / "one.trace.jsonl";
  EXPECT_EQ(Merge({shards_, "--trace=" + file}).exit_code, 0);
  EXPECT_EQ(ReadTrace(file).walks.size(), 75u);
}

class MergedArray : public ShardsTest {
 protected:
  TraceRun With(std::vector<std::string> flags) const {
    flags.insert(flags.end(), {"--gtest_filter=All/Phased*", "--combtest_strength=2"});
    return {flags, {{"MERGE_HEALED", "1"}}};
  }
};

// No shard covers all pairs, and all of them together do.
TEST_F(MergedArray, CoverageIsJudgedOverAllShards) {
  const TraceRun pairs = With({"--combtest_require_coverage=2:100"});
  for (unsigned index = 0; index < 3; ++index)
    EXPECT_EQ(RunShard(index, 3, Directory(index), pairs).exit_code, 0);
  const std::string trace = temp_ / "merged.trace.jsonl";
  const BinaryRun merge = Merge({shards_, "--trace=" + trace});
  EXPECT_EQ(merge.exit_code, 0) << merge;
  EXPECT_NE(merge.out.find("  covered 1-way 100 % (13 of 13), 2-way 100 % (55 of 55), 3-way "
                           "33.333 % (25 of 75)\n"),
            std::string::npos)
      << merge;
  EXPECT_EQ(ReadTrace(trace).end->coverage.size(), 3u);
  EXPECT_EQ(ReadTrace(trace).end->coverage[1].covered, 55u);
  EXPECT_EQ(merge.out.find("not all of"), std::string::npos) << merge;
  const std::vector<PairCoverage> all = ReadTrace(trace).end->pairs;
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], (PairCoverage{"Ten", "Mode", {2, 15, 15, 0, 0}}));
  EXPECT_EQ(all[1], (PairCoverage{"Ten", "One", {2, 25, 25, 0, 0}}));
  EXPECT_EQ(all[2], (PairCoverage{"Mode", "One", {2, 15, 15, 0, 0}}));
  for (unsigned index = 0; index < 3; ++index) {
    const Trace shard = ReadTrace(FileIn(Directory(index), ".trace.jsonl"));
    ASSERT_EQ(shard.end->pairs.size(), 3u);
    EXPECT_LT(shard.end->pairs[1].counts.covered, 25u);
    EXPECT_GT(shard.end->pairs[1].counts.covered, 0u);
  }
  std::filesystem::remove_all(shards_);
  RunShards(3, With({"--combtest_require_coverage=2:100,3:34"}));
  const BinaryRun below = Merge({shards_});
  EXPECT_EQ(below.exit_code, 1) << below;
  EXPECT_NE(below.out.find("  3-way coverage is 33.333 % (25 of 75), less than the 34 % that are "
                           "required\n"),
            std::string::npos)
      << below;
}

// Each walk of the array is the only one with its options of Ten and One.
TEST_F(MergedArray, PairsOfActionsAreCountedOverAllShards) {
  TraceRun failing = With({});
  failing.environment.clear();
  for (unsigned index = 0; index < 3; ++index) RunShard(index, 3, Directory(index), failing);
  const std::string trace = temp_ / "merged.trace.jsonl", page = temp_ / "merged.md";
  const BinaryRun merge = Merge({shards_, "--trace=" + trace, "--report=" + page});
  const std::size_t failed = ReadTrace(trace).end->ledger.failed;
  const std::size_t covered = 25 - failed - ReadTrace(trace).end->ledger.cancelled;
  EXPECT_GT(failed, 0u);
  const std::vector<PairCoverage> pairs = ReadTrace(trace).end->pairs;
  ASSERT_EQ(pairs.size(), 3u);
  EXPECT_EQ(pairs[1].counts, (StrengthCoverage{2, 25, covered, 0, 0}));
  const std::string count = std::to_string(covered) + " of 25";
  EXPECT_NE(merge.out.find(" of actions: "), std::string::npos) << merge;
  EXPECT_NE(merge.out.find(count + " of Ten and One"), std::string::npos) << merge;
  const std::vector<std::string> lines = LinesOf(page);
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.starts_with("| Ten, One | " + count + " | ");
  }));
  const BinaryRun json = Merge({shards_, "--json"});
  EXPECT_NE(json.out.find(R"("pairs":[{"actions":["Ten","Mode"],"all":15,"covered":)"),
            std::string::npos)
      << json;
}

// It isn't what went wrong.
TEST_F(MergedArray, WhatABudgetCutsOffIsNoFailure) {
  const std::string file = temp_ / "arrays.jsonl";
  TraceRun whole = With({"--combtest_array=" + file});
  EXPECT_EQ(whole().exit_code, 0);
  std::vector<std::string> lines = LinesOf(file);
  lines.insert(lines.begin() + 2, R"({"times_us":{"walk":1000000,"serial":{},"walks":[]}})");
  std::ofstream text(file);
  for (const std::string& line : lines) text << line << "\n";
  text.close();
  RunShards(2, With({"--combtest_array=" + file, "--combtest_budget=5s"}));
  const std::string trace = temp_ / "merged.trace.jsonl", page = temp_ / "merged.md";
  const BinaryRun merge = Merge({shards_, "--trace=" + trace, "--report=" + page});
  EXPECT_EQ(merge.exit_code, 0) << merge;
  EXPECT_NE(merge.out.find("25 selected = 10 passed + 15 not run (cut off by the budget); "),
            std::string::npos)
      << merge;
  const Trace merged = ReadTrace(trace);
  EXPECT_EQ(merged.walks.size(), 25u);
  EXPECT_EQ(merged.end->ledger.cut_off, 15u);
  EXPECT_NE(LinesOf(page).at(0).find("✅"), std::string::npos);
}

TEST_F(MergedArray, DifferentArraysAreRefused) {
  RunShard(0, 2, Directory(0), With({"--combtest_seed=1"}));
  RunShard(1, 2, Directory(1), With({"--combtest_seed=2"}));
  const BinaryRun merge = Merge({shards_});
  EXPECT_EQ(merge.exit_code, 2) << merge;
  EXPECT_NE(merge.err.find("All/Phased.Pass: the shards have different arrays: "),
            std::string::npos)
      << merge;
}

}  // namespace
}  // namespace combtest::test
