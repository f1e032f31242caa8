// expect: combtest: an action must be default-constructible: a walk's data lives in its State
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  explicit SetLevel(int);
  static constexpr std::array kOptions = {1, 2};
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
