#include <dlfcn.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "src/os/thread_death.h"

namespace combtest::internal {
namespace {

using Exit = void (*)(int);

thread_local void (*note_death)(std::optional<int>) = nullptr;
pid_t noting_process = 0;
Exit next_exit = nullptr;  // the system's, or a sanitizer's

// A process that an action has forked (a death test) ends alone.
void Note(std::optional<int> exit_code) {
  if (note_death != nullptr && ::getpid() == noting_process) note_death(exit_code);
}

// A signal to the process as a whole is taken by any of its threads.
bool IsOwn(const siginfo_t& info) {
  return info.si_code > 0 || (info.si_code == SI_TKILL && info.si_pid == ::getpid());
}

void OnSignal(int signal, siginfo_t* info, void*) {
  if (IsOwn(*info)) Note(std::nullopt);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void Install() {
  noting_process = ::getpid();
  next_exit = reinterpret_cast<Exit>(::dlsym(RTLD_NEXT, "_exit"));
  for (const int signal :
       {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGTERM, SIGINT, SIGHUP}) {
    struct sigaction current {};
    ::sigaction(signal, nullptr, &current);
    if (current.sa_handler != SIG_DFL) continue;  // a sanitizer's, or the user's
    struct sigaction action {};
    action.sa_sigaction = OnSignal;
    action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND | SA_NODEFER | SA_SIGINFO);
    ::sigaction(signal, &action, nullptr);
  }
  ::on_exit([](int code, void*) { Note(code & 0xff); }, nullptr);
  ::at_quick_exit([] { Note(std::nullopt); });
}

}  // namespace

void NoteDeathsOfThread(void (*note)(std::optional<int> exit_code)) {
  static const bool kInstalled = (Install(), true);
  static_cast<void>(kInstalled);
  note_death = note;
  // A stack overflow leaves no room for a handler on its own stack.
  static thread_local std::array<char, 1 << 14> stack;
  stack_t alternative{};
  ::sigaltstack(nullptr, &alternative);
  if ((alternative.ss_flags & SS_DISABLE) != 0) {
    alternative = {};
    alternative.ss_sp = stack.data();
    alternative.ss_size = stack.size();
    ::sigaltstack(&alternative, nullptr);
  }
}

}  // namespace combtest::internal

// In front of the system's own, which tells nobody. Weak: a program may have one that it likes
// better.
extern "C" {
__attribute__((weak)) void _exit(int code) {
  combtest::internal::Note(code & 0xff);
  if (combtest::internal::next_exit != nullptr) combtest::internal::next_exit(code);
  while (true) ::syscall(SYS_exit_group, code);
}
__attribute__((weak)) void _Exit(int code) { ::_exit(code); }
}
