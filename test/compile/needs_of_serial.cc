// expect: combtest: this serial action has a kNeeds, but it runs while no walk does
// names: Mount
#include <combtest/run_tests.h>

struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static constexpr combtest::Resource kNeeds{"license", 2};
  void Run(int) const {}
};

int main() { return combtest::RunTests<int, Mount>().ok() ? 0 : 1; }
