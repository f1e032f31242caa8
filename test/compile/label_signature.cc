// expect: combtest: this action's Label doesn't have the form
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  std::string Label(int level) const { return std::to_string(level); }
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
