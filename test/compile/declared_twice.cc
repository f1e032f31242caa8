// expect: combtest: this call names an action that the Walks list twice
// names: SetLevel
#include <combtest/run_tests.h>

struct SetLevel : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};
struct Other : SetLevel {};

int main() {
  const auto walks =
      combtest::Walks<combtest::NoState, SetLevel, Other, SetLevel>().Forbid<SetLevel, Other>(1, 2);
  return walks.space().full_size() == 8 ? 0 : 1;
}
