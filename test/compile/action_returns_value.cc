// expect: combtest: Run of an Action returns void
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  int Run(int level, int&) const { return level; }
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
