// Suites whose SetUpTestSuite skips.
#include <combtest/gtest.h>

#include "test/gtest_integration/programs/actions.h"

namespace {

struct Connect : combtest::SerialAction {
  static constexpr std::array kOptions = {1};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int) const { Log("connecting"); }
};
struct Send : combtest::Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const { Log("sending"); }
};

class Printer : public combtest::WalkTest<combtest::NoState> {
 protected:
  static void SetUpTestSuite() { GTEST_SKIP() << "no printer"; }
};
TEST_P(Printer, Prints) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(Plain, Printer, (combtest::Walks<combtest::NoState, Send>()),
                         combtest::WalkName());
INSTANTIATE_TEST_SUITE_P(Serial, Printer, (combtest::Walks<combtest::NoState, Connect, Send>()),
                         combtest::WalkName());

}  // namespace
