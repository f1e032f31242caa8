#include <combtest/combtest.h>

#include <array>
#include <iostream>

struct Flip : combtest::Action {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const {}
};

int main() {
  const combtest::Results results = combtest::RunTests<combtest::NoState, Flip, Flip, Flip>();
  std::cout << results.walk_count << " walks\n";
  return results.walk_count == 8 && results.error_count == 0 ? 0 : 1;
}
