// What happens to workers when something happens to the orchestrator.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>

#include "test/worker/fault_run.h"

namespace combtest::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Clock = std::chrono::steady_clock;

// One walk hangs; the others are soon done.
const Variables kHanging{{"COMBTEST_WORKERS", "4"}, {"FAULT", "hang@Read(3,1,2,0,1)"}};

bool Hangs(const Program& program) {
  return program.File("log").find("Read(3,1,2,0,1)") != std::string::npos;
}

TEST(Orchestrator, KilledLeavesNoProcessBehind) {
  Program program(COMBTEST_FAULT_SUITE, kHanging);
  ASSERT_TRUE(Eventually([&] { return Hangs(program); }));
  EXPECT_GE(program.Descendants().size(), 1u);
  program.Signal(SIGKILL);
  const auto killed = Clock::now();
  EXPECT_EQ(program.Wait(), -SIGKILL);
  EXPECT_TRUE(Eventually([&] { return program.Descendants().empty(); }));
  EXPECT_LT(Clock::now() - killed, std::chrono::seconds(10));  // a second where nothing else runs
}

class Interrupts : public testing::TestWithParam<int> {};

TEST_P(Interrupts, EndTheRunWithAnAccountOfIt) {
  Program program(COMBTEST_FAULT_SUITE, kHanging);
  ASSERT_TRUE(Eventually([&] { return Hangs(program); }));
  program.Signal(GetParam());
  const FaultRun run = ResultsOf(program, kHanging);
  EXPECT_EQ(run.exit_code, 1) << run.err;
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("interrupted by SIG"));
  EXPECT_THAT(run.ledger, HasSubstr("192 selected = "));
  EXPECT_THAT(run.ledger, HasSubstr(" not run; balanced"));
  EXPECT_THAT(run.failed, IsEmpty());
  EXPECT_THAT(run.left_behind, IsEmpty());
  ExpectNothingRanTwice(run);
  EXPECT_FALSE(run.states.empty());
  for (const auto& [id, state] : run.states)
    EXPECT_THAT(state, testing::StartsWith("passed ")) << id;
}

INSTANTIATE_TEST_SUITE_P(All, Interrupts, testing::Values(SIGINT, SIGTERM));

TEST(Orchestrator, InterruptedTwiceEndsAtOnce) {
  Program program(COMBTEST_FAULT_SUITE, kHanging);
  ASSERT_TRUE(Eventually([&] { return Hangs(program); }));
  program.Signal(SIGINT);
  // While it waits for the worker that ignores SIGTERM.
  ASSERT_TRUE(Eventually([&] { return program.Descendants().size() < 4; }));
  program.Signal(SIGINT);
  const int code = program.Wait();
  EXPECT_TRUE(code == -SIGINT || code == 1) << code;
  EXPECT_TRUE(Eventually([&] { return program.Descendants().empty(); }));
}

// Neither is the loop running then that handles signals otherwise.
TEST(Orchestrator, InterruptedTwiceInASerialActionEndsAtOnce) {
  const Variables variables{{"COMBTEST_WORKERS", "2"}, {"FAULT_SERIAL_HANGS", "Remount(0)"}};
  Program program(COMBTEST_FAULT_SUITE, variables);
  ASSERT_TRUE(
      Eventually([&] { return program.File("log").find("Remount(0)") != std::string::npos; }));
  program.Signal(SIGINT);
  std::string pending;
  // Delivered, so that the second isn't merged with it.
  ASSERT_TRUE(Eventually([&] {
    const std::string status = ReadFile("/proc/" + std::to_string(program.pid()) + "/status");
    pending = status.substr(status.find("ShdPnd:") + 7, 17);
    return pending.find_first_of("123456789abcdef") == std::string::npos;
  }));
  program.Signal(SIGINT);
  EXPECT_EQ(program.Wait(std::chrono::seconds(20)), -SIGINT);
  EXPECT_TRUE(Eventually([&] { return program.Descendants().empty(); }));
}

TEST(Orchestrator, RunTimeout) {
  Variables variables = kHanging;
  variables["COMBTEST_RUN_TIMEOUT"] = "1500ms";
  Program program(COMBTEST_FAULT_SUITE, variables);
  const FaultRun run = ResultsOf(program, variables);
  EXPECT_EQ(run.exit_code, 1);
  ASSERT_EQ(run.run_failures.size(), 1u);
  EXPECT_THAT(run.run_failures[0], HasSubstr("run_timeout"));
  EXPECT_THAT(run.ledger, testing::EndsWith("; balanced"));
  EXPECT_THAT(run.left_behind, IsEmpty());
}

}  // namespace
}  // namespace combtest::test
