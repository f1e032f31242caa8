#include "src/os/private_child.h"

#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace combtest::internal {
namespace {

std::atomic<int> handled = 0;

TEST(PrivateChild, IsNobodyElsesToWaitForUntilItsProgramRuns) {
  const PrivateChild child = ForkPrivately([] { ::_exit(7); });
  ASSERT_GT(child.pid, 0);
  EXPECT_EQ(::waitpid(-1, nullptr, 0), -1);
  EXPECT_EQ(errno, ECHILD);
  const ChildEnd end = WaitForPrivateChild(child, true);
  ASSERT_TRUE(end.ended && end.status);
  EXPECT_EQ(WEXITSTATUS(*end.status), 7);
  if (child.handle >= 0) ::close(child.handle);
}

TEST(PrivateChild, OneWhoseStatusIsTakenIsAskedForByItsHandle) {
  const PrivateChild child = ForkPrivately([] { ::_exit(7); });
  ASSERT_EQ(::waitpid(child.pid, nullptr, __WALL), child.pid);
  const ChildEnd end = WaitForPrivateChild(child, true);
  EXPECT_TRUE(end.ended);
  if (end.status) {
    EXPECT_EQ(WEXITSTATUS(*end.status), 7);  // Linux 6.15
  }
  const ChildEnd without = WaitForPrivateChild({child.pid, -1}, true);
  EXPECT_TRUE(without.ended);
  EXPECT_FALSE(without.status);
  if (child.handle >= 0) ::close(child.handle);
}

// And the child finds it as it was.
TEST(PrivateChild, KeepsItsStatusWhereChildrenAreIgnored) {
  ::signal(SIGCHLD, SIG_IGN);
  const PrivateChild child = ForkPrivately([] {
    struct sigaction found {};
    ::sigaction(SIGCHLD, nullptr, &found);
    const char* const wrong = found.sa_handler == SIG_IGN ? "exit 5" : "exit 6";
    ::execl("/bin/sh", "sh", "-c", wrong, nullptr);
  });
  const ChildEnd end = WaitForPrivateChild({child.pid, -1}, true);
  ::signal(SIGCHLD, SIG_DFL);
  ASSERT_TRUE(end.status);
  EXPECT_EQ(WEXITSTATUS(*end.status), 5);
  if (child.handle >= 0) ::close(child.handle);
}

// Its parent's handler would write into its parent's pipes.
TEST(PrivateChild, ASignalBeforeItsProgramIsItsOwn) {
  struct sigaction count {
  }, before{};
  count.sa_handler = [](int) { ++handled; };
  ::sigaction(SIGTERM, &count, &before);
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const PrivateChild child = ForkPrivately([&] {
    ::kill(::getpid(), SIGTERM);
    if (::write(pipe[1], "x", 1) != 1) ::_exit(3);
  });
  ::close(pipe[1]);
  const ChildEnd end = WaitForPrivateChild(child, true);
  ::sigaction(SIGTERM, &before, nullptr);
  ASSERT_TRUE(end.status && WIFSIGNALED(*end.status));
  EXPECT_EQ(WTERMSIG(*end.status), SIGTERM);
  char byte = 0;
  EXPECT_EQ(::read(pipe[0], &byte, 1), 0);
  EXPECT_EQ(handled, 0);
  ::close(pipe[0]);
  if (child.handle >= 0) ::close(child.handle);
}

}  // namespace
}  // namespace combtest::internal
