// Walks that wait for one another, one for each thread of FAULT_WORKERS workers of FAULT_THREADS
// threads; or FAULT_WALKS, of which the first alone waits for all others.
#include <combtest/combtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

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

}  // namespace

int main() {
  const auto results = combtest::RunTests<combtest::NoState, Meet>(
      {.workers = static_cast<unsigned>(Workers()), .threads = static_cast<unsigned>(Threads())});
  std::cout << results;
  return results.ok() ? 0 : 1;
}
