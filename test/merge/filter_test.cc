// A shard knows what the others have to run, as GoogleTest would select it.
#include <numeric>

#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/merge/shards.h"

namespace combtest::test {
namespace {

using combtest::internal::FindTraces;
using combtest::internal::ReadShardRecord;
using combtest::internal::ReadTraceHeader;

TEST_F(ShardsTest, EachShardKnowsTheWholeSelection) {
  int number = 0;
  for (const std::string filter :
       {"*", "All/Plain*", "*One_1*", "*One_?", "*Ten_10*:-*One_2", "-*Ten_10*", "*/Numbered*/7",
        "All/*.Pass/Ten_20__*-*One_3:*One_4", "*Mode_1__One_5:", "All/Plain.Pass/Ten_10__One_1",
        "A*l*n.*_2?__*e_*"}) {
    const std::string logs = temp_ / std::to_string(++number);
    TraceRun run = healed_;
    run.arguments.push_back("--gtest_filter=" + filter);
    RunShard(1, 5, logs + "/shard", run);
    run.arguments.push_back("--combtest_log_dir=" + logs + "/alone");
    EXPECT_EQ(run().exit_code, 0);
    const auto record = ReadShardRecord(FileIn(logs + "/shard", ".shard.jsonl"));
    std::size_t runs = 0;
    for (const auto& suite : record.suites) {
      const auto traces = FindTraces(logs + "/alone", suite.name);
      ASSERT_EQ(traces.size(), 1u) << filter << " " << suite.name;
      const auto header = ReadTraceHeader(traces[0]);
      std::vector<WalkId> all(header.walks);
      std::iota(all.begin(), all.end(), WalkId{0});
      EXPECT_EQ(suite.selection.ids(), header.selection.all() ? all : header.selection.ids())
          << filter << " " << suite.name;
      ++runs;
    }
    for (const char* suite : {"All/Plain", "All/Phased", "All/Lone", "All/Numbered"}) {
      if (!FindTraces(logs + "/alone", std::string(suite) + ".Pass").empty()) --runs;
    }
    EXPECT_EQ(runs, 0u) << filter;
  }
}

}  // namespace
}  // namespace combtest::test
