// Hosts that are lost in the middle of a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
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

// The suite of 5,016 walks over hosts with two workers each.
class Cut : public testing::Test {
 protected:
  void Start(unsigned hosts, const Variables& more, const char* suite = COMBTEST_FAULT_SUITE) {
    if (hosts_ == nullptr) hosts_ = std::make_unique<SshHosts>(hosts);
    all_ = hosts_->Environment(2);
    all_["FAULT_OPENS"] = kOpens;
    for (const auto& [name, value] : more) all_[name] = value;
    program_ = std::make_unique<Program>(suite, all_);
  }
  // One of the walks that wait there has come so far.
  void WaitFor(const std::string& gate) const {
    EXPECT_TRUE(Eventually([&] {
      return std::filesystem::exists(program_->directory() / ("claimed." + gate));
    })) << gate
        << "\n"
        << program_->err();
  }
  void Open(const std::string& gate) const { std::ofstream(program_->directory() / gate).flush(); }
  void ExpectInErr(const std::string& text) const {
    EXPECT_TRUE(Eventually([&] { return program_->err().find(text) != std::string::npos; }))
        << text << "\n"
        << program_->err();
  }
  FaultRun Results() {
    FaultRun run = ResultsOf(*program_, all_);
    // What was cut off ends when nobody comes for it.
    Eventually([&] { return (run.left_behind = program_->Descendants()).empty(); });
    return run;
  }
  // As if nothing had happened.
  static void ExpectTheSame(const FaultRun& run, const FaultRun& local) {
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.failed, IsEmpty());
    EXPECT_THAT(run.run_failures, IsEmpty());
    EXPECT_EQ(run.states, local.states);
    EXPECT_EQ(run.ledger, local.ledger);
    ExpectNothingRanTwice(run);
    EXPECT_THAT(run.left_behind, IsEmpty());
  }
  void CutInEachPhase() const {
    const char* names[] = {"a", "b", "c"};
    for (int phase = 0; phase < 7; ++phase) {
      const std::string gate = "gate" + std::to_string(phase);
      WaitFor(gate);
      EXPECT_TRUE(hosts_->Cut(names[phase % 3]));
      Open(gate);
    }
  }
  // While a walk of the host `a` waits there. It is as if nothing had happened, but for what is
  // said.
  void CutAtGate0(const std::string& said) {
    EXPECT_TRUE(hosts_->Cut("a"));
    Open("gate0");
    const FaultRun run = Results();
    EXPECT_THAT(run.err, HasSubstr(said));
    ExpectTheSame(run, Local());
  }
  static FaultRun Local() { return RunFaults({{"FAULT_OPENS", kOpens}}); }

  std::unique_ptr<SshHosts> hosts_;
  Variables all_;
  std::unique_ptr<Program> program_;
};

std::size_t Count(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += what.size()) ++count;
  return count;
}

TEST_F(Cut, AHostInEachPhaseOfFiveThousandWalks) {
  Start(3, {{"FAULT", Gates()}});
  CutInEachPhase();
  const FaultRun run = Results();
  ExpectTheSame(run, Local());
  EXPECT_GE(Count(run.err, "reconnected; nothing was lost"), 7u);
}

// Nothing of the state could have moved to another worker, or to a new one.
TEST_F(Cut, StatesThatArentJsonSurvive) {
  Start(3, {{"FAULT", Gates()}}, COMBTEST_OPAQUE_SUITE);
  CutInEachPhase();
  const FaultRun run = Results();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(run.ledger, Local().ledger);
  ExpectNothingRanTwice(run);
}

// In the hands of the workers and on all ways are some megabytes.
TEST_F(Cut, WhileMuchIsOnTheWay) {
  Start(2, {{"FAULT_BALLAST", "20000"}, {"FAULT_OPENS", "60"}});
  for (int phase = 0; phase < 12; ++phase) {
    const std::size_t before = Begun(*program_, "Write");
    EXPECT_TRUE(Eventually(
        [&] { return Begun(*program_, "Write") > before + 20 || !program_->out().empty(); }));
    hosts_->Cut(phase % 2 == 0 ? "a" : "b");
  }
  const FaultRun run = Results();
  ExpectTheSame(run, RunFaults({{"FAULT_BALLAST", "20000"}, {"FAULT_OPENS", "60"}}));
  EXPECT_GE(Count(run.err, "reconnected; nothing was lost"), 4u);
}

TEST_F(Cut, AHostAtEachBarrier) {
  Start(3, {{"FAULT_BARRIER", "1"}});
  const char* names[] = {"a", "b", "c"};
  for (int barrier = 0; barrier < 6; ++barrier) {
    const auto waits = program_->directory() / ("barrier." + std::to_string(barrier));
    ASSERT_TRUE(Eventually([&] { return std::filesystem::exists(waits); })) << program_->err();
    const std::size_t before = Connections(*program_);
    const auto reconnected = Count(program_->err(), "reconnected");
    EXPECT_TRUE(hosts_->Cut(names[barrier % 3]));
    // The new connection may be there before anybody looks.
    EXPECT_TRUE(Eventually([&] {
      return Connections(*program_) + 2 == before ||
             Count(program_->err(), "reconnected") > reconnected;
    }));
    std::filesystem::remove(waits);
  }
  ExpectTheSame(Results(), Local());
}

TEST_F(Cut, AFrozenConnectionIsFoundOutByItsSilence) {
  Start(2, {{"COMBTEST_HEARTBEAT", "3s"}, {"FAULT", "gate0@Write(100,0,1)"}});
  WaitFor("gate0");
  EXPECT_TRUE(hosts_->Freeze("a"));
  EXPECT_TRUE(hosts_->Freeze("b"));
  Open("gate0");
  FaultRun run = ResultsOf(*program_, all_);
  // What stands still can't end.
  for (const char* host : {"a", "b"}) hosts_->Thaw(host);
  Eventually([&] { return (run.left_behind = program_->Descendants()).empty(); });
  EXPECT_THAT(run.err, HasSubstr("lost its connection: it gave no sign of life for 3 s"));
  ExpectTheSame(run, Local());
}

// As ssh itself does for a while, on a busy machine.
TEST_F(Cut, ACommandThatLivesOnWithoutItsStreamsIsEnded) {
  hosts_ = std::make_unique<SshHosts>(1);
  Start(1, {{"COMBTEST_LAUNCHER", "sh -c 'ssh -F " + hosts_->directory().string() +
                                      "/config {host} \"$1\"; exec >&- 2>&-; exec sleep 1000' x "
                                      "{shell_command}"},
            {"FAULT", "gate0@Write(100,0,1)"}});
  WaitFor("gate0");
  CutAtGate0("its streams were closed");
}

// What a profile prints comes before the worker's stream on a new connection, too.
TEST_F(Cut, ANoisyProfileIsPassedOver) {
  Start(1, {{"FAULT", "gate0@Write(100,0,1)"}});
  WaitFor("gate0");
  hosts_->SetProfile("a", "echo Welcome back to this machine; echo It is monitored >&2");
  CutAtGate0("reconnected");
}

// The worker's last words wait for whoever comes to hear them.
TEST_F(Cut, AWorkerThatDiesMeanwhileIsToldApart) {
  Start(1, {{"COMBTEST_HOSTS", "a:1"}, {"FAULT", "gate0+segv@Write(100,0,1)"}});
  WaitFor("gate0");
  hosts_->Isolate("a");
  ExpectInErr(
      "on a] lost its connection: ");  // on a busy machine its streams close before ssh ends
  std::istringstream pids(program_->File("pids"));
  const std::set<int> workers{std::istream_iterator<int>(pids), {}};
  Open("gate0");
  EXPECT_TRUE(Eventually([&] {
    return std::any_of(workers.begin(), workers.end(), [](int pid) { return NameOf(pid).empty(); });
  }));
  hosts_->BringBack("a");
  const FaultRun run = Results();
  ASSERT_EQ(run.failed.size(), 4u) << run.err;  // with each option of Sync and Read
  for (const auto& [id, text] : run.failed)
    EXPECT_THAT(text, HasSubstr("at Write(1): crashed: SIGSEGV"));
  ExpectTheRestUnharmed(run);
}

// Left alone it would wait for ten minutes.
TEST_F(Cut, AnInterruptMeanwhileEndsTheWorkersThere) {
  Start(1, {{"COMBTEST_HOSTS", "a:1"},
            {"COMBTEST_RECONNECT", "10m"},
            {"FAULT", "gate0@Write(100,0,1)"}});
  WaitFor("gate0");
  hosts_->SetProfile(
      "a", "case $SSH_ORIGINAL_COMMAND in *COMBTEST_INTERNAL_RESUME*) exec cat >/dev/null;; esac");
  EXPECT_TRUE(hosts_->Cut("a"));
  ExpectInErr("worker 0 on a] lost its connection: ");
  program_->Signal(SIGINT);
  program_->Wait();
  EXPECT_TRUE(Eventually([&] { return program_->Descendants().empty(); })) << program_->err();
}

// Its supervisor is gone, so nobody can tell what the worker had begun.
TEST_F(Cut, AWorkerThatIsntThereAnyMore) {
  Start(2, {{"FAULT", "gate0@Write(100,0,1)"}});
  WaitFor("gate0");
  hosts_->Restart("b");
  Open("gate0");
  const FaultRun run = Results();
  EXPECT_THAT(run.err, HasSubstr("the worker isn't there any more"));
  EXPECT_THAT(run.left_behind, IsEmpty());
  ExpectTheSameButForTheLost(run, Local(), kMostLost);
}

TEST_F(Cut, AHostThatNeverComesBack) {
  Start(2, {{"COMBTEST_RECONNECT", "2s"}});
  ASSERT_TRUE(Eventually([&] { return Begun(*program_, "Write") >= 1000; })) << program_->err();
  hosts_->TakeDown("b");
  FaultRun run = Results();
  ASSERT_EQ(run.run_failures.size(), 1u) << run.err;
  EXPECT_THAT(run.run_failures[0], HasSubstr("the host `b` is given up"));
  EXPECT_EQ(run.exit_code, 1);
  run.run_failures.clear();
  run.exit_code = run.failed.empty() ? 0 : 1;
  ExpectTheSameButForTheLost(run, Local(), kMostLost);
}

TEST_F(Cut, WithoutReconnectionTheWalksThatHadBeenSentAreLost) {
  Start(2, {{"COMBTEST_RECONNECT", "0"}, {"FAULT", "gate0@Write(100,0,1) gate0@Write(101,0,1)"}});
  WaitFor("gate0");
  EXPECT_TRUE(hosts_->Cut("a"));
  EXPECT_TRUE(hosts_->Cut("b"));
  Open("gate0");
  const FaultRun run = Results();
  EXPECT_FALSE(run.failed.empty());
  ExpectTheSameButForTheLost(run, Local(), 2 * kMostLost);
}

// Nobody can tell the workers that their orchestrator is dead.
TEST_F(Cut, WorkersOfAKilledOrchestratorEnd) {
  Start(2, {{"COMBTEST_RECONNECT", "2s"},
            {"COMBTEST_HEARTBEAT", "2s"},
            {"FAULT", "gate0@Write(100,0,1) gate0@Write(101,0,1)"}});
  WaitFor("gate0");
  program_->Signal(SIGKILL);
  EXPECT_EQ(program_->Wait(), -SIGKILL);
  EXPECT_TRUE(Eventually([&] { return program_->Descendants().empty(); }));
}

}  // namespace
}  // namespace combtest::test
