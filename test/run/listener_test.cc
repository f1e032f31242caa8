// What listeners of runs are told, in which order, and that they harm no walk.
#include <combtest/gtest.h>
#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "test/run/gate.h"
#include "test/run/recorder.h"
#include "test/support/numbered.h"
#include "test/support/text.h"

namespace combtest::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::SizeIs;

struct Note {
  int first = 0;
};
BOOST_DESCRIBE_STRUCT(Note, (), (first))

struct First : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option, Note& note) const { note.first = option; }
};
struct Outer : SerialAction {
  static constexpr std::array kOptions = {'a', 'b'};
  void Run(char) const {}
  void Undo(char) const {}
};
struct Inner : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option) const {
    if (option == 2) throw std::runtime_error("no");
  }
};
struct Last : Action {
  static constexpr std::array kOptions = {true};
  void Run(bool, const Note& note) const { EXPECT_EQ(note.first, 1); }
};

// Where walks run.
struct Mode {
  unsigned workers = 0;
  unsigned threads = 1;
};
void PrintTo(const Mode& mode, std::ostream* out) {
  *out << mode.workers << " workers, " << mode.threads << " threads";
}

class ListenerTest : public testing::TestWithParam<Mode> {
 protected:
  template <class... Actions>
  Results<Note> Run(RunOptions<Note> options = {}) {
    options.name = "Listened";
    options.workers = GetParam().workers;
    options.threads = GetParam().threads;
    options.listeners.push_back(recorder_);
    return RunTests<Note, Actions...>(options);
  }
  // Each selected walk once, with the verdict that the results have.
  void ExpectAllTold(const Results<Note>& results) {
    EXPECT_EQ(recorder_->verdicts().size(), results.walk_count);
    Ledger ledger;
    ledger.selected = results.walk_count;
    for (const auto& [id, result] : recorder_->verdicts()) {
      EXPECT_EQ(recorder_->verdicts().count(id), 1u) << id;
      ledger.Count(result.outcome);
    }
    EXPECT_EQ(ledger, results.ledger);
    for (const WalkResult& failed : results.failed_walks) {
      const auto told = recorder_->verdicts().find(failed.id);
      ASSERT_NE(told, recorder_->verdicts().end());
      EXPECT_EQ(told->second.outcome, failed.outcome);
      EXPECT_EQ(told->second.failures, failed.failures);
    }
  }

  const std::shared_ptr<Recorder> recorder_ = std::make_shared<Recorder>();
};

INSTANTIATE_TEST_SUITE_P(Modes, ListenerTest,
                         testing::Values(Mode{0, 1}, Mode{0, 4}, Mode{2, 1}, Mode{2, 2}),
                         [](const testing::TestParamInfo<Mode>& mode) {
                           return std::to_string(mode.param.workers) + "_workers_" +
                                  std::to_string(mode.param.threads) + "_threads";
                         });

TEST_P(ListenerTest, NestedBranchesAreToldInOrder) {
  const auto results = Run<First, Outer, Inner, Last>();
  std::vector<std::string> frame;
  for (const std::string& event : recorder_->events()) {
    if (!event.starts_with("walk ") && !event.starts_with("worker ")) frame.push_back(event);
  }
  EXPECT_THAT(
      frame,
      ElementsAre("run Listened begins: 8", "phase 1 begins", "phase 1 ends",
                  "serial Outer(a) begins", "serial Outer(a) ends: passed",
                  "serial Inner(1) in Outer(a) begins", "serial Inner(1) in Outer(a) ends: passed",
                  "phase 2 in Outer(a), Inner(1) begins", "phase 2 in Outer(a), Inner(1) ends",
                  "serial Inner(2) in Outer(a) begins", "serial Inner(2) in Outer(a) ends: failed",
                  "undo of Outer(a) begins", "undo of Outer(a) ends: passed",
                  "serial Outer(b) begins", "serial Outer(b) ends: passed",
                  "serial Inner(1) in Outer(b) begins", "serial Inner(1) in Outer(b) ends: passed",
                  "phase 3 in Outer(b), Inner(1) begins", "phase 3 in Outer(b), Inner(1) ends",
                  "serial Inner(2) in Outer(b) begins", "serial Inner(2) in Outer(b) ends: failed",
                  "undo of Outer(b) begins", "undo of Outer(b) ends: passed",
                  "run ends: 8 selected = 2 passed + 6 failed"));
  ExpectAllTold(results);
}

TEST_P(ListenerTest, WalksAreToldInTheirPhase) {
  Run<First, Outer, Inner, Last>();
  std::string in;
  std::size_t told = 0;
  for (const std::string& event : recorder_->events()) {
    if (event.starts_with("phase ") && event.ends_with(" begins")) in = event;
    if (event.starts_with("phase ") && event.ends_with(" ends")) in.clear();
    if (!event.starts_with("walk ") || event.find("Inner(1)") == event.npos) continue;
    ++told;
    const std::string option = event.substr(event.find("Outer("), 8);
    EXPECT_THAT(in, HasSubstr(option)) << event;
  }
  EXPECT_EQ(told, 4u);
}

TEST_P(ListenerTest, CallsComeOneAtATimeFromOneThreadOfTheirOwn) {
  Run<First, Outer, Inner, Last>();
  EXPECT_THAT(recorder_->threads(), SizeIs(1));
  EXPECT_FALSE(recorder_->threads().contains(std::this_thread::get_id()));
  EXPECT_FALSE(recorder_->overlapped());
}

TEST_P(ListenerTest, WorkersComeAndGo) {
  Run<First, Outer>();
  if (GetParam().workers == 0) {
    EXPECT_THAT(recorder_->Events("worker"), SizeIs(0));
  } else {
    EXPECT_THAT(recorder_->Events("worker"),
                testing::UnorderedElementsAre("worker 0 starts", "worker 1 starts", "worker 0 ends",
                                              "worker 1 ends"));
  }
}

// Option 2 fails the first time, 3 always.
struct PassLate : Action {
  static constexpr std::array kOptions = {1, 2, 3};
  static inline std::atomic<bool> late = false;
  void Run(int option) const {
    if (option == 3) throw std::runtime_error("never");
    if (option == 2 && !late.exchange(true)) throw std::runtime_error("too early");
  }
};

TEST_P(ListenerTest, RetriedWalksAreToldOnceWithTheirLastVerdict) {
  if (GetParam().workers > 0) GTEST_SKIP() << "attempts are counted in this process";
  RunOptions<Note> options;
  options.retries = 2;
  PassLate::late = false;
  const auto results = Run<First, PassLate>(options);
  ExpectAllTold(results);
  EXPECT_EQ(results.flaky_count, 1u);
  EXPECT_EQ(results.error_count, 2u);
  for (const auto& [id, result] : recorder_->verdicts()) {
    EXPECT_TRUE(!result.failed() || result.attempts == 3) << id;
  }
}

TEST_P(ListenerTest, WalksThatWereNotReachedAreToldToo) {
  RunOptions<Note> options;
  options.stop_on_failure = true;
  const auto results = Run<First, PassLate, Number<0, 50>>(options);
  EXPECT_GT(results.ledger.not_run, 0u);
  ExpectAllTold(results);
}

struct Crash : Action {
  static constexpr std::array kOptions = {1, 2, 3, 4};
  void Run(int option) const {
    std::fprintf(stdout, "option %d\n", option);
    if (option == 3) std::abort();
  }
};

TEST(ListenerCrashTest, TheWorkerAndTheWalkAreTold) {
  const auto recorder = std::make_shared<Recorder>();
  const auto results = RunTests<Note, First, Crash>({.workers = 2, .listeners = {recorder}});
  EXPECT_EQ(results.ledger.crashed, 2u);
  EXPECT_EQ(recorder->verdicts().size(), 8u);
  for (const auto& [id, result] : recorder->verdicts()) {
    EXPECT_EQ(recorder->verdicts().count(id), 1u);
    const Outcome expected = id % 4 == 2 ? Outcome(outcome::Crashed{SIGABRT}) : Outcome();
    EXPECT_EQ(result.outcome, expected) << id;
  }
  int crashed = 0;
  for (const std::string& event : recorder->Events("worker"))
    crashed += event.find(" ends: crashed: SIGABRT") != event.npos ? 1 : 0;
  EXPECT_EQ(crashed, 2);
  EXPECT_EQ(recorder->Events("worker").size() % 2, 0u) << "one began or ended without the other";
}

TEST(ListenerTimeOutTest, AWalkThatHangsIsToldAsTimedOut) {
  struct Hang : Action {
    static std::vector<int> Options() { return {1, 2}; }
    static std::string Label(int option) { return std::to_string(option); }
    void Run(int option) const {
      if (option == 2) std::this_thread::sleep_for(std::chrono::hours(1));
    }
  };
  const auto recorder = std::make_shared<Recorder>();
  const auto results = RunTests<Note, Hang>(
      {.workers = 1, .walk_timeout = std::chrono::milliseconds(300), .listeners = {recorder}});
  EXPECT_EQ(results.ledger.timed_out, 1u);
  EXPECT_THAT(recorder->Events("walk"),
              testing::UnorderedElementsAre(HasSubstr(": passed"), HasSubstr(": timed out")));
}

struct Throws : Recorder {
  void OnWalkEnd(const WalkResult& result, const Walk& walk) override {
    Recorder::OnWalkEnd(result, walk);
    throw std::runtime_error("the disk is full");
  }
};

TEST_P(ListenerTest, OneThatThrowsIsNamedOnceAndHarmsNobody) {
  const auto thrower = std::make_shared<Throws>();
  RunOptions<Note> options;
  options.listeners.push_back(thrower);
  testing::internal::CaptureStderr();
  const auto results = Run<First, Number<0, 4>>(options);
  const std::string error = testing::internal::GetCapturedStderr();
  const std::string text =
      "the listener combtest::test::(anonymous namespace)::Throws threw std::runtime_error: the "
      "disk is full; it is called no more";
  EXPECT_EQ(error, "combtest: " + text + "\n");
  EXPECT_EQ(results.error_count, 0u);
  ASSERT_THAT(results.run_failures, SizeIs(1));
  EXPECT_EQ(results.run_failures[0].message, text);
  EXPECT_FALSE(results.ok());
  EXPECT_EQ(thrower->verdicts().size(), 1u);
  EXPECT_THAT(thrower->Events("run ends"), SizeIs(0));
  ExpectAllTold(results);

  // Nor in a later run.
  const auto later = RunTests<Note, First>({.listeners = {thrower}});
  EXPECT_TRUE(later.ok());
  EXPECT_EQ(thrower->verdicts().size(), 1u);
}

struct ThrowsAtTheEnd : RunListener {
  void OnRunEnd(const RunSummary&) override { throw 1; }
};

TEST(ListenerThrowTest, AtTheEndItStillCounts) {
  const auto results = RunTests<Note, First>({.listeners = {std::make_shared<ThrowsAtTheEnd>()}});
  ASSERT_THAT(results.run_failures, SizeIs(1));
  EXPECT_THAT(results.run_failures[0].message,
              HasSubstr("an exception that isn't a std::exception"));
}

// Opened when all walks have run.
Gate gate;

struct OpenAtLast : Action {
  static constexpr std::array kOptions = {1, 2};
  static inline std::atomic<int> ran = 0;
  void Run(int) const {
    if (++ran == 5'000) gate.Open();
  }
};

struct Slow : Recorder {
  void OnWalkEnd(const WalkResult& result, const Walk& walk) override {
    gate.Wait();
    Recorder::OnWalkEnd(result, walk);
  }
};

TEST(SlowListenerTest, WalksRunOnBesideIt) {
  const auto slow = std::make_shared<Slow>();
  const auto results =
      RunTests<Note, Number<0, 50>, Number<1, 50>, OpenAtLast>({.threads = 2, .listeners = {slow}});
  EXPECT_TRUE(results.ok());
  EXPECT_EQ(slow->verdicts().size(), 5'000u);
  std::set<WalkId> ids;
  for (const auto& [id, result] : slow->verdicts()) ids.insert(id);
  EXPECT_EQ(ids.size(), 5'000u);
  EXPECT_THAT(slow->Events("run ends"), ElementsAre("run ends: 5000 selected = 5000 passed"));
}

struct NoWalks : Recorder {
  bool WantsWalks() const override { return false; }
};

TEST(QuietListenerTest, WhoWantsNoWalksHearsOfNone) {
  const auto listener = std::make_shared<NoWalks>();
  RunTests<Note, First>({.name = "Quiet", .listeners = {listener}});
  EXPECT_THAT(listener->events(), ElementsAre("run Quiet begins: 2", "phase 1 begins",
                                              "phase 1 ends", "run ends: 2 selected = 2 passed"));
}

}  // namespace
}  // namespace combtest::test
