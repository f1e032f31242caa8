// expect: combtest: this action's options have no readable name: give it `static std::string Label(
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static std::vector<std::unique_ptr<int>> Options() { return {}; }
  void Run(const std::unique_ptr<int>&, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
