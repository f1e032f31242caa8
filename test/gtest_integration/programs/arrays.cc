// Suites of which an array runs. Built twice: ARRAYS_MORE has an option and an action more.
// $ARRAYS_FAIL names a walk that fails; $ARRAYS_ASKED a file to which an opaque predicate notes
// that it was asked.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "test/gtest_integration/programs/actions.h"

struct State {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(State, (), (name))

template <char kLetter, int kCount>
struct Step : combtest::Action {
  static std::vector<int> Options() {
    std::vector<int> options;
    for (int i = 1; i <= kCount; ++i) options.push_back(i);
    return options;
  }
  void Run(int option, State& state) const { state.name += kLetter + std::to_string(option); }
};
struct P : Step<'P', 3> {};
struct Q : Step<'Q', 3> {};
#ifdef ARRAYS_MORE
struct R : Step<'R', 4> {};
#else
struct R : Step<'R', 3> {};
#endif
struct S : Step<'S', 3> {
  void Run(int option, State& state) const {
    Step<'S', 3>::Run(option, state);
    const char* fail = std::getenv("ARRAYS_FAIL");
    EXPECT_FALSE(fail != nullptr && state.name == fail);
  }
};
struct Mount : combtest::SerialAction {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int) const {}
};

using Pairs4 = combtest::Walks<State, P, Q, R, S>;

class Pairs : public combtest::WalkTest<State> {};
TEST_P(Pairs, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(All, Pairs, Pairs4().Strength(2), combtest::WalkName());

// GoogleTest's index names.
class Indexed : public combtest::WalkTest<State> {};
TEST_P(Indexed, Pass) {
  RunWalk();
  RecordProperty("walk", state().name);
  Log(std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + " is " +
      state().name);
}
INSTANTIATE_TEST_SUITE_P(All, Indexed, (Pairs4().Strength(2).Forbid<P, Q>(1, 1)));

#ifdef ARRAYS_MORE
using SerialWalks = combtest::Walks<State, P, Mount, Q, R, S>;
#else
using SerialWalks = combtest::Walks<State, P, Mount, Q, R>;
#endif

bool NotBothLast(const combtest::Walk& walk) {
  if (const char* asked = std::getenv("ARRAYS_ASKED")) std::ofstream(asked, std::ios::app) << "?";
  return *walk.Option<P>() != 3 || *walk.Option<R>() != 3;
}

class Serial : public combtest::WalkTest<State> {};
TEST_P(Serial, Pass) { RunWalk(); }
INSTANTIATE_TEST_SUITE_P(
    All, Serial,
    (SerialWalks().Strength(2).Requires<Q, R>(2, {1, 3}).Where(NotBothLast).Include<P, R>(2, 2)),
    combtest::WalkName());

TEST(Calls, Budget) {
  const auto results = combtest::RunTests(Pairs4().Strength(2), {.name = "call"});
  EXPECT_TRUE(results.ok()) << results;
  std::cout << results.ledger << "\n";
  for (const auto& missing : results.coverage.missing)
    if (missing.strength == 2) std::cout << "missing: " << missing.reason << "\n";
}

TEST(Calls, Pairs) {
  const auto results = combtest::RunTests(Pairs4().Strength(2), {.name = "call"});
  EXPECT_EQ(results.walk_count, results.coverage.Of(2)->all == 54 ? 9u : 12u) << results;
  ASSERT_EQ(results.coverage.strengths.size(), 3u);
  EXPECT_EQ(results.coverage.Of(2)->missing(), 0u);
  EXPECT_GT(results.coverage.Of(3)->missing(), 0u);
  EXPECT_EQ(results.coverage.missing.front().reason, "not selected");
  // What is said in the call goes before what the suite declares.
  EXPECT_GE(combtest::RunTests(Pairs4().Strength(2), {.strength = 3}).walk_count, 27u);
  EXPECT_EQ(combtest::RunTests(Pairs4().Strength(2), {.strength = combtest::config::kAllWalks})
                .coverage.strengths.size(),
            0u);
}
