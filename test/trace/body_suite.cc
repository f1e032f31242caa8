// A suite whose test body finds what its walks don't.
#include <array>
#include <cstdlib>

#include "combtest/gtest.h"

namespace {

struct Pick : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int option, int& state) const { state = option; }
};

class Checked : public combtest::WalkTest<int> {};
TEST_P(Checked, Pass) {
  RunWalk();
  EXPECT_TRUE(state() != 3 || std::getenv("TRACE_HEALED") != nullptr) << "a three";
}
INSTANTIATE_TEST_SUITE_P(All, Checked, (combtest::Walks<int, Pick>()), combtest::WalkName());

}  // namespace
