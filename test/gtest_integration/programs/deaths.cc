// Death tests in actions: some die as expected, one in another way, one not at all.
#include <cstdlib>

#include "combtest/gtest.h"

namespace {

struct Round : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6};
  void Run(int) const {}
};

struct Die : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4, 5, 6, 7, 8};
  void Run(int way) const {
    if (way == 7) {
      EXPECT_EXIT(std::exit(8), testing::ExitedWithCode(7), "") << "another way";
    } else if (way == 8) {
      EXPECT_DEATH((void)way, "") << "not at all";
    } else if (way % 2 == 0) {
      EXPECT_EXIT(std::exit(way), testing::ExitedWithCode(way), "");
    } else {
      ASSERT_DEATH(std::abort(), "") << "never said";
    }
  }
};

COMBTEST_WALKS(Deaths, combtest::NoState, Round, Die);

}  // namespace
