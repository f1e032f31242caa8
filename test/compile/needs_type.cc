// expect: combtest: this action's kNeeds is no static Resource or array of them
// names: Compile
#include <combtest/run_tests.h>

struct Compile : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr const char* kNeeds = "license";
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, Compile>().ok() ? 0 : 1; }
