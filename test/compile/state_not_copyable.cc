// expect: combtest: this State can't be copied: every walk owns a copy of the initial state
// names: Disk
#include <combtest/run_tests.h>

struct Disk {
  Disk() = default;
  Disk(const Disk&) = delete;
};
struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, Disk&) const {}
};

int main() { return combtest::RunTests<Disk, SetLevel>().ok() ? 0 : 1; }
