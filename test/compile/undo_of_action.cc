// expect: combtest: this action has an Undo, but only a SerialAction's is called
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, int&) const {}
  void Undo(int) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
