// Actions that fork, as FORK says. Each notes in the file `log` that it runs.
#include <combtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "test/worker/misbehave.h"

namespace {

std::string Mode() {
  const char* mode = std::getenv("FORK");
  return mode == nullptr ? "" : mode;
}

std::string ReadBack(const std::string& name) {
  std::ifstream file(FaultDirectory() + "/" + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

bool Lives(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  const std::string stat{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto name_end = stat.rfind(')');
  return name_end != stat.npos && stat[name_end + 2] != 'Z';
}

// Until they have come back.
void AwaitLateChildren() {
  std::istringstream pids(ReadBack("late"));
  for (std::string pid; pids >> pid;) {
    while (Lives(pid)) ::usleep(1000);
  }
}

void RunDaemon() {
  if (::fork() != 0) ::_exit(0);
  ::setsid();
  AppendLine("daemons", "one");
  while (true) ::pause();
}

// What the child does. It comes back, unless it doesn't return.
void BeChild(const std::string& mode) {
  if (mode == "throw") throw std::runtime_error("thrown in the child");
  if (mode == "cancel") throw combtest::CancelWalk("cancelled in the child");
  if (mode == "assert") FAIL() << "failed in the child";
  if (mode == "exit") std::exit(0);
  if (mode == "quick_exit") std::quick_exit(0);
  if (mode == "pthread_exit") ::pthread_exit(nullptr);
  if (mode == "grandchild" && ::fork() != 0) ::_exit(0);
  if (mode == "late") {
    // Until its walk is over, and those after it that have begun.
    AppendLine("late", std::to_string(::getpid()));
    while (ReadBack("log").find("Child(3)") == std::string::npos) ::usleep(1000);
  }
  if (mode == "_exit") ::_exit(0);
  if (mode == "daemon") RunDaemon();
  if (mode == "exec") ::execl("/bin/sleep", "sleep", "1000", nullptr);
}

void Fork(const std::string& mode) {
  if (mode.empty()) return;
  if (mode == "raw") {
    const long child = ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child > 0) ::waitpid(static_cast<pid_t>(child), nullptr, 0);
  } else if (mode == "thread") {
    std::thread([] { ::fork(); }).join();
  } else if (mode == "death") {
    EXPECT_EXIT(std::exit(3), testing::ExitedWithCode(3), "");
    EXPECT_DEATH(std::abort(), "");
  } else if (mode == "waited") {
    const pid_t child = ::fork();
    int status = 0;
    if (child > 0) ::waitpid(child, &status, 0);
    if (child > 0) AppendLine("codes", std::to_string(WEXITSTATUS(status)));
  } else if (::fork() == 0) {
    BeChild(mode);
  }
}

struct Child : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int n, int& number) const {
    number = n;
    AppendLine("log", "Child(" + std::to_string(n) + ")");
    if (n == 2) Fork(Mode());
  }
};

struct After : combtest::Action {
  static constexpr std::array kOptions = {'a', 'b'};
  void Run(char c, int number) const {
    AppendLine("log", std::string("After(") + c + ") of " + std::to_string(number));
    if (number == 3 && c == 'b') AwaitLateChildren();
  }
};

struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int n) const {
    AppendLine("log", "Mount(" + std::to_string(n) + ")");
    if (n == 2 && std::getenv("FORK_IN_UNDO") == nullptr) Fork(Mode());
  }
  void Undo(int n) const {
    AppendLine("log", "Undo(" + std::to_string(n) + ")");
    if (n == 2 && std::getenv("FORK_IN_UNDO") != nullptr) Fork(Mode());
  }
};

struct Write : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int n) const { AppendLine("log", "Write(" + std::to_string(n) + ")"); }
};

}  // namespace

COMBTEST_WALKS(ForkWalks, int, Child, After);
COMBTEST_WALKS(MountWalks, combtest::NoState, Mount, Write);
