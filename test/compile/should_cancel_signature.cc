// expect: combtest: this action's ShouldCancel doesn't have the form
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  bool ShouldCancel(const combtest::Walk&) const { return false; }
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
