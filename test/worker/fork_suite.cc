// Actions that fork, as FORK says. Each notes in the file `log` that it runs.
#include <combtest/gtest.h>
#include <combtest/run_listener.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
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

// Whose tear-down forks.
struct Torn {
  int number = 0;
  Torn() = default;
  Torn(const Torn&) = default;
  Torn& operator=(const Torn&) = default;
  ~Torn() {
    if (number != 2) return;
    AppendLine("log", "torn down");
    Fork(Mode());
  }
};

struct Enter : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int n, Torn& torn) const {
    torn.number = n;
    AppendLine("log", "Enter(" + std::to_string(n) + ")");
  }
};

class Listener : public combtest::RunListener {
  void OnWalkEnd(const combtest::WalkResult&, const combtest::Walk& walk) override {
    if (walk.name() != "Write_2") return;
    AppendLine("log", "heard");
    Fork(Mode());
  }
};
// Options() that a program lists before its walks run, in each of its processes.
bool ForksAtStart() {
  const char* where = std::getenv("FORK_AT_START");
  const bool worker = std::getenv("COMBTEST_INTERNAL_ID") != nullptr;
  return where != nullptr && where == std::string(worker ? "worker" : "orchestrator");
}
struct Start : combtest::Action {
  static std::array<int, 2> Options() {
    if (ForksAtStart()) Fork(Mode());
    return {1, 2};
  }
  void Run(int n) const { AppendLine("log", "Start(" + std::to_string(n) + ")"); }
};

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
COMBTEST_WALKS(TornWalks, Torn, Enter);
COMBTEST_WALKS(HeardWalks, combtest::NoState, Write);
COMBTEST_WALKS(StartWalks, combtest::NoState, Start);
COMBTEST_WALKS(MountWalks, combtest::NoState, Mount, Write);

const bool kListens = [] {
  if (std::getenv("FORK_LISTENS") != nullptr) combtest::AddListener(std::make_shared<Listener>());
  return true;
}();
