#include <combtest/gtest.h>

#include <array>
#include <charconv>
#include <string>

struct Number {
  double value = 0;
  int digits = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Number, (), (value, digits, text))

struct Pick : combtest::Action {
  static constexpr std::array kOptions = {0.5, 0.1, 1e-9};
  void Run(double value, Number& number) const { number.value = value; }
};
struct Digits : combtest::Action {
  static constexpr std::array kOptions = {6, 17};
  void Run(int digits, Number& number) const { number.digits = digits; }
};
struct Write : combtest::Action {
  static constexpr std::array kOptions = {std::chars_format::fixed, std::chars_format::scientific};
  void Run(std::chars_format format, Number& number) const {
    std::array<char, 64> buffer;
    const auto end =
        std::to_chars(buffer.begin(), buffer.end(), number.value, format, number.digits);
    ASSERT_EQ(end.ec, std::errc());
    number.text.assign(buffer.begin(), end.ptr);
  }
};
struct ReadBack : combtest::Action {
  static constexpr std::array kOptions = {true};
  void Run(bool, Number& number) const { EXPECT_EQ(std::stod(number.text), number.value); }
};

COMBTEST_WALKS(NumberWalks, Number, Pick, Digits, Write, ReadBack);
