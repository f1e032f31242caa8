// expect: combtest: this serial action returns an update, but the State has no `void Update(
// names: FillUp
#include <combtest/run_tests.h>

struct Disk {};
struct FillUp : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  int Run(int level) const { return level; }
};

int main() { return combtest::RunTests<Disk, FillUp>().ok() ? 0 : 1; }
