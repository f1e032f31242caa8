#include <fcntl.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "src/os/awake_clock.h"
#include "src/os/stream_handover.h"
#include "src/os/supervise.h"
#include "src/os/worker_process.h"

namespace combtest::internal {
namespace {

using Clock = AwakeTime::Clock;
constexpr auto kTick = std::chrono::milliseconds(50);
// Of a worker that nobody wants any more.
constexpr auto kTimeToDie = std::chrono::milliseconds(500);
// Of one that has been told to end: global environments and SetUpTestSuite's counterpart may take
// their time.
constexpr auto kTimeToEnd = std::chrono::seconds(30);
// For an orchestrator to take the last words.
constexpr auto kTimeToListen = std::chrono::seconds(2);
// Where so much waits to be written, nothing more is read for it.
constexpr std::size_t kMaxUnsent = 4u << 20;
constexpr std::size_t kMaxPassing = 1u << 20;
constexpr std::size_t kMaxLastWords = 64u << 20;

struct StreamPair {
  int in = -1, out = -1, error = -1;
};

void Close(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

void MakeNonBlocking(int descriptor) {
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

// What can be written now of it; nothing where the reader is gone.
std::optional<std::size_t> Write(int descriptor, std::string_view bytes) {
  const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
  if (written >= 0) return static_cast<std::size_t>(written);
  if (errno == EAGAIN || errno == EINTR) return 0;
  return std::nullopt;
}

// False: the stream is at its end.
template <class Take>
bool Read(int descriptor, const Take& take) {
  std::array<char, 1 << 16> buffer;
  const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
  if (got > 0) take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

class Supervision {
 public:
  // `up` leads to the orchestrator, `down` to the worker.
  Supervision(pid_t worker, StreamPair up, StreamPair down, Supervisor& supervisor,
              const SupervisionSettings& settings)
      : worker_(worker),
        worker_end_(OpenProcess(worker)),
        up_(up),
        down_(down),
        supervisor_(supervisor),
        patience_(settings.patience) {
    for (const int descriptor : {up.in, up.out, up.error, down.in, down.out, down.error})
      MakeNonBlocking(descriptor);
    if (patience_.count() > 0) Listen(settings.name);
  }

  [[noreturn]] void Run() {
    auto next_tick = time_.Now() + kTick;
    while (true) {
      const auto now = time_.Now();
      if (now >= next_tick) {
        if (!worker_over_) supervisor_.OnTick();
        next_tick = now + kTick;
      }
      Decide(now);
      if (worker_end_ < 0 && !worker_over_) LookForWorkerEnd();
      if (worker_over_ && IsAllSaid(now)) {
        if (listener_ >= 0) StopListening(listener_);
        ::_exit(exit_code_);
      }
      Poll(std::chrono::duration_cast<std::chrono::milliseconds>(next_tick - now));
    }
  }

 private:
  void Listen(const std::string& name) {
    try {
      listener_ = ListenForStreams(name);
    } catch (const std::system_error& error) {
      patience_ = {};
      errors_ = std::string("combtest: should its connection break, it can't be taken up again: ") +
                error.what() + "\n";
    }
  }

  void Decide(Clock::time_point now) {
    if (given_up_) return KillWorker();
    const bool ending = supervisor_.ending();
    // A connection that is cut loses both directions at once. Where only nothing more can come, the
    // orchestrator has died.
    const bool left_alone = input_ended_ && !ending && now >= *input_ended_ + kTimeToDie;
    const bool too_slow = input_ended_ && ending && now >= *input_ended_ + kTimeToEnd;
    const bool waited = cut_ && now >= *cut_ + patience_;
    if (supervisor_.dismissed() || left_alone || too_slow || waited) GiveUp();
  }

  void GiveUp() {
    given_up_ = true;
    KillWorker();
  }
  void KillWorker() const {
    if (!worker_over_) KillGroup(worker_);
  }

  bool IsAllSaid(Clock::time_point now) const {
    const auto limit = given_up_ ? std::chrono::milliseconds(kTimeToListen)
                                 : std::max<std::chrono::milliseconds>(patience_, kTimeToListen);
    if ((given_up_ && up_.out < 0) || now >= worker_over_at_ + limit) return true;
    return supervisor_.Unsent().empty() && errors_.empty() && (given_up_ || input_ended_);
  }

  // Until it is clear whether the connection was cut, nothing is written: to one whose orchestrator
  // has died that would look alike.
  bool Holds() const { return input_ended_ && !supervisor_.ending() && !given_up_; }

  void Poll(std::chrono::milliseconds limit) {
    std::vector<std::pair<pollfd, void (Supervision::*)(short)>> watched;
    const auto watch = [&](int descriptor, bool wanted, short events,
                           void (Supervision::*react)(short)) {
      if (descriptor >= 0)
        watched.push_back({{descriptor, static_cast<short>(wanted ? events : 0), 0}, react});
    };
    const bool says = !supervisor_.Unsent().empty() && !Holds();
    watch(down_.out, supervisor_.Unsent().size() < kMaxUnsent, POLLIN, &Supervision::FromWorker);
    watch(down_.error, errors_.size() < kMaxPassing, POLLIN, &Supervision::ErrorsFromWorker);
    watch(down_.in, !input_.empty(), POLLOUT, &Supervision::ToWorker);
    watch(up_.in, input_.size() < kMaxPassing, POLLIN, &Supervision::FromOrchestrator);
    watch(up_.out, says, POLLOUT, &Supervision::ToOrchestrator);
    watch(up_.error, !errors_.empty() && !Holds(), POLLOUT, &Supervision::ErrorsToOrchestrator);
    watch(listener_, true, POLLIN, &Supervision::OnVisitor);
    watch(worker_end_, true, POLLIN, &Supervision::OnWorkerEnd);
    std::vector<pollfd> polled;
    polled.reserve(watched.size());
    for (const auto& [entry, react] : watched) polled.push_back(entry);
    if (::poll(polled.data(), polled.size(), static_cast<int>(limit.count()) + 1) < 0) return;
    for (std::size_t i = 0; i < polled.size(); ++i) {
      const int descriptor = polled[i].fd;
      // One of those before it may have closed it.
      if (polled[i].revents != 0 && IsWatched(descriptor))
        (this->*watched[i].second)(polled[i].revents);
    }
  }
  bool IsWatched(int descriptor) const {
    for (const int open :
         {down_.in, down_.out, down_.error, up_.in, up_.out, up_.error, listener_, worker_end_}) {
      if (open == descriptor) return true;
    }
    return false;
  }

  void FromWorker(short) {
    if (!Read(down_.out, [&](std::string_view bytes) { supervisor_.OnOutput(bytes); }))
      Close(down_.out);
  }

  void ErrorsFromWorker(short) {
    const bool more = Read(down_.error, [&](std::string_view bytes) {
      if (up_.error >= 0 || cut_) errors_ += bytes;
    });
    if (!more) Close(down_.error);
  }

  void ToWorker(short events) {
    const bool gone = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    const std::optional<std::size_t> written = gone ? std::nullopt : Write(down_.in, input_);
    if (written) {
      input_.erase(0, *written);
    } else {
      Close(down_.in);
      input_.clear();
    }
  }

  void FromOrchestrator(short) {
    const bool more = Read(up_.in, [&](std::string_view bytes) {
      supervisor_.OnInput(bytes);
      if (down_.in >= 0) input_ += bytes;
    });
    if (more) return;
    Close(up_.in);
    input_ended_ = time_.Now();
  }

  void ToOrchestrator(short events) {
    const bool gone = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    const std::optional<std::size_t> written =
        gone ? std::nullopt : Write(up_.out, supervisor_.Unsent());
    if (!written) return OnCut();
    supervisor_.Sent(*written);
  }

  void ErrorsToOrchestrator(short events) {
    const bool gone = (events & (POLLERR | POLLHUP | POLLNVAL)) != 0;
    const std::optional<std::size_t> written = gone ? std::nullopt : Write(up_.error, errors_);
    if (written) {
      errors_.erase(0, *written);
    } else {
      Close(up_.error);
      errors_.clear();
    }
  }

  void OnCut() {
    for (int* descriptor : {&up_.in, &up_.out, &up_.error, &giver_}) Close(*descriptor);
    input_ended_.reset();
    if (patience_.count() == 0 || !supervisor_.engaged()) return GiveUp();
    if (!cut_) cut_ = time_.Now();
  }

  // A new connection. The orchestrator may know sooner than this process that the old one is none.
  void OnVisitor(short) {
    std::optional<HandedStreams> streams = TakeStreams(listener_);
    if (!streams) return;
    if (given_up_ || !supervisor_.OnReconnection(streams->message)) {
      for (int descriptor : {streams->in, streams->out, streams->error, streams->giver})
        ::close(descriptor);
      return;
    }
    OnCut();
    ThankFor(*streams);
    up_ = {streams->in, streams->out, streams->error};
    giver_ = streams->giver;
    for (const int descriptor : {up_.in, up_.out, up_.error}) MakeNonBlocking(descriptor);
    cut_.reset();
  }

  void OnWorkerEnd(short) {
    int status = 0;
    while (::waitpid(worker_, &status, 0) < 0 && errno == EINTR) continue;
    EndWith(status);
  }
  // Where the system has nothing that tells of it.
  void LookForWorkerEnd() {
    int status = 0;
    if (::waitpid(worker_, &status, WNOHANG) == worker_) EndWith(status);
  }
  void EndWith(int status) {
    // What is in its pipes, and no more: somebody whom it has left behind may hold them open.
    while (down_.out >= 0 && HasMore(down_.out)) FromWorker(POLLIN);
    while (down_.error >= 0 && errors_.size() < kMaxLastWords && HasMore(down_.error))
      ErrorsFromWorker(POLLIN);
    for (int* descriptor : {&down_.in, &down_.out, &down_.error, &worker_end_}) Close(*descriptor);
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    supervisor_.OnEnd(signal, code);
    worker_over_ = true;
    worker_over_at_ = time_.Now();
    exit_code_ = signal != 0 ? 128 + signal : code;
  }
  static bool HasMore(int descriptor) {
    pollfd polled{descriptor, POLLIN, 0};
    return ::poll(&polled, 1, 0) == 1;
  }

  AwakeTime time_;
  const pid_t worker_;
  int worker_end_;
  StreamPair up_;
  StreamPair down_;
  Supervisor& supervisor_;
  std::chrono::milliseconds patience_;
  int listener_ = -1;
  int giver_ = -1;      // of the connection; -1: it is the first one
  std::string input_;   // on its way to the worker
  std::string errors_;  // from it
  std::optional<Clock::time_point> cut_;
  std::optional<Clock::time_point> input_ended_;  // of the connection that there is
  bool given_up_ = false;                         // nobody wants the worker to live
  bool worker_over_ = false;
  Clock::time_point worker_over_at_;
  int exit_code_ = 0;
};

std::array<int, 2> Pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe2");
  return ends;
}

}  // namespace

void SplitOffSupervisor(ChannelDescriptors& channel, Supervisor& supervisor,
                        const SupervisionSettings& settings) {
  const std::array<int, 2> in = Pipe();
  const std::array<int, 2> out = Pipe();
  const std::array<int, 2> error = Pipe();
  const pid_t parent = ::getpid();
  // Where it is ignored the worker's exit status would be thrown away.
  struct sigaction of_children {
  }, by_default{};
  by_default.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &by_default, &of_children);
  const pid_t worker = ::fork();
  if (worker <= 0) ::sigaction(SIGCHLD, &of_children, nullptr);
  if (worker < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (worker > 0) {
    ::setpgid(worker, worker);  // whoever of the two comes first
    for (const int descriptor : {in[0], out[1], error[1]}) ::close(descriptor);
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGHUP, SIG_IGN);  // what the end of a connection may bring
    const int standard_error = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    Supervision supervision(worker, {channel.in, channel.out, standard_error},
                            {in[1], out[0], error[0]}, supervisor, settings);
    ::dup2(STDIN_FILENO, STDOUT_FILENO);  // which is /dev/null
    ::dup2(STDIN_FILENO, STDERR_FILENO);
    supervision.Run();
  }
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kChannelLost);  // it died before it could be noticed
  for (const int descriptor : {channel.in, channel.out, in[1], out[0], error[0]})
    ::close(descriptor);
  ::dup2(error[1], STDOUT_FILENO);
  ::dup2(error[1], STDERR_FILENO);
  ::close(error[1]);
  channel.in = MoveAway(in[0]);
  channel.out = MoveAway(out[1]);
}

}  // namespace combtest::internal
