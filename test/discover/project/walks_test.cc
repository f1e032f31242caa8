#include <combtest/gtest.h>

#include <array>
#include <cstdlib>
#include <vector>

TEST(Ordinary, Case) {}

struct Sum {
  int value = 0;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (value))

struct Add : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int summand, Sum& sum) const { sum.value += summand; }
};
struct Mode : combtest::SerialAction {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const {}
};
struct Check : combtest::Action {
  static constexpr std::array kOptions = {3, 4};
  void Run(int most, Sum& sum) const { ASSERT_LE(sum.value, most); }
};
COMBTEST_WALKS(Passing, Sum, Add, Mode, Check);

struct Skip : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const {
    if (option == 1) GTEST_SKIP() << "not this one";
  }
};
COMBTEST_WALKS(Skipping, Sum, Add, Skip);

struct Limit : combtest::Action {
  static constexpr std::array kOptions = {2, 3};
  void Run(int most, Sum& sum) const { ASSERT_LE(sum.value, most) << "above the limit"; }
};
COMBTEST_WALKS(Failing, Sum, Add, Limit);

// Takes its process down: only worker processes get over it.
struct Crash : combtest::Action {
  static constexpr std::array kOptions = {false, true};
  void Run(bool crash, Sum& sum) const {
    if (crash && sum.value == 2) std::abort();
  }
};
COMBTEST_WALKS(Crashing, Sum, Add, Crash);

class DISABLED_Off : public combtest::WalkTest<Sum> {};
TEST_P(DISABLED_Off, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, DISABLED_Off, (combtest::Walks<Sum, Add>()), combtest::WalkName());

// Two cases of a fixture in two instantiations, one of them with GoogleTest's own names.
class Several : public combtest::WalkTest<Sum> {};
TEST_P(Several, One) { RunWalk(); }
TEST_P(Several, DISABLED_Two) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(Left, Several, (combtest::Walks<Sum, Add>()), combtest::WalkName());
INSTANTIATE_TEST_SUITE_P(Right, Several, (combtest::Walks<Sum, Add, Skip>()));

// More than may be registered; listing it costs nothing.
struct Thousand : combtest::Action {
  static auto Options() {
    std::vector<int> options(1000);
    for (int i = 0; i < 1000; ++i) options[static_cast<std::size_t>(i)] = i;
    return options;
  }
  void Run(int) const {}
};
struct Other : Thousand {};
struct Third : Thousand {};
COMBTEST_WALKS(Huge, Sum, Thousand, Other, Third);
