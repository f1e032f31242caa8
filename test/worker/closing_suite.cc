// Quick walks, some of which close all descriptors.
#include <combtest/combtest.h>
#include <unistd.h>

#include <iostream>

#include "test/support/up_to.h"

namespace {

struct Place {
  int row = 0, column = 0;
};

struct Row : combtest::Action {
  static auto Options() { return combtest::test::UpTo(20); }
  void Run(int option, Place& place) const { place.row = option; }
};
struct Column : combtest::Action {
  static auto Options() { return combtest::test::UpTo(20); }
  void Run(int option, Place& place) const { place.column = option; }
};
struct Close : combtest::Action {
  static auto Options() { return combtest::test::UpTo(20); }
  void Run(int option, Place& place) const {
    if (place.row % 10 != 3 || place.column % 7 != 2 || option % 6 != 1) return;
    for (int descriptor = 0; descriptor < 1024; ++descriptor) ::close(descriptor);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  const auto results = combtest::RunTests<Place, Row, Column, Close>();
  for (const combtest::WalkResult& walk : results.failed_walks) {
    std::cout << "failed " << walk.id << " " << combtest::ToString(walk.outcome);
    for (const combtest::Failure& failure : walk.failures) std::cout << "; " << failure.message;
    std::cout << "\n";
  }
  std::cout << "ledger " << results.ledger << "\n";
}
