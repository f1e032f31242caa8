// expect: combtest: this action has no `void Run(option) const` or `void Run(option, State&) const`
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, std::string&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
