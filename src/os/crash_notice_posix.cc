#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <vector>

#include "src/os/crash_notice.h"
#include "src/os/signal_name.h"

namespace combtest::internal {
namespace {

// The first are of faults; the others are only heeded where they would end the process.
constexpr std::array kSignals = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGABRT,   SIGSYS,  SIGTRAP,
                                 SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU};
constexpr std::size_t kFaults = 7;
constexpr std::size_t kStackSize = 64u << 10;

}  // namespace

// What the handler needs: it can't be told, nor make text.
struct CrashLines {
  std::array<std::string, kSignals.size()> lines;
  std::array<struct sigaction, kSignals.size()> before;
  pid_t process;
};

namespace {

std::atomic<const CrashLines*> current_lines = nullptr;

extern "C" void OnCrash(int signal, siginfo_t* info, void*) {
  const int before = errno;
  const CrashLines* const prepared = current_lines;
  std::size_t i = 0;
  while (i < kSignals.size() && kSignals[i] != signal) ++i;
  if (prepared == nullptr || i == kSignals.size()) {
    ::signal(signal, SIG_DFL);
  } else {
    // Of a notice within another one, that is this function.
    const struct sigaction& outer = prepared->before[i];
    const bool nested = (outer.sa_flags & SA_SIGINFO) != 0 && outer.sa_sigaction == OnCrash;
    nested ? static_cast<void>(::signal(signal, SIG_DFL))
           : static_cast<void>(::sigaction(signal, &outer, nullptr));
    const std::string& line = prepared->lines[i];
    if (prepared->process == ::getpid() && ::write(STDERR_FILENO, line.data(), line.size()) < 0)
      errno = before;
  }
  // A fault happens again when this returns; what was sent has to be sent again.
  if (info->si_code <= 0 || i >= kFaults) ::raise(signal);
  errno = before;
}

}  // namespace

struct CrashNotice::Before {
  CrashLines prepared;
  const CrashLines* outer = nullptr;
  stack_t stack_before{};
  std::vector<char> stack;
};

CrashNotice::CrashNotice(const std::string& where, const std::string& rest)
    : before_(std::make_unique<Before>()) {
  CrashLines& prepared = before_->prepared;
  prepared.process = ::getpid();
  for (std::size_t i = 0; i < kSignals.size(); ++i)
    prepared.lines[i] = "combtest: " + where + " crashed: " + SignalText(kSignals[i]) + rest + "\n";
  ::sigaltstack(nullptr, &before_->stack_before);
  if ((before_->stack_before.ss_flags & SS_DISABLE) != 0) {
    before_->stack.resize(kStackSize);
    stack_t stack{};
    stack.ss_sp = before_->stack.data();
    stack.ss_size = before_->stack.size();
    ::sigaltstack(&stack, nullptr);
  }
  struct sigaction action {};
  action.sa_sigaction = OnCrash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (std::size_t i = 0; i < kSignals.size(); ++i)
    ::sigaction(kSignals[i], nullptr, &prepared.before[i]);
  before_->outer = current_lines.exchange(&prepared);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    const struct sigaction& before = prepared.before[i];
    const bool ends = (before.sa_flags & SA_SIGINFO) == 0 && before.sa_handler == SIG_DFL;
    if (i < kFaults || ends) ::sigaction(kSignals[i], &action, nullptr);
  }
}

// A handler that came meanwhile stays.
CrashNotice::~CrashNotice() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    struct sigaction now {};
    ::sigaction(kSignals[i], nullptr, &now);
    if ((now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == OnCrash)
      ::sigaction(kSignals[i], &before_->prepared.before[i], nullptr);
  }
  current_lines = before_->outer;
  if (!before_->stack.empty()) ::sigaltstack(&before_->stack_before, nullptr);
}

}  // namespace combtest::internal
