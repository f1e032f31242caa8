#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "combtest/combtest.h"
#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/trace/trace_run.h"

namespace combtest::internal {
namespace {

using test::TempDirectory;

struct Text {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Text, (), (text))

struct Write : Action {
  static auto Options() {
    return std::vector<std::string>{"plain", "\"quoted\"\n", "\xff\xfe", std::string(300, 'x')};
  }
  void Run(const std::string& option, Text& state) const {
    state.text = option;
    if (option == "\xff\xfe") throw std::runtime_error("bad byte \xff");
  }
};
struct Twice : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};

RunLogs TracedRun(const std::string& directory, const std::string& name) {
  RunOptions<Text> options;
  options.log_dir = directory;
  options.name = name;
  return RunTests<Text, Write, Twice, Twice>(options).logs;
}

std::string ErrorOf(const std::string& path) {
  try {
    ReadTrace(path);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(TraceReaderTest, ReadsTextOfAnyKind) {
  const TempDirectory temp;
  const RunLogs logs = TracedRun(temp / "logs/deep", "any text: \xff/../x");
  EXPECT_EQ(logs.directory, temp / "logs/deep");
  EXPECT_TRUE(logs.trace.starts_with(temp / "logs/deep/any_text_____x-") ||
              logs.trace.starts_with(temp / "logs/deep/any_text____"))
      << logs.trace;
  const Trace trace = ReadTrace(logs.trace);
  ASSERT_EQ(trace.walks.size(), 16u);
  const WalkSpace space = Walks<Text, Write, Twice, Twice>().space();
  for (const TraceWalk& walk : trace.walks) {
    EXPECT_EQ(walk.name, space[walk.result.id].name());
    EXPECT_EQ(trace.header.Find(walk.name), walk.result.id);
    EXPECT_EQ(walk.result.failed(), walk.result.id / 4 == 2);
  }
  EXPECT_EQ(trace.header.OptionOf(4, 0).value, "\"quoted\"\n");
}

TEST(TraceReaderTest, PassesOverALastLineThatWasCutAtAnyByte) {
  const TempDirectory temp;
  const RunLogs logs = TracedRun(temp / "logs", "cut");
  std::ifstream in(logs.trace, std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(in), {});
  const std::size_t header = whole.find('\n') + 1;
  for (std::size_t size = header; size < whole.size(); size += 3) {
    const std::string path = temp / "cut.trace.jsonl";
    std::ofstream(path, std::ios::binary) << whole.substr(0, size);
    const Trace trace = ReadTrace(path);
    EXPECT_EQ(trace.torn, whole[size - 1] != '\n');
    const std::string read = whole.substr(header, size - header);
    const auto lines = static_cast<std::size_t>(std::count(read.begin(), read.end(), '\n'));
    EXPECT_EQ(trace.walks.size() + (trace.end ? 1 : 0), lines);
  }
}

TEST(TraceReaderTest, ReadsTheEndAlone) {
  const TempDirectory temp;
  const RunLogs logs = TracedRun(temp / "logs", "end");
  const Trace trace = ReadTrace(logs.trace);
  const auto end = ReadTraceEnd(logs.trace);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->ledger, trace.end->ledger);
  EXPECT_EQ(end->elapsed, trace.end->elapsed);
  std::ifstream file(logs.trace);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  text.pop_back();
  std::ofstream(logs.trace) << text;
  EXPECT_FALSE(ReadTraceEnd(logs.trace));
  std::ofstream(logs.trace) << text.substr(0, text.rfind('\n') + 1);
  EXPECT_FALSE(ReadTraceEnd(logs.trace));
}

TEST(TraceReaderTest, SaysWhereAndWhyItCannotRead) {
  const TempDirectory temp;
  const std::string path = temp / "x.trace.jsonl";
  EXPECT_EQ(ErrorOf(path), "the trace " + path + " can't be read: No such file or directory");
  std::ofstream(path) << R"({"type":"run")";
  EXPECT_EQ(ErrorOf(path),
            "the trace " + path + " is empty, or its first line was cut: it tells nothing");
  std::ofstream(path) << "{\"type\":\"walk\"}\n";
  EXPECT_EQ(ErrorOf(path), path +
                               ":1: this isn't a trace record: it isn't the first record of a "
                               "trace, which has the type `run`");
  std::ofstream(path) << "{\"type\":\"run\",\"schema\":2}\n";
  EXPECT_EQ(ErrorOf(path),
            path + ":1: this isn't a trace record: it is of schema 2; this program reads schema 1");
  const std::string header = test::LinesOf(TracedRun(temp / "logs", "").trace)[0] + "\n";
  const auto second = [&](const std::string& line) {
    std::ofstream(path) << header << line << "\n";
    const std::string error = ErrorOf(path);
    const std::string begin = path + ":2: this isn't a trace record: ";
    EXPECT_TRUE(error.starts_with(begin)) << error;
    return error.substr(std::min(begin.size(), error.size()));
  };
  EXPECT_EQ(second("[]"), "it isn't a JSON object");
  EXPECT_EQ(second(R"({"type":"walk","id":1})"), "it lacks the field `outcome`");
  EXPECT_EQ(second(R"({"type":"walk","outcome":"well","id":1})"), "there is no outcome `well`");
  EXPECT_EQ(second(R"({"type":"walk","outcome":"passed","id":-1})"),
            "its field `id` is not a whole number that fits");
  EXPECT_EQ(second(R"({"type":"tour"})"), "there is no type `tour`");
}

TEST(TraceReaderTest, FindsTheNewestTraceOfEachRun) {
  const TempDirectory temp;
  const std::string logs = temp / "logs";
  const std::string a1 = TracedRun(logs, "a").trace;
  const std::string b = TracedRun(logs, "b").trace;
  const std::string a2 = TracedRun(logs, "a").trace;
  EXPECT_NE(a1, a2);
  EXPECT_EQ(FindTraces(logs, "a"), (std::vector{a2, a1}));
  EXPECT_EQ(NewestTraces(logs), (std::vector{a2, b}));
  EXPECT_EQ(FindTraces(a1, "b"), std::vector<std::string>());
}

}  // namespace
}  // namespace combtest::internal
