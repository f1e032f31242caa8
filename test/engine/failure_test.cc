// How walks fail, are cancelled and go on, and that each failure lands on its own walk.
#include "combtest/failure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "combtest/gtest.h"
#include "test/support/event_log.h"
#include "test/support/text.h"
#include "test/support/up_to.h"

namespace combtest {
namespace {

using test::Contains;
using test::EventLog;
using test::Events;

struct Detail {
  int code = 4;
};
enum class How {
  kPass,
  kRuntimeError,
  kString,
  kInt,
  kText,
  kStruct,
  kExpect,
  kAssert,
  kFail,
  kSkip,
  kCancel,
  kExpectThenSkip,
  kExpectThenThrow,
  kTwoExpects,
};
BOOST_DESCRIBE_ENUM(How, kPass, kRuntimeError, kString, kInt, kText, kStruct, kExpect, kAssert,
                    kFail, kSkip, kCancel, kExpectThenSkip, kExpectThenThrow, kTwoExpects)

struct Act : Action {
  static constexpr std::array kOptions = {
      How::kPass,   How::kRuntimeError,   How::kString,          How::kInt,       How::kText,
      How::kStruct, How::kExpect,         How::kAssert,          How::kFail,      How::kSkip,
      How::kCancel, How::kExpectThenSkip, How::kExpectThenThrow, How::kTwoExpects};
  void Run(How how, int& state) const {
    state = 1;
    switch (how) {
      case How::kPass:
        break;
      case How::kRuntimeError:
        throw std::runtime_error("disk on fire");
      case How::kString:
        throw std::string("a string");
      case How::kInt:
        throw 42;
      case How::kText:
        throw "a text";
      case How::kStruct:
        throw Detail();
      case How::kExpect: {
        SCOPED_TRACE("in the middle of it");
        EXPECT_EQ(state, 2) << "softly";
        break;
      }
      case How::kAssert:
        ASSERT_EQ(state, 3) << "hard";
        break;
      case How::kFail:
        FAIL() << "no way";
      case How::kSkip:
        GTEST_SKIP() << "not here";
      case How::kCancel:
        throw CancelWalk("not today");
      case How::kExpectThenSkip:
        EXPECT_TRUE(false) << "first";
        GTEST_SKIP() << "then";
      case How::kExpectThenThrow:
        EXPECT_TRUE(false) << "first";
        throw std::runtime_error("then");
      case How::kTwoExpects:
        EXPECT_TRUE(false) << "one";
        EXPECT_TRUE(false) << "two";
        break;
    }
    state = 100;
  }
};
struct Later : Action {
  static constexpr std::array kOptions = {7};
  void Run(int option, int& state) const { state += option; }
};

class FailureTest : public testing::TestWithParam<unsigned> {
 protected:
  void SetUp() override { EventLog::Take(); }
};
INSTANTIATE_TEST_SUITE_P(Threads, FailureTest, testing::Values(1u, 8u));

TEST_P(FailureTest, EveryKindOfEnd) {
  const auto results = RunTests<int, Act, Later>({.threads = GetParam(), .gather_states = true});
  EXPECT_EQ(results.walk_count, 14u);
  EXPECT_EQ(results.error_count, 11u);
  EXPECT_EQ(results.cancel_count, 2u);
  EXPECT_EQ(results.ledger.passed, 1u);
  EXPECT_TRUE(results.ledger.Balanced());
  EXPECT_FALSE(results.ok());

  const auto failed = [&](How how) -> const WalkResult& {
    for (const WalkResult& result : results.failed_walks) {
      if (*results.space[result.id].Option<Act>() == how) return result;
    }
    throw Error("that walk has not failed");
  };
  const auto messages = [&](How how) {
    std::vector<std::string> all;
    for (const Failure& failure : failed(how).failures) all.push_back(failure.message);
    return all;
  };
  EXPECT_EQ(messages(How::kRuntimeError), (Events{"threw std::runtime_error: disk on fire"}));
  EXPECT_EQ(messages(How::kString), (Events{"threw std::string: a string"}));
  EXPECT_EQ(messages(How::kInt), (Events{"threw int: 42"}));
  EXPECT_EQ(messages(How::kText), (Events{"threw char const*: a text"}));
  EXPECT_EQ(messages(How::kStruct), (Events{"threw combtest::(anonymous namespace)::Detail"}));
  const WalkResult& thrown = failed(How::kInt);
  EXPECT_EQ(thrown.where, "Act(kInt)");
  EXPECT_EQ(thrown.action, 0u);
  EXPECT_EQ(thrown.state, "1");
  EXPECT_EQ(thrown.failures[0].origin, Failure::Origin::kException);
  EXPECT_EQ(thrown.failures[0].severity, Failure::Severity::kFatal);

  const Failure& soft = failed(How::kExpect).failures.at(0);
  EXPECT_EQ(soft.origin, Failure::Origin::kAssertion);
  EXPECT_EQ(soft.severity, Failure::Severity::kNonFatal);
  EXPECT_TRUE(Contains(soft.message, "softly"));
  EXPECT_TRUE(Contains(soft.message, "in the middle of it"));
  EXPECT_TRUE(soft.file.ends_with("failure_test.cc")) << soft.file;
  EXPECT_GT(soft.line, 0);
  EXPECT_EQ(failed(How::kAssert).failures.at(0).severity, Failure::Severity::kFatal);
  EXPECT_TRUE(Contains(failed(How::kFail).failures.at(0).message, "no way"));
  EXPECT_EQ(messages(How::kTwoExpects).size(), 2u);
  EXPECT_EQ(messages(How::kExpectThenThrow).size(), 2u);
  EXPECT_EQ(messages(How::kExpectThenThrow).back(), "threw std::runtime_error: then");
  EXPECT_TRUE(Contains(messages(How::kExpectThenSkip).front(), "first"));

  // What went on and what stopped, by the states.
  for (WalkId id = 0; id < results.states.size(); ++id) {
    const How how = *results.space[id].Option<Act>();
    const bool goes_on = how == How::kPass || how == How::kExpect || how == How::kTwoExpects;
    EXPECT_EQ(results.states[id], goes_on ? 107 : 1) << results.space[id];
  }
  EXPECT_EQ(std::get<outcome::Cancelled>(results.cancelled_walks.at(0).outcome).reason, "not here");
  EXPECT_EQ(std::get<outcome::Cancelled>(results.cancelled_walks.at(1).outcome).reason,
            "not today");
}

TEST_P(FailureTest, TheSummaryNamesWalkActionAndState) {
  const auto results = RunTests<int, Act, Later>({.threads = GetParam(), .name = "demo"});
  const std::string text = ToString(results, results.space, 20);
  EXPECT_TRUE(text.starts_with("demo: 14 selected = 1 passed + 11 failed + 2 cancelled, in "));
  EXPECT_TRUE(Contains(text,
                       "Walk failed: threw int: 42\n"
                       "  in:     Act(kInt), action 1 of 2\n"
                       "  walk:   Act(kInt), Later(7)\n"
                       "  state:  1\n"));
  EXPECT_TRUE(Contains(ToString(results, results.space, 2), "and 9 more"));
}

// A failure for every third walk, of both kinds, in many short walks.
struct Thirds : Action {
  static auto Options() { return test::UpTo(3000); }
  void Run(int option, int& state) const {
    state = option;
    SCOPED_TRACE("trace of " + std::to_string(option));
    EXPECT_NE(option % 3, 0) << "soft " << option << ".";
    if (option % 9 == 0) throw std::runtime_error("thrown " + std::to_string(option));
  }
};

TEST_P(FailureTest, FailuresLandOnTheirOwnWalks) {
  const auto results = RunTests<int, Thirds>({.threads = GetParam()});
  ASSERT_EQ(results.failed_walks.size(), 1000u);
  for (std::size_t i = 0; i < 1000; ++i) {
    const WalkResult& result = results.failed_walks[i];
    const std::string number = std::to_string(3 * i);
    ASSERT_EQ(result.id, 3 * i);
    ASSERT_EQ(result.state, number);
    ASSERT_EQ(result.failures.size(), result.id % 9 == 0 ? 2u : 1u);
    ASSERT_TRUE(Contains(result.failures[0].message, "soft " + number + "."));
    ASSERT_TRUE(Contains(result.failures[0].message, "trace of " + number));
    if (result.id % 9 == 0) {
      ASSERT_EQ(result.failures[1].message, "threw std::runtime_error: thrown " + number);
    }
    ASSERT_EQ(result.where, "Thirds(" + number + ")");
  }
}

// --- Serial actions that fail ---

template <char kName>
struct Note : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option, std::string& state) const {
    state += kName + std::to_string(option);
    EventLog::Add(state);
  }
};
struct First : Note<'f'> {};
struct Second : Note<'s'> {};
struct Outer : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const { EventLog::Add("outer " + std::to_string(option)); }
  void Undo(int option) const { EventLog::Add("undo outer " + std::to_string(option)); }
};
enum class Trouble { kThrow, kAssert, kExpect, kCancel, kSkip, kNone };
struct Troubled : SerialAction {
  static constexpr std::array kOptions = {Trouble::kThrow,  Trouble::kAssert, Trouble::kExpect,
                                          Trouble::kCancel, Trouble::kSkip,   Trouble::kNone};
  void Run(Trouble trouble) const {
    EventLog::Add("run");
    if (trouble == Trouble::kThrow) throw std::runtime_error("no power");
    if (trouble == Trouble::kAssert) FAIL() << "no voltage";
    EXPECT_NE(trouble, Trouble::kExpect) << "low voltage";
    if (trouble == Trouble::kCancel) throw CancelWalk("no mains");
    if (trouble == Trouble::kSkip) GTEST_SKIP() << "no socket";
  }
  void Undo(Trouble) const { EventLog::Add("undo"); }
};

TEST_P(FailureTest, ASerialActionThatFailsFailsItsBranchAlone) {
  const auto results = RunTests<std::string, First, Troubled, Second>({.threads = GetParam()});
  EXPECT_EQ(results.walk_count, 24u);
  EXPECT_EQ(results.ledger.failed, 12u);
  EXPECT_EQ(results.ledger.cancelled, 8u);
  EXPECT_EQ(results.ledger.passed, 4u);
  EXPECT_TRUE(results.ledger.Balanced());
  for (const WalkResult& result : results.failed_walks) {
    const Walk walk = results.space[result.id];
    const Trouble trouble = *walk.Option<Troubled>();
    ASSERT_EQ(result.failures.size(), 1u);
    EXPECT_TRUE(Contains(result.failures[0].message, trouble == Trouble::kThrow ? "no power"
                                                     : trouble == Trouble::kAssert
                                                         ? "no voltage"
                                                         : "low voltage"));
    EXPECT_EQ(result.where, walk.ActionText(1));
    EXPECT_EQ(result.action, 1u);
  }
  for (const WalkResult& result : results.cancelled_walks) {
    const bool cancel = *results.space[result.id].Option<Troubled>() == Trouble::kCancel;
    EXPECT_TRUE(Contains(std::get<outcome::Cancelled>(result.outcome).reason,
                         cancel ? "no mains" : "no socket"));
  }
  // Segments: every walk its first, and the one good branch its second.
  EXPECT_EQ(results.segment_count, 24u + 4u);
  const Events events = EventLog::Take();
  EXPECT_EQ(std::count(events.begin(), events.end(), "run"), 6);
  EXPECT_EQ(std::count(events.begin(), events.end(), "undo"), 1);
}

struct FailsOnce : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  static int& Runs() {
    static int runs = 0;
    return runs;
  }
  void Run(int option) const {
    EventLog::Add("inner " + std::to_string(option));
    if (++Runs() == 1) throw std::runtime_error("once");
  }
  void Undo(int option) const { EventLog::Add("undo inner " + std::to_string(option)); }
};

TEST_P(FailureTest, UndoComesInnermostFirstAndOnlyForWhatWasEntered) {
  FailsOnce::Runs() = 0;
  const auto results = RunTests<std::string, Outer, FailsOnce, First>({.threads = GetParam()});
  EXPECT_EQ(results.ledger.failed, 2u);
  EXPECT_EQ(results.ledger.passed, 6u);
  Events serial;
  for (const std::string& event : EventLog::Take()) {
    if (event[0] != 'f') serial.push_back(event);
  }
  EXPECT_EQ(serial,
            (Events{"outer 1", "inner 1", "inner 2", "undo inner 2", "undo outer 1", "outer 2",
                    "inner 1", "undo inner 1", "inner 2", "undo inner 2", "undo outer 2"}));
}

struct BadUndo : SerialAction {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int, std::string& state) const { state = "the branch's own"; }
  void Undo(int option, std::string& state) const {
    EXPECT_EQ(state, "the branch's own");
    if (option == 1) throw std::runtime_error("stuck");
    EXPECT_NE(option, 2) << "still on";
  }
};

TEST_P(FailureTest, AnUndoThatFailsIsTheRunsFailureAndNoWalks) {
  const auto results = RunTests<std::string, First, BadUndo, Second>({.threads = GetParam()});
  EXPECT_EQ(results.ledger.passed, 12u);
  EXPECT_EQ(results.error_count, 0u);
  EXPECT_FALSE(results.ok());
  ASSERT_EQ(results.run_failures.size(), 2u);
  EXPECT_EQ(results.run_failures[0].where, "Undo of BadUndo(1)");
  EXPECT_EQ(results.run_failures[0].message, "threw std::runtime_error: stuck");
  EXPECT_TRUE(Contains(results.run_failures[1].message, "still on"));
  EXPECT_TRUE(Contains(test::Printed(results), "stuck"));
}

struct FailsBefore : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3};
  void Run(int option, std::string& state) const {
    state = std::to_string(option);
    if (option == 1) throw std::runtime_error("early");
    EXPECT_NE(option, 2) << "soft";
    if (option == 3) throw CancelWalk("early");
  }
};
struct SecondTrouble : SerialAction {
  static constexpr std::array kOptions = {false, true};
  void Run(bool fail) const {
    if (fail) throw std::runtime_error("late");
  }
};

TEST_P(FailureTest, WhatAWalkHadBeforeIsKeptWhenItsBranchFails) {
  const auto results =
      RunTests<std::string, FailsBefore, SecondTrouble, Second>({.threads = GetParam()});
  // By FailsBefore's option and SecondTrouble's: the failures of each walk.
  std::map<std::pair<int, bool>, Events> messages;
  for (const WalkResult& result : results.failed_walks) {
    const Walk walk = results.space[result.id];
    Events all;
    for (const Failure& failure : result.failures)
      all.push_back(failure.where + (Contains(failure.message, "late") ? ": late" : ""));
    messages[{*walk.Option<FailsBefore>(), *walk.Option<SecondTrouble>()}] = all;
  }
  EXPECT_EQ(messages, (std::map<std::pair<int, bool>, Events>{
                          {{0, true}, {"SecondTrouble(true): late"}},
                          {{1, false}, {"FailsBefore(1)"}},
                          {{1, true}, {"FailsBefore(1)"}},
                          {{2, false}, {"FailsBefore(2)"}},
                          {{2, true}, {"FailsBefore(2)", "SecondTrouble(true): late"}}}));
  EXPECT_EQ(results.cancel_count, 4u);
  EXPECT_TRUE(results.ledger.Balanced());
  EXPECT_EQ(results.ledger.passed, 2u);
}

struct Talk : Action {
  static constexpr std::array kOptions = {1};
  void Run(int) const {
    std::string text((1u << 20) - 65, 'x');
    for (int i = 0; i < 1'000'000; ++i) text += "ä";
    throw std::runtime_error(text);
  }
};

// A message goes through many hands.
TEST_P(FailureTest, AMessageOfMegabytesIsCutBetweenLetters) {
  const auto results = RunTests<NoState, Talk>({.threads = GetParam()});
  ASSERT_EQ(results.failed_walks.size(), 1u);
  const std::string& message = results.failed_walks[0].failures.at(0).message;
  EXPECT_LE(message.size(), (1u << 20) + 100);
  // One byte more would be half a letter.
  EXPECT_EQ(message.find("… ("),
            (1u << 20) - 65 + std::string_view("threw std::runtime_error: ").size());
  EXPECT_TRUE(message.ends_with(" bytes left out)"));
}

struct StopAt : Action {
  static auto Options() { return test::UpTo(100'000); }
  void Run(int option) const {
    // Work enough that nobody gets through all of it while one thread throws.
    using Clock = std::chrono::steady_clock;
    if (option > 600) {
      for (const auto end = Clock::now() + std::chrono::microseconds(20); Clock::now() < end;) {
      }
    }
    if (option == 500) throw std::runtime_error("stop here");
  }
};

TEST_P(FailureTest, StopOnFailureLeavesTheRestNotRun) {
  for (const bool gather : {false, true}) {
    const auto results = RunTests<NoState, StopAt>(
        {.threads = GetParam(), .gather_states = gather, .stop_on_failure = true});
    EXPECT_EQ(results.ledger.selected, 100'000u);
    EXPECT_EQ(results.ledger.failed, 1u);
    EXPECT_GT(results.ledger.not_run, 1000u);
    EXPECT_TRUE(results.ledger.Balanced()) << results.ledger;
    EXPECT_FALSE(results.ok());
    if (gather) {
      EXPECT_EQ(results.states.size(), results.ledger.passed + 1);
    }
  }
}

TEST_P(FailureTest, StopOnFailureLeavesBranchesByTheirUndo) {
  FailsOnce::Runs() = 0;
  const auto results = RunTests<std::string, Outer, FailsOnce, First>(
      {.threads = GetParam(), .stop_on_failure = true});
  EXPECT_EQ(results.ledger.failed, 2u);
  EXPECT_EQ(results.ledger.not_run, 6u);
  EXPECT_EQ(EventLog::Take(), (Events{"outer 1", "inner 1", "undo outer 1"}));
}

struct Million : Action {
  static auto Options() { return test::UpTo(1'000'000); }
  static std::string Label(int option) { return std::to_string(option); }
  void Run(int) const { throw std::runtime_error("at once"); }
};

TEST_P(FailureTest, StopOnFailureEndsAHugeRunAtOnce) {
  const auto results =
      RunTests<NoState, Million, Million>({.threads = GetParam(), .stop_on_failure = true});
  EXPECT_EQ(results.ledger.selected, 1'000'000'000'000u);
  EXPECT_GE(results.ledger.failed, 1u);
  EXPECT_LT(results.elapsed, std::chrono::minutes(5));
}

}  // namespace
}  // namespace combtest
