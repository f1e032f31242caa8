// What real runs leave in their traces.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>

#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/trace/schema.h"
#include "test/trace/trace_run.h"

namespace combtest::test {
namespace {

using combtest::internal::NewestTraces;
using combtest::internal::ReadTrace;
using combtest::internal::Trace;

std::vector<std::string> TracesOf(TraceRun run, const std::string& directory) {
  run.arguments.push_back("--combtest_log_dir=" + directory);
  const BinaryRun result = run();
  EXPECT_EQ(result.exit_code, 1) << result;  // some walks fail
  return NewestTraces(directory);
}

// The records without what differs from run to run, sorted.
std::vector<std::string> Content(const std::string& path) {
  std::vector<std::string> lines;
  for (const std::string& line : LinesOf(path)) {
    boost::json::object record = boost::json::parse(line).as_object();
    if (record.at("type") == "worker") continue;
    for (const char* name : {"ns", "worker", "workers", "pid", "started", "command", "settings"})
      record.erase(name);
    lines.push_back(boost::json::serialize(record));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(TraceTest, EveryRecordIsAsTheDocsSay) {
  const TraceSchema schema(TRACES_PAGE);
  ASSERT_EQ(schema.types(), 7u);
  for (const char* workers : {"0", "2"}) {
    const TempDirectory temp;
    const auto traces =
        TracesOf({{std::string("--combtest_workers=") + workers}, {}}, temp / "logs");
    ASSERT_EQ(traces.size(), 2u);
    for (const std::string& trace : traces) EXPECT_EQ(schema.CheckFile(trace), "");
  }
}

TEST(TraceTest, TheSchemaFindsWhatIsWrong) {
  const TraceSchema schema(TRACES_PAGE);
  const auto check = [&](const char* text) { return schema.Check(boost::json::parse(text)); };
  EXPECT_EQ(check(R"({"type":"worker","worker":0,"host":"h","pid":1})"), "");
  EXPECT_EQ(check(R"({"type":"worker","worker":0,"pid":1})"), "no field host");
  EXPECT_EQ(check(R"({"type":"worker","worker":"0","host":"h","pid":1})"),
            "the field worker is string, not number");
  EXPECT_EQ(check(R"({"type":"worker","worker":0,"host":"h","pid":1,"x":1})"), "unknown field x");
  EXPECT_EQ(check(R"({"type":"walks"})"), "no such type");
}

TEST(TraceTest, ContentDoesNotDependOnTheNumberOfWorkers) {
  const TempDirectory temp;
  const auto alone = TracesOf({{}, {}}, temp / "0");
  for (const char* workers : {"1", "2", "8"}) {
    const auto traces =
        TracesOf({{std::string("--combtest_workers=") + workers}, {}}, temp / workers);
    ASSERT_EQ(traces.size(), alone.size());
    for (std::size_t i = 0; i < traces.size(); ++i)
      EXPECT_EQ(Content(traces[i]), Content(alone[i])) << workers << " workers";
  }
  const auto threads = TracesOf({{"--combtest_threads=4"}, {}}, temp / "threads");
  const Trace trace = ReadTrace(threads.back());
  EXPECT_EQ(trace.walks.size(), trace.end->ledger.selected);
}

TEST(TraceTest, SaysWhatBecameOfEachWalk) {
  const TempDirectory temp;
  const auto traces = TracesOf({{}, {}}, temp / "logs");
  const Trace trace = ReadTrace(traces.front());
  EXPECT_EQ(trace.header.name, "All/Phased.Pass");
  ASSERT_EQ(trace.walks.size(), 300u);
  ASSERT_TRUE(trace.end);
  EXPECT_EQ(trace.end->ledger.failed, 142u);
  EXPECT_FALSE(trace.torn);

  const WalkId id = *trace.header.Find("First_3__Mode_1__Last_7");
  const auto* walk = trace.Find(id);
  ASSERT_NE(walk, nullptr);
  EXPECT_EQ(walk->name, trace.header.NameOf(id));
  EXPECT_EQ(walk->branch, "Mode(1)");
  EXPECT_EQ(walk->result.where, "Last(7)");
  EXPECT_EQ(walk->result.action, 2u);
  ASSERT_EQ(walk->result.failures.size(), 1u);
  EXPECT_EQ(walk->result.failures[0].message, "threw std::runtime_error: three and \"seven\"");
  EXPECT_EQ(walk->result.state, R"({"first":3,"mode":1,"last":7})");
  EXPECT_TRUE(walk->took);

  ASSERT_EQ(trace.serials.size(), 5u);  // mode 2 fails, and isn't undone
  EXPECT_EQ(trace.serials[0].action, "Mode(0)");
  EXPECT_EQ(trace.serials[2].update, 1);
  EXPECT_TRUE(trace.serials[3].undo);
  EXPECT_TRUE(trace.serials[4].result.failed());
}

TEST(TraceTest, ADirectoryThatCannotBeMadeFailsTheRunButNoVerdict) {
  for (const char* workers : {"0", "2"}) {
    const BinaryRun run = TraceRun{
        {"--combtest_log_dir=/dev/null/logs", std::string("--combtest_workers=") + workers},
        {{"TRACE_HEALED", "1"}}}();
    EXPECT_EQ(run.exit_code, 1) << run;
    EXPECT_NE(
        run.out.find("log_dir: the directory /dev/null/logs can't be created: Not a directory"),
        std::string::npos)
        << run;
    EXPECT_NE(run.out.find("[  PASSED  ] 380 tests."), std::string::npos) << run;
  }
}

TEST(TraceTest, AFileThatCannotGrowFailsTheRunButNoVerdict) {
  const TempDirectory temp;
  TraceRun run;
  run.program = "/bin/bash";
  run.arguments = {"-c", "trap '' XFSZ; ulimit -f 12; exec " TRACE_SUITE
                         " --combtest_threads=2 --combtest_log_dir=" +
                             (temp / "logs")};
  run.environment = {{"TRACE_HEALED", "1"}};
  const BinaryRun result = run();
  EXPECT_EQ(result.exit_code, 1) << result;
  EXPECT_NE(result.out.find(".trace.jsonl is not whole: File too large"), std::string::npos)
      << result;
  EXPECT_NE(result.out.find("[  PASSED  ] 380 tests."), std::string::npos) << result;
  for (const std::string& path : NewestTraces(temp / "logs")) {
    const Trace trace = ReadTrace(path);
    EXPECT_TRUE(trace.end || std::filesystem::file_size(path) == 12 * 1024);
  }
}

}  // namespace
}  // namespace combtest::test
