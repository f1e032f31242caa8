#include <combtest/gtest.h>

#include <array>

struct Sum {
  int value = 0;
};

struct Add : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int summand, Sum& sum) const { sum.value += summand; }
};

struct Multiply : combtest::Action {
  static constexpr std::array kOptions = {3, 4};
  void Run(int factor, Sum& sum) const {
    if (sum.value == 2 && factor == 4) throw combtest::CancelWalk("one of the four");
    sum.value *= factor;
    ASSERT_LE(sum.value, 6);
  }
};

COMBTEST_WALKS(SumWalks, Sum, Add, Multiply);
