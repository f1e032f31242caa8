// What serial actions return reaches every walk of their branch, and no other.
#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <map>
#include <optional>

#include "combtest/gtest.h"
#include "test/support/text.h"

namespace combtest {
namespace {

using Map = std::map<std::string, int>;

// Each option of action kName is noted under its name.
template <char kName>
struct Put : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option, Map& state) const { state[std::string(1, kName)] = option; }
};
struct A : Put<'a'> {};
struct B : Put<'b'> {};
struct C : Put<'c'> {};
struct S1 : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  Map Run(int option, Map& state) const {
    EXPECT_EQ(state, (Map{{"start", 0}}));
    state["own"] = option;  // the branch's own copy, which walks don't see
    return {{"s1", option}, {"a", 10}};
  }
};
struct S2 : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  Map Run(int option, Map& state) const {
    EXPECT_EQ(state.at("start"), 0);
    EXPECT_TRUE(state.at("own") == 1 || state.at("own") == 2);
    EXPECT_FALSE(state.contains("own2"));  // what another branch did
    state["own2"] = option;
    return {{"s2", 10 * state.at("own") + option}};
  }
};

class UpdateTest : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Threads, UpdateTest, testing::Values(1u, 8u));

TEST_P(UpdateTest, NestedUpdatesMergeKeyByKey) {
  const auto results = RunTests<Map, A, S1, B, S2, C>(
      {.initial_state = Map{{"start", 0}}, .threads = GetParam(), .gather_states = true});
  EXPECT_TRUE(results.ok()) << results;
  ASSERT_EQ(results.states.size(), 32u);
  for (WalkId id = 0; id < 32; ++id) {
    const Walk walk = results.space[id];
    const int s1 = *walk.Option<S1>();
    EXPECT_EQ(results.states[id], (Map{{"start", 0},
                                       {"a", 10},
                                       {"b", *walk.Option<B>()},
                                       {"c", *walk.Option<C>()},
                                       {"s1", s1},
                                       {"s2", 10 * s1 + *walk.Option<S2>()}}));
  }
}

TEST_P(UpdateTest, SideBySideAndAtTheEnds) {
  const auto results = RunTests<Map, S1, S2>(
      {.initial_state = Map{{"start", 0}}, .threads = GetParam(), .gather_states = true});
  EXPECT_TRUE(results.ok()) << results;
  ASSERT_EQ(results.states.size(), 4u);
  EXPECT_EQ(results.states[2], (Map{{"start", 0}, {"a", 10}, {"s1", 2}, {"s2", 21}}));
}

struct Change {
  std::string text;
  std::vector<int> numbers;
};
BOOST_DESCRIBE_STRUCT(Change, (), (text, numbers))
struct Described {
  std::string log;
  void Update(const Change& change) {
    log += change.text;
    for (const int number : change.numbers) log += std::to_string(number);
  }
};
BOOST_DESCRIBE_STRUCT(Described, (), (log))
struct Append : Action {
  static constexpr std::array kOptions = {"x", "y"};
  void Run(std::string_view text, Described& state) const { state.log += text; }
};
struct Announce : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  Change Run(int option) const { return {"s", {option, option}}; }
};
struct Perhaps : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  std::optional<Change> Run(int option, Described&) const {
    if (option == 1) return std::nullopt;
    return Change{"p", {}};
  }
};

TEST_P(UpdateTest, AStructIsGivenToUpdate) {
  const auto results =
      RunTests<Described, Append, Announce, Append>({.threads = GetParam(), .gather_states = true});
  ASSERT_EQ(results.states.size(), 8u);
  EXPECT_EQ(results.states[0].log, "xs11x");
  EXPECT_EQ(results.states[7].log, "ys22y");
}

TEST_P(UpdateTest, AnEmptyOptionalUpdatesNothing) {
  const auto results =
      RunTests<Described, Append, Perhaps>({.threads = GetParam(), .gather_states = true});
  ASSERT_EQ(results.states.size(), 4u);
  EXPECT_EQ(results.states[0].log, "x");
  EXPECT_EQ(results.states[1].log, "xp");
}

// boost::json::object is a map too.
struct Set : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option, boost::json::object& state) const { state["set"] = option; }
};
struct SetAll : SerialAction {
  static constexpr std::array kOptions = {true};
  boost::json::object Run(bool option) const { return {{"all", option}, {"set", nullptr}}; }
};

TEST_P(UpdateTest, JsonObjectsMerge) {
  const auto results =
      RunTests<boost::json::object, Set, SetAll>({.threads = GetParam(), .gather_states = true});
  ASSERT_EQ(results.states.size(), 2u);
  EXPECT_EQ(results.states[1], (boost::json::object{{"set", nullptr}, {"all", true}}));
}

// Updates that the state of some walks refuses.
struct Picky {
  int number = 0;
  void Update(int update) {
    EXPECT_NE(number, 1) << "softly";
    ASSERT_NE(number, 2) << "for good";
    if (number == 3) throw std::runtime_error("no thanks");
    if (number == 4) throw CancelWalk("not me");
    number += update;
  }
};
BOOST_DESCRIBE_STRUCT(Picky, (), (number))
struct Pick : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3, 4};
  void Run(int option, Picky& state) const { state.number = option; }
};
struct Send : SerialAction {
  static constexpr std::array kOptions = {10};
  int Run(int option) const { return option; }
};
struct Go : Action {
  static constexpr std::array kOptions = {100};
  void Run(int option, Picky& state) const { state.number += option; }
};

TEST_P(UpdateTest, AnUpdateThatFailsFailsItsWalkAlone) {
  const auto results =
      RunTests<Picky, Pick, Send, Go>({.threads = GetParam(), .gather_states = true});
  EXPECT_EQ(results.ledger.passed, 1u);
  ASSERT_EQ(results.failed_walks.size(), 3u);
  ASSERT_EQ(results.cancelled_walks.size(), 1u);
  std::vector<int> numbers;
  for (const Picky& state : results.states) numbers.push_back(state.number);
  EXPECT_EQ(numbers, (std::vector<int>{110, 111, 2, 3, 4}));
  const WalkResult& soft = results.failed_walks[0];
  ASSERT_EQ(soft.failures.size(), 1u);
  EXPECT_TRUE(test::Contains(soft.failures[0].message, "softly"));
  EXPECT_EQ(soft.failures[0].where, "the update of Send(10)");
  const WalkResult& thrown = results.failed_walks[2];
  EXPECT_EQ(thrown.where, "the update of Send(10)");
  EXPECT_EQ(thrown.action, 1u);  // the serial action's place
  EXPECT_EQ(thrown.failures.at(0).message, "threw std::runtime_error: no thanks");
  EXPECT_EQ(thrown.state, R"({"number":3})");
  EXPECT_EQ(std::get<outcome::Cancelled>(results.cancelled_walks[0].outcome).reason, "not me");
}

// An update whose JSON can't be read back.
struct Mute : JsonSerializable {
  int to_json() const { return 5; }
  static Mute from_json(const boost::json::value&) { throw std::runtime_error("unreadable"); }
};
struct Deaf {
  void Update(const Mute&) {}
};
struct SendMute : SerialAction {
  static constexpr std::array kOptions = {1};
  Mute Run(int) const { return {}; }
};

TEST_P(UpdateTest, AnUpdateThatCantBeReadBackFailsTheBranch) {
  const auto results = RunTests<Deaf, SendMute>({.threads = GetParam()});
  ASSERT_EQ(results.failed_walks.size(), 1u);
  EXPECT_EQ(results.failed_walks[0].where, "the update of SendMute(1)");
  EXPECT_TRUE(test::Contains(results.failed_walks[0].failures.at(0).message, "unreadable"));
}

}  // namespace
}  // namespace combtest
