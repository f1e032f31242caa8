#include <fcntl.h>
#include <sched.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>

#include "src/os/private_child.h"

namespace combtest::internal {
namespace {

// Of Linux 5.2; the C library's header may be older.
constexpr unsigned long kWantsHandle = 0x1000;  // CLONE_PIDFD
constexpr int kNothingExecuted = 127;

// The parent's handlers would write into the parent's pipes. What is ignored stays so.
void ForgetHandlers() {
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    const bool ignored = (action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN;
    if (ignored) continue;
    action = {};
    action.sa_handler = SIG_DFL;
    ::sigaction(signal, &action, nullptr);
  }
}

// What this process did with SIGCHLD before; a child does so again. Not a handler: that it may
// keep.
struct sigaction before_sane {};
std::atomic<bool> made_sane = false;

void KeepExitStatuses() {
  struct sigaction current {};
  ::sigaction(SIGCHLD, nullptr, &current);
  const bool ignored = (current.sa_flags & SA_SIGINFO) == 0 && current.sa_handler == SIG_IGN;
  if (!ignored && (current.sa_flags & SA_NOCLDWAIT) == 0) return;
  before_sane = current;
  made_sane = true;
  if (ignored) current.sa_handler = SIG_DFL;
  current.sa_flags &= ~SA_NOCLDWAIT;
  ::sigaction(SIGCHLD, &current, nullptr);
}

// Of linux/pidfd.h, which may be older.
struct HandleInfo {
  std::uint64_t mask = 0, cgroup = 0;
  std::array<std::uint32_t, 11> ids{};
  std::int32_t exit_status = 0;
};
static_assert(sizeof(HandleInfo) == 64);
constexpr std::uint64_t kWantsExit = 1u << 3;                    // PIDFD_INFO_EXIT
constexpr unsigned long kGetInfo = _IOWR(0xFF, 11, HandleInfo);  // PIDFD_GET_INFO

std::optional<int> StatusByHandle(int handle) {
  // It may be on its way out still.
  for (int attempt = 0; attempt < 20; ++attempt) {
    HandleInfo info;
    info.mask = kWantsExit;
    if (::ioctl(handle, kGetInfo, &info) != 0) return std::nullopt;
    if ((info.mask & kWantsExit) != 0) return info.exit_status;
    ::usleep(1000);
  }
  return std::nullopt;
}

// Without a signal for its end, as long as it executes nothing.
pid_t Clone(int& handle) {
#if defined(__s390__) || defined(__CRIS__)
  const long pid = ::syscall(SYS_clone, 0, kWantsHandle, &handle, 0, 0);
#else
  const long pid = ::syscall(SYS_clone, kWantsHandle, 0, &handle, 0, 0);
#endif
  return static_cast<pid_t>(pid);
}

}  // namespace

PrivateChild ForkPrivately(const std::function<void()>& body) {
  KeepExitStatuses();
  sigset_t all, before, none;
  ::sigfillset(&all);
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  PrivateChild child;
  child.pid = Clone(child.handle);
  if (child.pid < 0) {
    child.handle = -1;
    child.pid = ::fork();
  }
  if (child.pid == 0) {
    ForgetHandlers();
    if (made_sane) ::sigaction(SIGCHLD, &before_sane, nullptr);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    body();
    ::_exit(kNothingExecuted);
  }
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (child.pid > 0 && child.handle < 0)
    child.handle = static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0));
  if (child.handle >= 0) ::fcntl(child.handle, F_SETFD, FD_CLOEXEC);
  errno = error;
  return child;
}

ChildEnd WaitForPrivateChild(const PrivateChild& child, bool block) {
  int status = 0;
  pid_t got = 0;
  const int options = __WALL | (block ? 0 : WNOHANG);
  while ((got = ::waitpid(child.pid, &status, options)) < 0 && errno == EINTR) continue;
  if (got == 0) return {};
  if (got == child.pid) return {true, status};
  return {true, child.handle < 0 ? std::nullopt : StatusByHandle(child.handle)};
}

}  // namespace combtest::internal
