// expect: combtest: this action's options are not static: write `static auto Options()`
// names: SetLevel
#include <combtest/run_tests.h>

#include <vector>

struct SetLevel : combtest::Action {
  std::vector<int> Options() const { return {1, 2}; }
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
