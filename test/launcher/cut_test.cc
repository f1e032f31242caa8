// Hosts that are lost in the middle of a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "test/launcher/lost_walks.h"
#include "test/launcher/ssh_hosts.h"
#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kOpens = "209";  // 5,016 walks

// Lines of the log, of which each stands for an action that has begun.
std::size_t Begun(const Program& program, const std::string& action) {
  std::istringstream log(program.File("log"));
  std::size_t count = 0;
  for (std::string line; std::getline(log, line);) count += line.starts_with(action) ? 1 : 0;
  return count;
}

// Processes of ssh that the orchestrator has.
std::size_t Connections(const Program& program) {
  std::size_t count = 0;
  for (const int pid : DescendantsOf(program.pid()))
    count += ReadFile("/proc/" + std::to_string(pid) + "/cmdline").find("ssh") != std::string::npos;
  return count;
}

FaultRun ResultsOn(Program& program, const Variables& variables) {
  FaultRun run = ResultsOf(program, variables);
  // What was cut off ends when it sees the end of its input.
  Eventually([&] { return (run.left_behind = program.Descendants()).empty(); });
  return run;
}

// A walk of each phase waits until a host has been cut off; several do, for one may get lost
// itself.
std::string Gates() {
  const char* places[] = {"Write(%,0,1)", "Read(%,0,1,0,1)", "Read(%,0,1,1,1)",
                          "Write(%,1,1)", "Read(%,1,1,0,1)", "Read(%,1,1,1,1)"};
  std::string gates = "gate0@Open(100)";
  for (int phase = 1; phase < 7; ++phase) {
    for (int open = phase; open < 200; open += 30) {
      std::string place = places[phase - 1];
      place.replace(place.find('%'), 1, std::to_string(open));
      gates += " gate" + std::to_string(phase) + "@" + place;
    }
  }
  return gates;
}

TEST(Cut, AHostInEachPhaseOfFiveThousandWalks) {
  const FaultRun local = RunFaults({{"FAULT_OPENS", kOpens}});
  EXPECT_EQ(local.exit_code, 0);
  const SshHosts hosts(3);
  Variables all = hosts.Environment(2);
  all["FAULT_OPENS"] = kOpens;
  all["FAULT"] = Gates();
  Program program(COMBTEST_FAULT_SUITE, all);
  const char* names[] = {"a", "b", "c"};
  for (int phase = 0; phase < 7; ++phase) {
    const std::string gate = "gate" + std::to_string(phase);
    ASSERT_TRUE(Eventually([&] {
      return std::filesystem::exists(program.directory() / ("claimed." + gate));
    })) << gate
        << "\n"
        << program.err();
    EXPECT_TRUE(hosts.Cut(names[phase % 3]));
    std::ofstream(program.directory() / gate).flush();
  }
  const FaultRun run = ResultsOn(program, all);
  ExpectTheSameButForTheLost(run, local, 7 * kMostLost);
  EXPECT_THAT(run.left_behind, IsEmpty());
  RecordProperty("lost", static_cast<int>(run.failed.size()));
}

// Where nothing was under way on the host, nothing is lost.
TEST(Cut, AHostAtEachBarrier) {
  const FaultRun local = RunFaults({{"FAULT_OPENS", kOpens}});
  const SshHosts hosts(3);
  Variables all = hosts.Environment(2);
  all["FAULT_OPENS"] = kOpens;
  all["FAULT_BARRIER"] = "1";
  Program program(COMBTEST_FAULT_SUITE, all);
  const char* names[] = {"a", "b", "c"};
  for (int barrier = 0; barrier < 6; ++barrier) {
    const auto waits = program.directory() / ("barrier." + std::to_string(barrier));
    ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(waits); })) << program.err();
    const std::size_t before = Connections(program);
    EXPECT_TRUE(hosts.Cut(names[barrier % 3]));
    EXPECT_TRUE(Eventually([&] { return Connections(program) + 2 == before; }));
    std::filesystem::remove(waits);
  }
  const FaultRun run = ResultsOn(program, all);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_EQ(run.states, local.states);
  EXPECT_EQ(run.ledger, local.ledger);
  EXPECT_THAT(run.left_behind, IsEmpty());
}

TEST(Cut, AFrozenHostIsFoundOutByItsSilence) {
  const FaultRun local = RunFaults({{"FAULT_OPENS", kOpens}});
  const SshHosts hosts(2);
  Variables all = hosts.Environment(2);
  all["FAULT_OPENS"] = kOpens;
  all["COMBTEST_HEARTBEAT"] = "3s";
  Program program(COMBTEST_FAULT_SUITE, all);
  ASSERT_TRUE(Eventually([&] { return Begun(program, "Write") >= 1000; })) << program.err();
  EXPECT_TRUE(hosts.Freeze("b"));
  const FaultRun run = ResultsOf(program, all);
  EXPECT_THAT(run.err, HasSubstr("no sign of life for 3 s"));
  ExpectTheSameButForTheLost(run, local, 2 * kMostLost);
}

TEST(Cut, AHostThatNeverComesBack) {
  const FaultRun local = RunFaults({{"FAULT_OPENS", kOpens}});
  SshHosts hosts(2);
  Variables all = hosts.Environment(2);
  all["FAULT_OPENS"] = kOpens;
  Program program(COMBTEST_FAULT_SUITE, all);
  ASSERT_TRUE(Eventually([&] { return Begun(program, "Write") >= 1000; })) << program.err();
  hosts.TakeDown("b");
  FaultRun run = ResultsOf(program, all);
  ASSERT_EQ(run.run_failures.size(), 1u) << run.err;
  EXPECT_THAT(run.run_failures[0], HasSubstr("the host `b` is given up"));
  EXPECT_EQ(run.exit_code, 1);
  run.run_failures.clear();
  run.exit_code = run.failed.empty() ? 0 : 1;
  ExpectTheSameButForTheLost(run, local, kMostLost);
}

}  // namespace
}  // namespace combtest::test
