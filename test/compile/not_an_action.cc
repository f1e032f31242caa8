// expect: combtest: this type is not an action: derive it from combtest::Action or
// combtest::SerialAction names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel {
  static constexpr std::array kOptions = {1, 2};
  void Run(int, int&) const {}
};

int main() { return combtest::RunTests<int, SetLevel>().ok() ? 0 : 1; }
