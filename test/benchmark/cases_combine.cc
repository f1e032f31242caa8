// 10^CASES_DIGITS cases of testing::Combine over four ranges, with its index names.
#include <gtest/gtest.h>

#include <tuple>

namespace {

class Cases : public testing::TestWithParam<std::tuple<int, int, int, int>> {};
TEST_P(Cases, Pass) { EXPECT_GE(std::get<0>(GetParam()), 0); }
INSTANTIATE_TEST_SUITE_P(All, Cases,
                         testing::Combine(testing::Range(0, 10), testing::Range(0, 10),
                                          testing::Range(0, 100),
                                          testing::Range(0, CASES_DIGITS == 6 ? 100 : 1)));

}  // namespace
