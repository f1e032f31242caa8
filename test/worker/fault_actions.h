// Actions with two nested serial actions, each noting that it runs.
#ifndef COMBTEST_TEST_WORKER_FAULT_ACTIONS_H_
#define COMBTEST_TEST_WORKER_FAULT_ACTIONS_H_

#include <combtest/combtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "test/worker/fault_state.h"
#include "test/worker/misbehave.h"

inline int OpenCount() {
  const char* count = std::getenv("FAULT_OPENS");
  return count == nullptr ? 8 : std::atoi(count);
}

inline void Enter(const char* action, std::initializer_list<int> options) {
  std::string place = action;
  for (const char* separator = "("; const int option : options) {
    place += separator + std::to_string(option);
    separator = ",";
  }
  place += ")";
  AppendLine("log", place);
  if (std::getenv("FAULT_LOGS") != nullptr) COMBTEST_LOG(info) << place;
  MisbehaveAt(place);
}

struct Open : combtest::Action {
  static auto Options() {
    std::vector<int> numbers(static_cast<std::size_t>(OpenCount()));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
  }
  void Run(int option, FaultState& state) const {
    state.open = option;
    if (const char* ballast = std::getenv("FAULT_BALLAST"))
      state.ballast.assign(static_cast<std::size_t>(std::atoi(ballast)), 'b');
    AppendLine("pids", std::to_string(::getpid()));
    Enter("Open", {option});
  }
};

// Leaves the file barrier.0, barrier.1 … and waits until somebody takes it away.
inline void WaitAtBarrier() {
  static int number = 0;
  const std::string file = FaultDirectory() + "/barrier." + std::to_string(number++);
  std::ofstream(file).flush();
  while (::access(file.c_str(), F_OK) == 0) ::usleep(1000);
}

// In the orchestrator, while no walk runs.
inline void EnterSerial(const char* action, int option) {
  if (std::getenv("FAULT_BARRIER") != nullptr) WaitAtBarrier();
  const std::string place = std::string(action) + "(" + std::to_string(option) + ")";
  AppendLine("log", place);
  const char* hang = std::getenv("FAULT_SERIAL_HANGS");
  while (hang != nullptr && hang == place) ::pause();
  const char* fault = std::getenv("FAULT_SERIAL");
  if (fault == nullptr || fault != place) return;
  std::ifstream pids(FaultDirectory() + "/pids");
  std::set<int> workers;
  for (int pid = 0; pids >> pid;) workers.insert(pid);
  for (const int pid : workers) ::kill(pid, SIGKILL);
}

struct Remount : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  int Run(int option) const {
    EnterSerial("Remount", option);
    return 10 + option;
  }
};

struct Write : combtest::Action {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int option, FaultState& state) const {
    state.write = option;
    Enter("Write", {state.open, state.remount, option});
  }
};

struct Sync : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  int Run(int option) const {
    EnterSerial("Sync", option);
    return 20 + option;
  }
};

struct Read : combtest::Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, FaultState& state) const {
    state.read = option;
    Enter("Read", {state.open, state.remount, state.write, state.sync, option});
  }
};

#endif  // COMBTEST_TEST_WORKER_FAULT_ACTIONS_H_
