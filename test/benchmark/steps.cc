#include "test/benchmark/steps.h"

#include <numeric>

namespace combtest::bench {

std::array<int, kMaxSteps> option_counts = {10, 10, 10, 10, 1, 1, 1, 1, 1, 1, 1, 1};

std::vector<int> OptionsUpTo(int count) {
  std::vector<int> options(static_cast<std::size_t>(count));
  std::iota(options.begin(), options.end(), 0);
  return options;
}

// In a file of their own, so that no caller can inline them.
template <int kPlace>
void Step<kPlace>::Run(int option, Numbers& state) const {
  state.sum += option;
  state.last = option;
}
template <int kPlace>
void Step<kPlace>::Run(int option, Text& state) const {
  state.sum += option;
  state.text[0] = static_cast<char>('a' + option % 26);
}

template struct Step<0>;
template struct Step<1>;
template struct Step<2>;
template struct Step<3>;
template struct Step<4>;
template struct Step<5>;
template struct Step<6>;
template struct Step<7>;
template struct Step<8>;
template struct Step<9>;
template struct Step<10>;
template struct Step<11>;

}  // namespace combtest::bench
