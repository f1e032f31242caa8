// Processes that are to be ended, wherever they have gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

#include "src/os/worker_process.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;

// A child that has done `prepare`, and then does `stay`.
pid_t Child(const auto& prepare, const auto& stay) {
  std::array<int, 2> ready{};
  if (::pipe(ready.data()) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    prepare();
    ::close(ready[0]);
    if (::write(ready[1], "", 1) != 1) ::_exit(1);
    ::close(ready[1]);
    stay();
    ::_exit(2);
  }
  ::close(ready[1]);
  char byte = 0;
  EXPECT_EQ(::read(ready[0], &byte, 1), 1);
  ::close(ready[0]);
  return child;
}

void Hang() {
  while (true) ::pause();
}

int SignalThatEnded(pid_t child) {
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

std::string OwnVariable(const char* name) {
  return std::string(name) + "=" + std::to_string(::getpid());
}

// It has nothing of what a worker gives to its descendants: neither its environment nor its session
// nor its streams.
TEST(Descendants, AreKnownWithoutTheirEnvironment) {
  const std::string variable = OwnVariable("COMBTEST_TEST_MARK");
  const pid_t child = Child(
      [&] {
        MarkDescendants(variable);
        ::setsid();
      },
      [] { ::execl("/usr/bin/env", "env", "-i", "sleep", "1000", nullptr); });
  // It may be on its way to its last program.
  const std::vector<Leftover> found = EndProcessesWith(variable);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].pid, child);
  EXPECT_TRUE(found[0].ended);
  EXPECT_THAT(found[0].Text(),
              HasSubstr("process " + std::to_string(child) + " behind, which has"));
  EXPECT_EQ(SignalThatEnded(child), SIGKILL);
}

TEST(Descendants, OfSomebodyElseAreLeftAlone) {
  const pid_t child = Child([] { MarkDescendants(OwnVariable("COMBTEST_TEST_OTHER_MARK")); }, Hang);
  EXPECT_TRUE(EndProcessesWith(OwnVariable("COMBTEST_TEST_MARK")).empty());
  ::kill(child, SIGTERM);
  EXPECT_EQ(SignalThatEnded(child), SIGTERM);
}

TEST(Groups, ALeaderThatHasGoneToAnotherIsReached) {
  if (::getpgrp() == 0) ::setpgid(0, 0);  // its group is of outside of this namespace of processes
  const pid_t child = Child(
      [] {
        ::setpgid(0, 0);
        ::setpgid(0, ::getpgid(::getppid()));
        ::signal(SIGTERM, SIG_IGN);
      },
      Hang);
  ASSERT_EQ(::getpgid(child), ::getpgrp());
  StopGroup(child);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  EXPECT_TRUE(WIFSTOPPED(status));
  KillGroup(child);
  EXPECT_EQ(SignalThatEnded(child), SIGKILL);
}

}  // namespace
}  // namespace combtest::internal
