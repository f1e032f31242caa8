// expect: combtest: this action's options have no readable name: give it `static std::string Label(
// names: SetLevel
#include <combtest/run_tests.h>

struct Level {
  int level;
};
struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {Level{1}, Level{2}};
  void Run(Level, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
