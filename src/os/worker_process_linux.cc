#include <dirent.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>
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

// A resource limit that Linux has kept since 2.4.25 without heeding it (getrlimit(2)): it is passed
// on from process to process, everybody may read it, and it stands for nothing.
constexpr auto kMark = RLIMIT_LOCKS;
constexpr std::string_view kMarkInLimits = "Max file locks";

rlim_t MarkOf(const std::string& variable) {
  constexpr rlim_t kDigits = (rlim_t{1} << 61) - 1;
  return (std::hash<std::string>()(variable) & kDigits) | (kDigits + 1);
}

bool HasMark(int pid, const std::string& mark) {
  const std::string limits = ReadWhole("/proc/" + std::to_string(pid) + "/limits");
  const auto line = limits.find(kMarkInLimits);
  if (line == limits.npos) return false;
  const auto soft = limits.find_first_not_of(' ', line + kMarkInLimits.size());
  return soft != limits.npos && limits.compare(soft, mark.size(), mark) == 0 &&
         limits[std::min(soft + mark.size(), limits.size() - 1)] == ' ';
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

// To -0 or -1 it would go to this process's own group, or to everyone. A leader may have gone to
// another group, and left its own behind.
void SignalGroup(int leader, int signal) {
  if (leader <= 1) return;
  ::kill(-leader, signal);
  if (::getpgid(leader) != leader) ::kill(leader, signal);
}

void AwaitStop(int pid) {
  constexpr std::string_view kAtRest = "TtZX";
  for (int i = 0; i < 100 && kAtRest.find(ProcessState(pid)) == kAtRest.npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

// Looks at all processes again and again for those that have `variable` in their environment, or
// its mark.
class Leftovers {
 public:
  explicit Leftovers(const std::string& variable)
      : variable_(variable), mark_(std::to_string(MarkOf(variable))) {}

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
    const bool marked = HasMark(pid, mark_);
    const std::string environment =
        marked ? "" : ReadWhole("/proc/" + std::to_string(pid) + "/environ");
    if (!environment.empty() && !HasVariable(environment, variable_)) {
      others_.insert(pid);
      return;
    }
    const char state = ProcessState(pid);
    // The kernel's own, and those of other users.
    if (!marked && environment.empty() &&
        std::string_view("SIDTt").find(state) != std::string_view::npos)
      return;
    const bool gone = state == 'Z' || state == 'X' || state == '\0';
    if (gone || (!marked && environment.empty())) {
      again_ = unread_.insert(pid).second || again_;
    } else {
      EndProcess(pid);
    }
  }

  void EndProcess(int pid) {
    std::string command = CommandOf(pid);
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (::kill(pid, SIGKILL) == 0) {
      ended_.push_back({pid, std::move(command), true});
      again_ = true;
    } else if (errno == EPERM) {
      ended_.push_back({pid, std::move(command), false});
      others_.insert(pid);
      if (handle >= 0) ::close(handle);
      return;
    }
    // It is gone when it has been said to be gone; no process outlives SIGKILL for long.
    if (handle >= 0) {
      pollfd end{handle, POLLIN, 0};
      ::poll(&end, 1, 1000);
      ::close(handle);
      return;
    }
    constexpr std::string_view kGone("ZX\0", 3);
    for (int i = 0; i < 1000 && kGone.find(ProcessState(pid)) == kGone.npos; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  const std::string& variable_;
  const std::string mark_;
  bool again_ = false;
  std::set<int> others_;  // which needn't be looked at twice
  std::set<int> unread_;  // gone, or replacing their program
  std::vector<Leftover> ended_;
};

}  // namespace

char ProcessState(int pid) {
  const std::string stat = ReadWhole("/proc/" + std::to_string(pid) + "/stat");
  const auto name_end = stat.rfind(')');
  return name_end != stat.npos && name_end + 2 < stat.size() ? stat[name_end + 2] : '\0';
}

void EndWorkerAtOnce(int code) {
  if (::getpgrp() == ::getpid()) {
    ::signal(SIGTERM, SIG_IGN);
    // Everyone else of the group first; the kernel delivers SIGKILL to this process too, after
    // _exit at the latest.
    for (const int pid : AllProcesses()) {
      if (pid != ::getpid() && ::getpgid(pid) == ::getpid()) ::kill(pid, SIGKILL);
    }
  }
  // Past whoever listens at _exit: a thread that finds the channel closed isn't the one to blame.
  while (true) ::syscall(SYS_exit_group, code);
}

void MarkDescendants(const std::string& variable) {
  rlimit limit{};
  if (::getrlimit(kMark, &limit) != 0) return;
  limit.rlim_cur = MarkOf(variable);  // where a lower limit has been set, the variable has to do
  ::setrlimit(kMark, &limit);
}

std::string Leftover::Text() const {
  return "process " + std::to_string(pid) + " behind, which " +
         (ended ? "has been ended: " : "belongs to somebody else and can't be ended: ") + command;
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
  AwaitStop(leader);
}

void TerminateProcess(int pid) {
  ::kill(pid, SIGTERM);
  ::kill(pid, SIGCONT);  // as above
}
void KillProcess(int pid) { ::kill(pid, SIGKILL); }
void ContinueProcess(int pid) { ::kill(pid, SIGCONT); }
void StopProcess(int pid) {
  ::kill(pid, SIGSTOP);
  AwaitStop(pid);
}

int OpenProcess(int pid) { return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)); }

int OwnProcessId() { return ::getpid(); }

std::string HostName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace combtest::internal
