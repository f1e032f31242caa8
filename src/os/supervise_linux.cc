#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include "src/os/supervise.h"
#include "src/os/worker_process.h"

namespace combtest::internal {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTick = std::chrono::milliseconds(50);

[[noreturn]] void Supervise(int worker, int input, int output, Supervisor& supervisor) {
  std::array<pollfd, 3> polled{pollfd{OpenProcess(worker), POLLIN, 0}, pollfd{output, POLLIN, 0},
                               pollfd{input, POLLRDHUP, 0}};
  std::optional<Clock::time_point> deadline;
  auto next_tick = Clock::now() + kTick;
  std::array<char, 1 << 16> buffer;
  const auto drain = [&] {
    while (true) {
      const ssize_t got = ::read(output, buffer.data(), buffer.size());
      if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
      supervisor.OnOutput({buffer.data(), static_cast<std::size_t>(got)});
      if (static_cast<std::size_t>(got) < buffer.size()) return true;
    }
  };
  while (true) {
    const auto now = Clock::now();
    if (deadline && now >= *deadline) KillGroup(worker);
    if (now >= next_tick) {
      supervisor.OnTick();
      next_tick = now + kTick;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next_tick - now);
    if (::poll(polled.data(), polled.size(), static_cast<int>(left.count()) + 1) < 0) continue;
    if (polled[1].revents != 0 && !drain()) polled[1].fd = -1;
    if ((polled[2].revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL)) != 0) {
      polled[2].fd = -1;
      deadline = Clock::now() + supervisor.TimeToEnd();
    }
    if (polled[0].revents != 0) break;
  }
  int status = 0;
  while (::waitpid(worker, &status, 0) < 0 && errno == EINTR) continue;
  drain();
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  supervisor.OnEnd(signal, code);
  ::_exit(signal != 0 ? 128 + signal : code);
}

}  // namespace

void SplitOffSupervisor(ChannelDescriptors& channel, Supervisor& supervisor) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe2");
  const pid_t parent = ::getpid();
  const pid_t worker = ::fork();
  if (worker < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (worker > 0) {
    ::setpgid(worker, worker);  // whoever of the two comes first
    ::close(pipe[1]);
    ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
    ::signal(SIGPIPE, SIG_IGN);
    // A worker that can't report ends in Supervise; nothing is left to clean up here.
    Supervise(worker, channel.in, pipe[0], supervisor);
  }
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kChannelLost);  // it died before it could be noticed
  ::close(pipe[0]);
  ::close(channel.out);
  channel.out = pipe[1];
}

}  // namespace combtest::internal
