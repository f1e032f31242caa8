// expect: combtest: this serial action's Undo takes neither its option nor its option and this
// State names: FillUp
#include <combtest/run_tests.h>

struct FillUp : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
  void Undo(const std::string&) const {}
};

int main() { return combtest::RunTests<int, FillUp>().ok() ? 0 : 1; }
