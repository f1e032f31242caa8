// What runs when: serial actions once for each branch, alone, and each walk between its own.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "combtest/run_tests.h"

namespace combtest {
namespace {

// A walk's own account of what it ran, and which serial options were in force as it did.
struct Account {
  std::vector<std::string> ran;
  std::vector<std::string> in_force;
};
BOOST_DESCRIBE_STRUCT(Account, (), (ran, in_force))

// The world that serial actions change: written by them alone, while nobody reads it.
struct World {
  inline static std::string s1 = "none";
  inline static std::string s2 = "none";
  inline static std::atomic<int> running = 0;
  inline static std::atomic<int> overlaps = 0;
  inline static std::vector<std::string> serial_log;
  static void Reset() {
    s1 = s2 = "none";
    overlaps = 0;
    serial_log.clear();
  }
};

void Step(Account& account, const std::string& what) {
  ++World::running;
  account.ran.push_back(what);
  account.in_force.push_back(World::s1 + "," + World::s2);
  std::this_thread::yield();
  --World::running;
}
void SerialStep(std::string& place, const std::string& value, const std::string& event) {
  if (World::running != 0) ++World::overlaps;
  World::serial_log.push_back(event);
  place = value;
  std::this_thread::yield();
  if (World::running != 0) ++World::overlaps;
}

template <char kName>
struct Ordinary : Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int option, Account& account) const { Step(account, kName + std::to_string(option)); }
};
struct A : Ordinary<'A'> {};
struct B : Ordinary<'B'> {};
struct C : Ordinary<'C'> {};
struct D : Ordinary<'D'> {};
struct E : Ordinary<'E'> {};
struct S1 : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const {
    SerialStep(World::s1, std::to_string(option), "S1=" + std::to_string(option));
  }
  void Undo(int option) const {
    EXPECT_EQ(World::s1, std::to_string(option));
    SerialStep(World::s1, "none", "undo S1=" + std::to_string(option));
  }
};
struct S2 : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const {
    SerialStep(World::s2, std::to_string(option), "S2=" + std::to_string(option));
  }
  void Undo(int option) const {
    EXPECT_EQ(World::s2, std::to_string(option));
    SerialStep(World::s2, "none", "undo S2=" + std::to_string(option));
  }
};

class PhasesTest : public testing::TestWithParam<unsigned> {
 protected:
  void SetUp() override { World::Reset(); }
};
INSTANTIATE_TEST_SUITE_P(Threads, PhasesTest, testing::Values(1u, 2u, 8u));

TEST_P(PhasesTest, NestedSerialActions) {
  const auto results =
      RunTests<Account, A, B, S1, C, D, S2, E>({.threads = GetParam(), .gather_states = true});
  EXPECT_TRUE(results.ok()) << results;
  EXPECT_EQ(results.walk_count, 972u);
  EXPECT_EQ(results.segment_count, 3u * 972u);
  EXPECT_EQ(World::overlaps, 0);
  EXPECT_EQ(World::serial_log, (std::vector<std::string>{
                                   "S1=1", "S2=1", "undo S2=1", "S2=2", "undo S2=2", "undo S1=1",
                                   "S1=2", "S2=1", "undo S2=1", "S2=2", "undo S2=2", "undo S1=2"}));
  ASSERT_EQ(results.states.size(), 972u);
  for (WalkId id = 0; id < 972; ++id) {
    const Walk walk = results.space[id];
    const Account& account = results.states[id];
    const auto option = [&walk]<class Type>() { return std::to_string(*walk.Option<Type>()); };
    const std::string s1 = option.operator()<S1>();
    const std::string s2 = option.operator()<S2>();
    EXPECT_EQ(account.ran,
              (std::vector<std::string>{"A" + option.operator()<A>(), "B" + option.operator()<B>(),
                                        "C" + option.operator()<C>(), "D" + option.operator()<D>(),
                                        "E" + option.operator()<E>()}));
    EXPECT_EQ(account.in_force, (std::vector<std::string>{"none,none", "none,none", s1 + ",none",
                                                          s1 + ",none", s1 + "," + s2}));
    EXPECT_EQ(results.walks[id].id, id);
    EXPECT_EQ(results.walks[id].name, walk.name());
    EXPECT_EQ(results.walks[id].branch, "S1(" + s1 + "), S2(" + s2 + ")");
    EXPECT_EQ(results.StateOf(id), &account);
  }
}

TEST_P(PhasesTest, SerialActionsFirstLastAndSideBySide) {
  const auto results = RunTests<Account, S1, S2, A>({.threads = GetParam(), .gather_states = true});
  ASSERT_EQ(results.states.size(), 12u);
  for (WalkId id = 0; id < 12; ++id) {
    const Walk walk = results.space[id];
    EXPECT_EQ(results.states[id].in_force,
              (std::vector<std::string>{std::to_string(*walk.Option<S1>()) + "," +
                                        std::to_string(*walk.Option<S2>())}));
  }
  World::Reset();
  const auto last = RunTests<Account, A, S1>({.threads = GetParam(), .gather_states = true});
  EXPECT_EQ(last.ledger.passed, 6u);
  EXPECT_EQ(last.segment_count, 6u);
  for (const Account& account : last.states)
    EXPECT_EQ(account.in_force, (std::vector<std::string>{"none,none"}));
  EXPECT_EQ(World::serial_log,
            (std::vector<std::string>{"S1=1", "undo S1=1", "S1=2", "undo S1=2"}));
  World::Reset();
  EXPECT_EQ((RunTests<Account, S1, S2>({.threads = GetParam()}).ledger.passed), 4u);
  EXPECT_EQ(World::serial_log.size(), 12u);
}

TEST_P(PhasesTest, ASelectionRunsItsOwnSerialActionsAlone) {
  const Walks<Account, A, S1, B, S2> walks;
  const WalkSpace space = walks.space();
  const Walk one = space.At({0, 1, 2, 0});
  const auto results =
      RunTests(walks, {.threads = GetParam(), .gather_states = true}, Selection::Of({one.id()}));
  EXPECT_EQ(results.walk_count, 1u);
  EXPECT_EQ(World::serial_log,
            (std::vector<std::string>{"S1=2", "S2=1", "undo S2=1", "undo S1=2"}));
  ASSERT_EQ(results.states.size(), 1u);
  EXPECT_EQ(results.states[0].ran, (std::vector<std::string>{"A1", "B3"}));
  EXPECT_EQ(results.StateOf(one.id()), &results.states[0]);
  EXPECT_EQ(results.StateOf(one.id() + 1), nullptr);
}

TEST_P(PhasesTest, EachActionOfEachWalkRunsOnceWithoutStatesToo) {
  struct Counted : Action {
    static std::vector<int> Options() {
      std::vector<int> options(50);
      for (int i = 0; i < 50; ++i) options[static_cast<std::size_t>(i)] = i;
      return options;
    }
    static std::array<std::atomic<int>, 2500>& Runs() {
      static std::array<std::atomic<int>, 2500> runs{};
      return runs;
    }
    void Run(int option, int& state) const {
      if (state < 0) {
        state = option;
      } else {
        ++Runs()[static_cast<std::size_t>(state * 50 + option)];
      }
    }
  };
  for (auto& runs : Counted::Runs()) runs = 0;
  const auto results =
      RunTests<int, Counted, Counted>({.initial_state = -1, .threads = GetParam()});
  EXPECT_EQ(results.ledger.passed, 2500u);
  for (const auto& runs : Counted::Runs()) EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace combtest
