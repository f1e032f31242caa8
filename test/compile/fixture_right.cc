// Whatever is derived from testing::Test will do.
#include <combtest/gtest.h>

#include <string>

class First : public testing::Test {
 public:
  static void SetUpTestSuite() {}

 protected:
  First() = default;
  void SetUp() override {}
};
class Second : public First {
 protected:
  void TearDown() override { First::TearDown(); }
  std::string text_;
};
struct Act : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};

class Suite : public combtest::WalkTest<int, Second> {};
TEST_P(Suite, Pass) {
  RunWalk();
  EXPECT_EQ(state(), *GetParam().Option<Act>());
}
INSTANTIATE_TEST_SUITE_P(All, Suite, (combtest::Walks<int, Act>()), combtest::WalkName());
INSTANTIATE_TEST_SUITE_P(Named, Suite, (combtest::Walks<int, Act>()),
                         [](const testing::TestParamInfo<Suite::ParamType>& info) {
                           return info.param.name();
                         });
