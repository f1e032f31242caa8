// The right version of what stands in the other files.
#include <combtest/run_tests.h>

struct Fill {
  int level;
};
BOOST_DESCRIBE_STRUCT(Fill, (), (level))
struct Disk {
  int level = 0;
  void Update(const Fill& fill) { level = fill.level; }
};
struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  static std::string Label(int level) { return std::to_string(level); }
  bool ShouldCancel(const combtest::Walk&, std::size_t) const { return false; }
  void Run(int level, Disk& disk) const { disk.level = level; }
};
struct FillUp : combtest::SerialAction {
  static auto Options() { return std::array{1, 2}; }
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  Fill Run(int level) const { return {level}; }
  void Undo(int) const {}
};

int main() { return combtest::RunTests<Disk, SetLevel, FillUp>().ok() ? 0 : 1; }
