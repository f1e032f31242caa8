// Two calls of RunTests in a program without GoogleTest.
#include <combtest/combtest.h>

#include <array>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

namespace {

using Trail = std::map<std::string, int>;

struct Take : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, Trail& trail) const { trail["taken"] += option; }
};
struct Lock : combtest::SerialAction {
  static constexpr std::array kOptions = {false, true};
  void Run(bool) const {}
};
struct Give : combtest::Action {
  static constexpr std::array kOptions = {2, 3};
  void Run(int option, Trail& trail) const {
    if (trail["taken"] < option) throw std::runtime_error("there isn't so much");
    trail["taken"] -= option;
  }
};

template <class... Actions>
bool RunAs(const std::string& name) {
  const auto results = combtest::RunTests<Trail, Actions...>({.gather_states = true, .name = name});
  std::cout << name << " ran " << results.walk_count << " with " << results.error_count
            << " errors\n";
  return results.ok();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (!combtest::Init(&argc, argv)) return 0;
    const bool first = RunAs<Take, Lock, Give>("first");
    const bool second = RunAs<Take, Give>("second");
    return first && second ? 0 : 1;
  } catch (const combtest::Error& error) {
    std::cout << "error: " << error.what() << "\n";
    return 2;
  }
}
