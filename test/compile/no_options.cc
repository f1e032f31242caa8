// expect: combtest: this action has no options: give it `static constexpr std::array kOptions
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
