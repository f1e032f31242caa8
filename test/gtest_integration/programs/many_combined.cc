// 10^MANY_DIGITS cases of testing::Combine, named as the walks of many.cc are.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <tuple>

using Digits = std::tuple<int, int, int, int, int, int>;

std::string NameOf(const testing::TestParamInfo<Digits>& parameter) {
  std::string name;
  int place = 0;
  const auto add = [&](int digit) {
    name += (place == 0 ? "D" : "__D") + std::to_string(place) + "_" + std::to_string(digit);
    ++place;
  };
  std::apply([&](auto... digit) { (add(digit), ...); }, parameter.param);
  return name;
}

auto Ten() { return testing::Range(0, 10); }
auto Last() { return testing::Range(0, MANY_DIGITS == 6 ? 10 : 1); }

class Many : public testing::TestWithParam<Digits> {};
TEST_P(Many, Pass) { EXPECT_GE(std::get<0>(GetParam()), 0); }
INSTANTIATE_TEST_SUITE_P(All, Many, testing::Combine(Ten(), Ten(), Ten(), Ten(), Ten(), Last()),
                         NameOf);

TEST(Registered, Count) {
  std::printf("registered=%d\n", testing::UnitTest::GetInstance()->total_test_count());
}
