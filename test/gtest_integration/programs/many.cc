// 10^MANY_DIGITS walks.
#include <combtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

template <int kPlace>
struct Digit : combtest::Action {
  static inline const std::string kName = "D" + std::to_string(kPlace);
  static constexpr auto kOptions = [] {
    std::array < int, kPlace == 5 && MANY_DIGITS<6 ? 1 : 10> digits{};
    for (std::size_t i = 0; i < digits.size(); ++i) digits[i] = static_cast<int>(i);
    return digits;
  }();
  void Run(int digit) const { EXPECT_GE(digit, 0); }
};

COMBTEST_WALKS(Many, combtest::NoState, Digit<0>, Digit<1>, Digit<2>, Digit<3>, Digit<4>, Digit<5>);

TEST(Registered, Count) {
  std::printf("registered=%d\n", testing::UnitTest::GetInstance()->total_test_count());
}
