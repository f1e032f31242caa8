// Hosts whose clocks are wrong, and whose names stand in all records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>

#include "src/trace/trace_files.h"
#include "src/trace/trace_reader.h"
#include "test/launcher/ssh_hosts.h"
#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using std::chrono::nanoseconds;
using testing::HasSubstr;

constexpr int kDay = 24 * 60 * 60;

std::string OffBy(int days) {
  return "export LD_PRELOAD=" COMBTEST_SHIFTED_CLOCK " CLOCK_OFF_BY=" +
         std::to_string(days * kDay) + " ASAN_OPTIONS=verify_asan_link_order=0:$ASAN_OPTIONS";
}

// What a worker wrote.
struct LogLine {
  std::string time, worker, host, action;
};

std::vector<LogLine> LinesOfWorkers(const std::filesystem::path& file) {
  std::vector<LogLine> lines;
  std::istringstream log(ReadFile(file));
  for (std::string text; std::getline(log, text);) {
    const auto source = text.find("  worker ");
    const auto on = text.find(" on ", source);
    const auto end = text.find(")  ", on);
    if (source == text.npos || on == text.npos || end == text.npos) continue;
    LogLine line{text.substr(0, 26), text.substr(source + 9, 1), text.substr(on + 4, end - on - 4),
                 text.substr(text.rfind("  ") + 2)};
    lines.push_back(line);
  }
  return lines;
}

// The day this many days from now, as the log writes it.
std::string Day(int days) {
  const std::time_t time = std::time(nullptr) + days * kDay;
  std::tm parts{};
  ::localtime_r(&time, &parts);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
  return text;
}

TEST(Clocks, OfAHostMayBeWrong) {
  SshHosts hosts(2);
  hosts.SetProfile("a", OffBy(30));
  hosts.SetProfile("b", OffBy(-30));
  Variables all = hosts.Environment(2);
  TemporaryDirectory logs;
  all["COMBTEST_LOG_DIR"] = logs.path();
  all["COMBTEST_WALK_TIMEOUT"] = "3s";
  all["COMBTEST_HEARTBEAT"] = "10s";
  all["COMBTEST_RUN_TIMEOUT"] = "100s";
  all["COMBTEST_RETRIES"] = "0";
  all["FAULT"] = "hang@Read(3,1,2,0,1)";
  all["FAULT_LOGS"] = "1";
  Program program(COMBTEST_FAULT_SUITE, all);
  const auto begin = std::chrono::steady_clock::now();
  FaultRun run = ResultsOf(program, all);
  const auto took = std::chrono::steady_clock::now() - begin;
  Eventually([&] { return (run.left_behind = program.Descendants()).empty(); });

  // Time-outs, verdicts and states are none of the wall clock's business.
  const std::uint64_t hung = FaultWalk{3, 1, 2, 0, 1}.id();
  EXPECT_EQ(run.OnlyFailed(), hung);
  EXPECT_THAT(run.failed.begin()->second, HasSubstr("timed out"));
  ExpectTheRestUnharmed(run);

  // Durations are of this run, not of months.
  const auto traces = internal::NewestTraces(logs.path());
  ASSERT_EQ(traces.size(), 1u);
  nanoseconds all_walks{};
  internal::TraceVisitor visitor;
  std::map<unsigned, std::string> host_of;
  std::size_t walks = 0;
  visitor.worker = [&](const internal::TraceWorker& worker) {
    const auto [known, is_new] = host_of.emplace(worker.worker, worker.host);
    EXPECT_EQ(known->second, worker.host) << worker.worker;
    EXPECT_THAT(worker.host, testing::AnyOf("a", "b"));
  };
  visitor.segment = [&](auto, auto, nanoseconds segment) {
    EXPECT_GE(segment.count(), 0);
    EXPECT_LE(segment, took);
  };
  visitor.walk = [&](const internal::TraceWalk& walk) {
    ++walks;
    ASSERT_TRUE(walk.worker.has_value()) << walk.name;
    EXPECT_TRUE(host_of.contains(*walk.worker)) << walk.name;
    if (!walk.took) return;  // it timed out
    EXPECT_GE(walk.took->count(), 0) << walk.name;
    EXPECT_LE(*walk.took, took) << walk.name;
    all_walks += *walk.took;
  };
  visitor.end = [&](const internal::TraceEnd& end) { EXPECT_LE(end.elapsed, took); };
  internal::VisitTrace(traces[0], visitor);
  EXPECT_EQ(walks, run.walks());
  EXPECT_GT(all_walks.count(), 0);
  EXPECT_LE(all_walks, 4 * took);

  // The clocks were indeed wrong. The log is in the order of the run all the same, and names the
  // hosts.
  const auto lines = LinesOfWorkers(logs.path() / "combtest.log");
  EXPECT_GE(lines.size(), 2 * run.walks());
  std::map<std::string, std::string> last;  // by worker
  std::map<std::string, std::size_t> of_host;
  bool writes = false;
  for (const LogLine& line : lines) {
    ++of_host[line.host];
    EXPECT_EQ(line.host, host_of[static_cast<unsigned>(std::stoi(line.worker))]);
    const int days = line.host == "a" ? 30 : -30;
    EXPECT_THAT(line.time, testing::AnyOf(HasSubstr(Day(days)), HasSubstr(Day(days - 1))))
        << line.host << " " << line.action;  // midnight may just have passed
    EXPECT_LE(last[line.worker], line.time);
    last[line.worker] = line.time;
    writes = writes || line.action.starts_with("Write");
    EXPECT_FALSE(writes && line.action.starts_with("Open")) << line.time << " " << line.action;
  }
  EXPECT_GT(of_host["a"], 0u);
  EXPECT_GT(of_host["b"], 0u);
  EXPECT_EQ(of_host.size(), 2u);
  EXPECT_THAT(run.err,
              testing::AnyOf(HasSubstr(" on a] info: Open(0)"), HasSubstr(" on b] info: Open(0)")));
}

}  // namespace
}  // namespace combtest::test
