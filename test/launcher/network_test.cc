// Hosts with networks of their own, of which one is cut off in the middle of a phase.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "test/launcher/lost_walks.h"
#include "test/launcher/ssh_hosts.h"
#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

constexpr int kOpens = 209;  // 5,016 walks

// That fault at this place of all walks.
std::string Everywhere(const std::string& fault, const std::string& place) {
  std::string faults;
  for (int open = 0; open < kOpens; ++open) {
    std::string here = place;
    here.replace(here.find('%'), 1, std::to_string(open));
    faults += fault + "@" + here + " ";
  }
  return faults;
}

class Network : public testing::Test {
 protected:
  void SetUp() override {
    if (const std::string why = PrivateNetwork::WhyNot(); !why.empty()) GTEST_SKIP() << why;
    network_ = std::make_unique<PrivateNetwork>();
    hosts_ = std::make_unique<SshHosts>(2, network_.get());
    local_ = RunFaults({{"FAULT_OPENS", std::to_string(kOpens)}});
    ASSERT_EQ(local_.exit_code, 0);
  }

  // Both hosts have two workers, whose faults are these.
  void Start(const std::string& faults_a, const std::string& faults_b, const Variables& more,
             const std::string& ssh_options = {}) {
    hosts_->SetProfile("a", "export FAULT='" + faults_a + "'");
    hosts_->SetProfile("b", "export FAULT='" + faults_b + "'");
    all_ = hosts_->Environment(2);
    all_["FAULT_OPENS"] = std::to_string(kOpens);
    all_["COMBTEST_RECONNECT"] = "3s";
    all_["COMBTEST_HEARTBEAT"] = "10s";
    all_["COMBTEST_SSH_OPTIONS"] += " " + ssh_options;
    for (const auto& [name, value] : more) all_[name] = value;
    std::vector<std::string> words = network_->Inside();
    words.push_back(COMBTEST_FAULT_SUITE);
    program_ = std::make_unique<Program>(words[0], all_,
                                         std::vector<std::string>(words.begin() + 1, words.end()));
  }
  bool IsReached(const std::string& gate) const {
    return Eventually(
        [&] { return std::filesystem::exists(program_->directory() / ("claimed." + gate)); });
  }
  void Open(const std::string& gate) const { std::ofstream(program_->directory() / gate).flush(); }
  // Where walks on b wait, in the middle of a phase.
  void GoOnToGate1() const {
    ASSERT_TRUE(IsReached("gate0")) << program_->err();
    Open("go");
    Open("gate0");
    ASSERT_TRUE(IsReached("gate1")) << program_->err();
  }
  FaultRun Results() {
    const auto begin = std::chrono::steady_clock::now();
    FaultRun run = ResultsOf(*program_, all_);
    took_ = std::chrono::steady_clock::now() - begin;
    return run;
  }
  void ExpectOnlyLostOnB(FaultRun run) const {
    SCOPED_TRACE(run.err.substr(0, 4000));
    EXPECT_LT(took_, std::chrono::seconds(90));
    EXPECT_EQ(run.exit_code, 1);
    // Whoever waited at the gate at least.
    EXPECT_THAT(run.failed, Contains(Pair(testing::_, HasSubstr("lost: "))));
    for (const auto& [id, text] : run.failed)
      EXPECT_THAT(text, HasSubstr("its worker on the host `b` was cut off"));
    // The host may have been given up before the run was over.
    for (const std::string& failure : run.run_failures)
      EXPECT_THAT(failure, HasSubstr("the host `b` is given up"));
    EXPECT_LE(run.run_failures.size(), 1u);
    run.run_failures.clear();
    ExpectTheSameButForTheLost(run, local_, kMostLost);
  }
  // Workers over there see that they are alone as soon as the network is back.
  void ExpectNothingIsLeftOnceItIsBack() {
    network_->Restore("b");
    EXPECT_TRUE(Eventually([&] { return program_->Descendants().empty(); }));
  }

  std::unique_ptr<PrivateNetwork> network_;
  std::unique_ptr<SshHosts> hosts_;
  FaultRun local_;
  Variables all_;
  std::unique_ptr<Program> program_;
  std::chrono::steady_clock::duration took_{};
};

TEST_F(Network, TheSameAsHere) {
  Start("", "", {});
  const FaultRun run = Results();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_EQ(run.states, local_.states);
  EXPECT_EQ(run.ledger, local_.ledger);
}

// ssh itself finds out. The last phase waits until the host has been given up.
TEST_F(Network, NoWayLeadsToAHostAnyMore) {
  Start(Everywhere("wait", "Open(%)") + Everywhere("gate2", "Read(%,1,1,1,1)"),
        Everywhere("gate0", "Open(%)") + Everywhere("gate1", "Write(%,0,1)") +
            Everywhere("gate2", "Read(%,1,1,1,1)"),
        {}, "-o ServerAliveInterval=2 -o ServerAliveCountMax=5");
  ASSERT_NO_FATAL_FAILURE(GoOnToGate1());
  network_->Cut("b");
  Open("gate1");
  EXPECT_TRUE(Eventually([&] {
    const std::string err = program_->err();
    int failed = 0;
    for (std::size_t at = 0; (at = err.find("on b] ended between walks", at)) != err.npos; ++at)
      ++failed;
    return failed >= 3 + 2;  // the two that were cut off, too
  })) << program_->err();
  Open("gate2");
  const FaultRun run = Results();
  EXPECT_EQ(run.run_failures.size(), 1u);
  ExpectOnlyLostOnB(run);
  ExpectNothingIsLeftOnceItIsBack();
}

// No heartbeat comes, and ssh says nothing.
TEST_F(Network, WhatIsSentToAHostGetsLost) {
  Start(Everywhere("wait", "Open(%)"),
        Everywhere("gate0", "Open(%)") + Everywhere("gate1", "Read(%,0,1,0,1)"),
        {{"COMBTEST_HEARTBEAT", "5s"}}, "-o ServerAliveInterval=0");
  ASSERT_NO_FATAL_FAILURE(GoOnToGate1());
  network_->CutAtItsEnd("b");
  Open("gate1");
  const FaultRun run = Results();
  EXPECT_THAT(run.err, HasSubstr("no sign of life for 5 s"));
  ExpectOnlyLostOnB(run);
  ExpectNothingIsLeftOnceItIsBack();
}

// A cable that is in again before anybody has missed it: TCP makes up for it.
TEST_F(Network, AShortInterruptionIsNone) {
  Start(Everywhere("wait", "Open(%)"),
        Everywhere("gate0", "Open(%)") + Everywhere("gate1", "Write(%,0,1)"), {});
  ASSERT_NO_FATAL_FAILURE(GoOnToGate1());
  network_->CutAtItsEnd("b");
  Open("gate1");
  network_->Restore("b");
  const FaultRun run = Results();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_EQ(run.states, local_.states);
}

}  // namespace
}  // namespace combtest::test
