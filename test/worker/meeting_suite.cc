// Walks that wait for one another, one for each thread of FAULT_WORKERS workers of FAULT_THREADS
// threads; or FAULT_WALKS, of which the first alone waits for all others. FAULT_KILL: in a phase
// before which their worker was killed, so that their states come from elsewhere.
#include <combtest/combtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "test/support/up_to.h"
#include "test/worker/misbehave.h"
#include "test/worker/program.h"

namespace {

int Number(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::atoi(text);
}

int Workers() { return Number("FAULT_WORKERS"); }
int Threads() { return std::max(1, Number("FAULT_THREADS")); }
bool FirstAlone() { return Number("FAULT_WALKS") > 0; }
int Walks() { return FirstAlone() ? Number("FAULT_WALKS") : Workers() * Threads(); }

struct Meet : combtest::Action {
  static auto Options() { return combtest::test::UpTo(Walks()); }
  void Run(int walk) const {
    AppendLine("came", "x");
    if (FirstAlone() && walk > 0) return;
    const std::string all = [] {
      std::string lines;
      for (int i = 0; i < Walks(); ++i) lines += "x\n";
      return lines;
    }();
    const auto have_come = [&] {
      return combtest::test::ReadFile(FaultDirectory() + "/came") == all;
    };
    if (!combtest::test::Eventually(have_come))
      throw std::runtime_error("the other walks didn't come");
  }
};

// Tells its process.
struct Come : combtest::Action {
  static auto Options() { return combtest::test::UpTo(Walks()); }
  void Run(int, int& state) const {
    state = static_cast<int>(::getpid());
    AppendLine("workers", std::to_string(state));
  }
};

struct KillWorkers : combtest::SerialAction {
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  static std::vector<int> Options() { return {SIGKILL}; }
  void Run(int signal) const {
    std::istringstream workers(combtest::test::ReadFile(FaultDirectory() + "/workers"));
    for (int pid = 0; workers >> pid;) ::kill(pid, signal);
    // Their states are sent to whoever comes after them.
    workers.clear();
    workers.seekg(0);
    for (std::string pid; workers >> pid;)
      if (!combtest::test::Eventually([&] { return !Lives(pid); }))
        throw std::runtime_error("the worker lives on");
  }
};

struct MeetAfterwards : combtest::Action {
  static std::vector<int> Options() { return {0}; }
  void Run(int first) const { Meet().Run(first); }
};

template <class State>
combtest::RunOptions<State> Parallel() {
  return {.workers = static_cast<unsigned>(Workers()), .threads = static_cast<unsigned>(Threads())};
}

template <class Results>
int Report(const Results& results) {
  std::cout << results;
  // That a worker was killed is the run's failure.
  return results.ledger.passed == results.ledger.selected ? 0 : 1;
}

}  // namespace

int main() {
  if (Number("FAULT_KILL") == 0)
    return Report(combtest::RunTests<combtest::NoState, Meet>(Parallel<combtest::NoState>()));
  return Report(combtest::RunTests<int, Come, KillWorkers, MeetAfterwards>(Parallel<int>()));
}
