// expect: combtest: the update that this serial action's Run returns is not JSON-able
// names: FillUp
#include <combtest/run_tests.h>

struct Fill {
  int level;
};
struct Disk {
  void Update(const Fill&) {}
};
struct FillUp : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  Fill Run(int level) const { return {level}; }
};

int main() { return combtest::RunTests<Disk, FillUp>().ok() ? 0 : 1; }
