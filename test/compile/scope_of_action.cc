// expect: combtest: this action has a kScope, but only a SerialAction acts in a scope
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
