// Lines, files and limits of the log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "src/log/log_context.h"
#include "src/log/log_files.h"
#include "src/log/log_record.h"
#include "src/os/worker_process.h"
#include "src/worker/flood_gate.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

LogRecord Record(std::string text) {
  LogRecord record;
  record.time =
      std::chrono::system_clock::time_point(std::chrono::microseconds(1'700'000'000'000'042));
  record.severity = LogSeverity::warning;
  record.channel = kLogChannel;
  record.text = std::move(text);
  return record;
}

TEST(ConsoleLine, SaysWhoAndWhere) {
  LogRecord record = Record("slow\n");
  EXPECT_EQ(ConsoleLine(record), "warning: slow\n");
  record.action = "Write(1)";
  EXPECT_EQ(ConsoleLine(record), "warning: slow (Write(1))\n");
  record.walk = "Write_1";
  record.channel = "disk";
  record.source = LogSource{3, HostName(), 77};
  EXPECT_EQ(ConsoleLine(record), "[worker 3] warning: [disk] slow (Write(1), walk Write_1)\n");
  record.source->host = "box";
  record.action = "";
  record.text = "two\nlines";
  EXPECT_EQ(ConsoleLine(record), "[worker 3 on box] warning: [disk] two\n  lines (walk Write_1)\n");
}

TEST(FileLine, HasItsColumns) {
  LogRecord record = Record("slow\nvery\n");
  EXPECT_THAT(FileLine(record),
              MatchesRegex("20..-..-.. ..:..:...000042  warning  main  -  -  slow\n    very\n"));
  record.severity = LogSeverity::info;
  record.source = LogSource{3, "box", 77};
  record.walk = "Write_1";
  record.action = "Write(1)";
  EXPECT_THAT(FileLine(record),
              HasSubstr("  info     worker 3 (pid 77 on box)  Write_1  Write(1)  slow\n"));
}

TEST(LogTime, BeforeTheEpochAsWell) {
  EXPECT_THAT(LogTime(std::chrono::system_clock::time_point(std::chrono::microseconds(-1))),
              HasSubstr("59.999999"));
}

TEST(FloodGate, LetsABurstThroughAndThenSoMuchASecond) {
  using namespace std::chrono_literals;
  const auto start = FloodGate::Clock::now() + 1h;
  FloodGate gate(100, 10s);
  int passed = 0;
  for (int i = 0; i < 1000; ++i) passed += gate.Pass(1, start) ? 1 : 0;
  EXPECT_EQ(passed, 100);
  for (int i = 0; i < 1000; ++i) passed += gate.Pass(1, start + 2s) ? 1 : 0;
  EXPECT_NEAR(passed, 120, 1);
  for (int i = 0; i < 1000; ++i) passed += gate.Pass(10, start + 1000s) ? 1 : 0;
  EXPECT_NEAR(passed, 130, 1);
}

struct Named : LogContext {
  explicit Named(std::string name) : walk(std::move(name)) {}
  std::string Walk() const override { return walk; }
  std::string Action() const override { return {}; }
  const std::string walk;
};

TEST(LogContexts, Nest) {
  EXPECT_EQ(LogContext::Current(), nullptr);
  const Named outer("outer");
  {
    const Named inner("inner");
    EXPECT_EQ(LogContext::Current()->Walk(), "inner");
  }
  EXPECT_EQ(LogContext::Current()->Walk(), "outer");
}

class LogDirectory : public testing::Test {
 protected:
  LogDirectory() {
    std::string path = (std::filesystem::temp_directory_path() / "combtest-log-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("can't make " + path);
    directory_ = path;
  }
  ~LogDirectory() override { std::filesystem::remove_all(directory_); }

  std::string Read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(directory_ / name).rdbuf();
    return text.str();
  }
  std::filesystem::path directory_;
};

TEST_F(LogDirectory, FilesAreContinued) {
  for (const bool worker_files : {false, true}) {
    LogFiles files(directory_ / "a" / "b", worker_files);
    LogRecord record = Record("own");
    files.Write(record);
    record.source = LogSource{3, "box", 77};
    record.text = "worker's";
    files.Write(record);
  }
  const std::string all = Read("a/b/combtest.log");
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 4);
  EXPECT_THAT(Read("a/b/worker-3.log"), MatchesRegex("[^\n]*worker's\n"));
}

TEST_F(LogDirectory, ThatCannotBeMadeIsNamedOnce) {
  std::ofstream(directory_ / "file") << "x";
  testing::internal::CaptureStderr();
  LogFiles files(directory_ / "file" / "logs", true);
  LogRecord record = Record("x");
  record.source = LogSource{3, "box", 77};
  for (int i = 0; i < 3; ++i) files.Write(record);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "combtest: the log " + (directory_ / "file/logs/combtest.log").string() +
                " can't be written: Not a directory; the run goes on without it\n");
}

// As anybody may do who can write there.
TEST_F(LogDirectory, ALinkInADirectoryThatOthersWriteToIsNotFollowed) {
  using std::filesystem::perms;
  std::ofstream(directory_ / "precious") << "untouched";
  std::filesystem::permissions(directory_, perms::all | perms::sticky_bit);
  for (const char* log : {"combtest.log", "worker-3.log"})
    std::filesystem::create_symlink(directory_ / "precious", directory_ / log);
  testing::internal::CaptureStderr();
  LogFiles files(directory_, false);
  files.Write(Record("x"));
  EXPECT_THAT(
      testing::internal::GetCapturedStderr(),
      MatchesRegex("combtest: the log [^\n]*/combtest.log can't be written: it is a symbolic "
                   "link, in a directory that others may write to; the run goes on without "
                   "it\n"));
  EXPECT_EQ(Read("precious"), "untouched");
}

TEST_F(LogDirectory, ADiskThatIsFullIsNamedOnce) {
  std::filesystem::create_symlink("/dev/full", directory_ / "combtest.log");
  testing::internal::CaptureStderr();
  LogFiles files(directory_, false);
  for (int i = 0; i < 3; ++i) files.Write(Record("x"));
  EXPECT_THAT(
      testing::internal::GetCapturedStderr(),
      MatchesRegex("combtest: the log [^\n]*/combtest.log can't be written: No space left on "
                   "device; the run goes on without it\n"));
}

}  // namespace
}  // namespace combtest::internal
