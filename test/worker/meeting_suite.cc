// Walks that wait for one another, one for each of FAULT_WORKERS workers.
#include <combtest/combtest.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

#include "test/support/up_to.h"
#include "test/worker/misbehave.h"
#include "test/worker/program.h"

namespace {

int Walks() { return std::atoi(std::getenv("FAULT_WORKERS")); }

struct Meet : combtest::Action {
  static auto Options() { return combtest::test::UpTo(Walks()); }
  void Run(int) const {
    AppendLine("came", "x");
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
  const auto results =
      combtest::RunTests<combtest::NoState, Meet>({.workers = static_cast<unsigned>(Walks())});
  std::cout << results;
  return results.ok() ? 0 : 1;
}
