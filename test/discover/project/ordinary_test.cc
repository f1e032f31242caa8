#include <gtest/gtest.h>

#include <iostream>
#include <string>

TEST(Ordinary, Passes) {}
TEST(Ordinary, IsSkipped) { GTEST_SKIP(); }
TEST(Ordinary, FailsWithOthersOutput) {
  std::cout
      << "[  PASSED  ] 0 tests.\n[  SKIPPED ] 1 test, listed below:\n[  SKIPPED ] Other.Case\n";
  FAIL();
}
TEST(Ordinary, DISABLED_Case) { FAIL(); }
TEST(DISABLED_Suite, Case) { FAIL(); }

template <class T>
class Typed : public testing::Test {};
using Types = testing::Types<int, std::pair<int, char[2]>>;
TYPED_TEST_SUITE(Typed, Types);
TYPED_TEST(Typed, Case) {}

class Numbers : public testing::TestWithParam<int> {};
TEST_P(Numbers, Case) {}
INSTANTIATE_TEST_SUITE_P(All, Numbers, testing::Values(7, 8));

class Texts : public testing::TestWithParam<std::string> {};
TEST_P(Texts, Case) {}
INSTANTIATE_TEST_SUITE_P(All, Texts,
                         testing::Values("a b", "[", "]", "x;y", "\\", "$HOME ${HOME} \"", "#"));
INSTANTIATE_TEST_SUITE_P(Named, Texts, testing::Values("a", "b"),
                         [](const auto& info) { return "name_" + info.param; });
