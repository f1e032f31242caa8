// A sound suite beside one that $SUITE_ERROR makes impossible.
#include <vector>

#include "test/gtest_integration/programs/actions.h"

inline bool Wants(std::string_view error) {
  const char* wanted = std::getenv("SUITE_ERROR");
  return wanted != nullptr && error == wanted;
}

template <int kPlace>
struct Troubled : combtest::Action {
  static inline const std::string kName = "Troubled" + std::to_string(kPlace);
  static std::vector<int> Options() {
    if (kPlace > 0) return std::vector<int>(Wants("overflow") ? 65536 : 1);
    if (Wants("empty")) return {};
    if (Wants("duplicate")) return {1, 2, 1};
    if (Wants("throw")) throw std::runtime_error("options out of reach");
    if (Wants("throw_int")) throw 7;
    std::vector<int> options(Wants("overflow") || Wants("many") ? 65536 : 3);
    for (std::size_t i = 0; i < options.size(); ++i) options[i] = static_cast<int>(i);
    return options;
  }
  void Run(int) const {}
};

COMBTEST_WALKS(Sound, Trace, A, C);
COMBTEST_WALKS(Broken, Trace, Troubled<0>, Troubled<1>, Troubled<2>, Troubled<3>);
TEST(Ordinary, Passes) { Log("ordinary"); }
