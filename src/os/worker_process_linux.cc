#include <dirent.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>

#include "src/os/worker_process.h"

namespace combtest::internal {
namespace {

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();  // takes in its stride that a process has gone since its file was opened
  return text.str();
}

bool HasVariable(const std::string& environment, std::string_view variable) {
  for (std::size_t begin = 0; begin < environment.size();) {
    const std::size_t end = std::min(environment.find('\0', begin), environment.size());
    if (std::string_view(environment).substr(begin, end - begin) == variable) return true;
    begin = end + 1;
  }
  return false;
}

std::string CommandOf(int pid) {
  std::string command = ReadWhole("/proc/" + std::to_string(pid) + "/cmdline");
  while (command.ends_with('\0')) command.pop_back();
  for (char& c : command) {
    if (c == '\0') c = ' ';
  }
  return command;
}

// 'R', 'S', 'T' (stopped), 'Z' (a zombie) …; 0 where there is no such process.
char ProcessState(int pid) {
  const std::string stat = ReadWhole("/proc/" + std::to_string(pid) + "/stat");
  const auto name_end = stat.rfind(')');
  return name_end != stat.npos && name_end + 2 < stat.size() ? stat[name_end + 2] : '\0';
}

std::vector<int> AllProcesses() {
  std::vector<int> pids;
  DIR* directory = ::opendir("/proc");
  if (directory == nullptr) return pids;
  while (const dirent* entry = ::readdir(directory)) {
    const int pid = std::atoi(entry->d_name);
    if (pid > 0) pids.push_back(pid);
  }
  ::closedir(directory);
  return pids;
}

thread_local void (*note_fatal)(int) = nullptr;
pid_t noting_process = 0;

// A process that an action has forked (a death test) ends alone.
void NoteFatal(int signal) {
  if (note_fatal != nullptr && ::getpid() == noting_process) note_fatal(signal);
}

void OnFatalSignal(int signal) {
  NoteFatal(signal);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void OnExit() { NoteFatal(-1); }

// To -0 or -1 it would go to this process's own group, or to everyone.
void SignalGroup(int leader, int signal) {
  if (leader > 1) ::kill(-leader, signal);
}

// Looks at all processes again and again for those that have `variable` in their environment.
class Leftovers {
 public:
  explicit Leftovers(const std::string& variable) : variable_(variable) {}

  // Until a look finds none and can be believed: whoever had gone before it was looked at may have
  // left a child that was too new for that look. Where processes come and go all the time, no look
  // can; a daemon forks two or three times.
  std::vector<Leftover> End() {
    constexpr int kMostLooks = 50;
    again_ = true;
    for (int looks = 0; again_ && looks < kMostLooks; ++looks) {
      again_ = false;
      const std::vector<int> pids = AllProcesses();
      // The newest are the quickest to go.
      std::for_each(pids.rbegin(), pids.rend(), [this](int pid) { LookAt(pid); });
    }
    return std::move(ended_);
  }

 private:
  void LookAt(int pid) {
    if (pid == ::getpid() || others_.contains(pid)) return;
    const std::string environment = ReadWhole("/proc/" + std::to_string(pid) + "/environ");
    if (!environment.empty() && !HasVariable(environment, variable_)) {
      others_.insert(pid);
      return;
    }
    const char state = ProcessState(pid);
    // The kernel's own, and those of other users.
    if (environment.empty() && std::string_view("SIDTt").find(state) != std::string_view::npos)
      return;
    const bool gone = state == 'Z' || state == 'X' || state == '\0';
    if (gone || environment.empty()) {
      again_ = unread_.insert(pid).second || again_;
    } else {
      EndProcess(pid);
    }
  }

  void EndProcess(int pid) {
    std::string command = CommandOf(pid);
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (::kill(pid, SIGKILL) == 0) {
      ended_.push_back({pid, std::move(command)});
      again_ = true;
    }
    if (handle < 0) return;
    // It is gone when it has been said to be gone; no process outlives SIGKILL for long.
    pollfd end{handle, POLLIN, 0};
    ::poll(&end, 1, 1000);
    ::close(handle);
  }

  const std::string& variable_;
  bool again_ = false;
  std::set<int> others_;  // which needn't be looked at twice
  std::set<int> unread_;  // gone, or replacing their program
  std::vector<Leftover> ended_;
};

}  // namespace

void EndWorkerAtOnce(int code) {
  if (::getpgrp() == ::getpid()) {
    ::signal(SIGTERM, SIG_IGN);
    // Everyone else of the group first; the kernel delivers SIGKILL to this process too, after
    // _exit at the latest.
    for (const int pid : AllProcesses()) {
      if (pid != ::getpid() && ::getpgid(pid) == ::getpid()) ::kill(pid, SIGKILL);
    }
  }
  ::_exit(code);
}

void NoteFatalSignalsOfThread(void (*note)(int)) {
  static const bool kInstalled = [] {
    noting_process = ::getpid();
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
      struct sigaction current {};
      ::sigaction(signal, nullptr, &current);
      if (current.sa_handler != SIG_DFL) continue;  // a sanitizer's, or the user's
      struct sigaction action {};
      action.sa_handler = OnFatalSignal;
      action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
      ::sigaction(signal, &action, nullptr);
    }
    std::atexit(OnExit);
    return true;
  }();
  static_cast<void>(kInstalled);
  note_fatal = note;
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

std::vector<Leftover> EndProcessesWith(const std::string& variable) {
  return Leftovers(variable).End();
}

void TerminateGroup(int leader) {
  SignalGroup(leader, SIGTERM);
  SignalGroup(leader, SIGCONT);  // a stopped process would never see it
}
void KillGroup(int leader) { SignalGroup(leader, SIGKILL); }
void ContinueGroup(int leader) { SignalGroup(leader, SIGCONT); }
void StopGroup(int leader) {
  SignalGroup(leader, SIGSTOP);
  constexpr std::string_view kAtRest = "TtZX";
  for (int i = 0; i < 100 && kAtRest.find(ProcessState(leader)) == kAtRest.npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

int OpenProcess(int pid) {
  const long descriptor = ::syscall(SYS_pidfd_open, pid, 0);  // Linux 5.3
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "pidfd_open");
  return static_cast<int>(descriptor);
}

int OwnProcessId() { return ::getpid(); }

std::string HostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace combtest::internal
