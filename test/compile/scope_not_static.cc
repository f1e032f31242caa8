// expect: combtest: this serial action's kScope is no constant of the type combtest::Scope
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  combtest::Scope kScope = combtest::Scope::kEveryProcess;
  void Run(int) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
