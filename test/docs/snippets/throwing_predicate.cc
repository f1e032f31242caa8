// The code of docs/exclusions.md: a suite that can't be made.
#include <combtest/gtest.h>

#include <array>
#include <map>
#include <string>

struct Load : combtest::Action {
  static constexpr std::array kOptions = {"small", "big"};
  void Run(const char*) const {}
};

const std::map<std::string, int> kSizes = {{"small", 1}};

class LoadWalks : public combtest::WalkTest<combtest::NoState> {};
TEST_P(LoadWalks, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(
    All, LoadWalks,
    (combtest::Walks<combtest::NoState, Load>().Where([](const combtest::Walk& walk) {
      return kSizes.at(*walk.Option<Load>()) < 10;
    })),
    combtest::WalkName());
