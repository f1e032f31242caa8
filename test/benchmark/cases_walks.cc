// 10^CASES_DIGITS walks of four actions with trivial bodies as GoogleTest cases with their readable
// names.
#include <combtest/gtest.h>

#include <array>
#include <numeric>

namespace {

constexpr int kLast = CASES_DIGITS == 6 ? 100 : 1;

template <int kPlace>
struct Digit : combtest::Action {
  static inline const std::string kName = "Digit" + std::to_string(kPlace);
  static constexpr auto kOptions = [] {
    std::array<int, kPlace == 2 ? 100 : kPlace == 3 ? kLast : 10> digits{};
    std::iota(digits.begin(), digits.end(), 0);
    return digits;
  }();
#ifdef CASES_FAIL
  void Run(int digit) const { EXPECT_LT(digit, 0); }
#else
  void Run(int digit) const { EXPECT_GE(digit, 0); }
#endif
};

COMBTEST_WALKS(Cases, combtest::NoState, Digit<0>, Digit<1>, Digit<2>, Digit<3>);

}  // namespace
