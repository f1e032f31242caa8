// Suites whose walks end in every way, for what is said about them. What ran is in $ORDER_LOG.
#include <combtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "test/gtest_integration/programs/actions.h"

namespace {

struct Touch : combtest::Action {
  static constexpr std::array kOptions = {1, 2, 3};
  template <class State>
  void Run(int option, State&) const {
    Log("touch " + std::to_string(option));
  }
};

struct Behave : combtest::Action {
  static constexpr std::array kOptions = {"well", "cancel", "crash", "hang"};
  void Run(std::string_view how, int&) const {
    Log("behave " + std::string(how));
    if (how == "well" && std::getenv("MESSAGES_ILL") != nullptr) throw std::runtime_error("ill");
    if (how == "cancel") throw combtest::CancelWalk("not today");
    if (how == "crash") std::abort();
    while (how == "hang") std::this_thread::sleep_for(std::chrono::seconds(1));
  }
};

struct Turn : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static constexpr combtest::Scope kScope = combtest::Scope::kOnce;
  void Run(int) const {}
};

// Kilobytes that this process has had at most.
std::string Peak() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (!line.starts_with("VmHWM:")) std::getline(status, line);
  return line.substr(line.find_first_of("0123456789"));
}

struct Shout : combtest::Action {
  static constexpr std::array kOptions = {"assert", "throw", "cancel", "measure"};
  void Run(std::string_view how) const {
    if (how == "measure") return Log("peak " + Peak());
    std::string text(120u << 20, 'x');
    if (how == "throw") throw std::runtime_error(text);
    if (how == "cancel") throw combtest::CancelWalk(std::move(text));
    FAIL() << text;
  }
};

struct Opaque {
  int touched = 0;
};
struct Canvas {
  int number = 0;
  std::vector<Opaque> points;
};
BOOST_DESCRIBE_STRUCT(Canvas, (), (number, points))

}  // namespace

COMBTEST_WALKS(Behaving, int, Behave);
COMBTEST_WALKS(Turning, int, Touch, Turn);
COMBTEST_WALKS(Hidden, Opaque, Touch);
COMBTEST_WALKS(Loud, combtest::NoState, Shout);

class Reading : public combtest::WalkTest<Canvas> {};
TEST_P(Reading, State) {
  RunWalk();
  EXPECT_EQ(state().number, 0);
}
INSTANTIATE_TEST_SUITE_P(All, Reading, (combtest::Walks<Canvas, Touch>()), combtest::WalkName());

TEST(Calls, RunTests) {
  const auto results = combtest::RunTests<int, Behave>();
  EXPECT_TRUE(results.ok()) << results;
}
