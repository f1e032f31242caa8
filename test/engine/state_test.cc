// Every walk owns a copy of the initial state: made when it begins, destroyed when it is over.
#include <gtest/gtest.h>

#include <atomic>

#include "combtest/gtest.h"
#include "test/support/text.h"
#include "test/support/up_to.h"

namespace combtest {
namespace {

struct Counted {
  inline static std::atomic<int> alive = 0;
  inline static std::atomic<int> copies = 0;
  inline static std::atomic<int> throw_at_copy = -1;
  static void Reset() {
    copies = 0;
    throw_at_copy = -1;
  }

  std::string text = "a text that needs memory of its own, so that leaks show";
  Counted() { ++alive; }
  Counted(const Counted& other) : text(other.text) {
    if (++copies == throw_at_copy) throw std::runtime_error("out of discs");
    ++alive;
  }
  Counted(Counted&& other) noexcept : text(std::move(other.text)) { ++alive; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --alive; }
};

struct Touch : Action {
  static constexpr std::array kOptions = {0, 1, 2, 3};
  void Run(int option, Counted& state) const {
    state.text += std::to_string(option);
    if (option == 1) throw std::runtime_error("bad");
    if (option == 2) throw CancelWalk();
  }
};
struct Switch : SerialAction {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, Counted& state) const {
    state.text += "s";
    if (option == 1) throw std::runtime_error("bad");
  }
};

struct Break : Action {
  static constexpr std::array kOptions = {0, 1};
  void Run(int option, Counted&) const {
    if (option == 1) throw std::runtime_error("broken");
  }
};

class StateTest : public testing::TestWithParam<unsigned> {
 protected:
  void SetUp() override { Counted::Reset(); }
};
INSTANTIATE_TEST_SUITE_P(Threads, StateTest, testing::Values(1u, 8u));

TEST_P(StateTest, ConstructorsAndDestructorsBalance) {
  const int before = Counted::alive;
  for (const bool gather : {false, true}) {
    const auto plain =
        RunTests<Counted, Touch, Touch>({.threads = GetParam(), .gather_states = gather});
    EXPECT_EQ(plain.ledger.passed, 4u);
    EXPECT_EQ(plain.states.size(), gather ? 16u : 0u);
    const auto serial =
        RunTests<Counted, Touch, Switch, Touch>({.threads = GetParam(), .gather_states = gather});
    EXPECT_EQ(serial.states.size(), gather ? 32u : 0u);
    EXPECT_TRUE(serial.ledger.Balanced());
  }
  EXPECT_EQ(Counted::alive, before);
}

// As its walk's tear-down would.
struct Testing {
  int option = -1;
  Testing() = default;
  Testing(const Testing&) = default;
  ~Testing() {
    if (option < 0) return;
    EXPECT_NE(option % 5, 4) << "seen by the destructor";
  }
};
struct Note : Action {
  static auto Options() { return test::UpTo(10); }
  void Run(int option, Testing& state) const { state.option = option; }
};

TEST_P(StateTest, WhatItsDestructorFindsIsItsWalksFailure) {
  for (const unsigned workers : {0u, 1u, 2u}) {
    const auto results = RunTests<Testing, Note>({.workers = workers, .threads = GetParam()});
    EXPECT_EQ(results.ledger.passed, 8u);
    ASSERT_EQ(results.failed_walks.size(), 2u);
    for (const WalkResult& failed : results.failed_walks) {
      EXPECT_EQ(failed.id % 5, 4u);
      EXPECT_EQ(failed.where, "the destructor of its state");
    }
    EXPECT_TRUE(results.run_failures.empty());
  }
}

struct Throwing {
  int option = -1;
  inline static std::atomic<int> destroyed = 0;
  Throwing() = default;
  Throwing(const Throwing&) = default;
  ~Throwing() noexcept(false) {
    if (option < 0) return;
    ++destroyed;
    if (option == 3) throw std::runtime_error("thrown by the destructor");
  }
};
struct NoteThrowing : Action {
  static auto Options() { return test::UpTo(10); }
  void Run(int option, Throwing& state) const { state.option = option; }
};

TEST_P(StateTest, ADestructorThatThrowsFailsItsWalk) {
  Throwing::destroyed = 0;
  const auto results = RunTests<Throwing, NoteThrowing>({.threads = GetParam()});
  EXPECT_EQ(results.ledger.passed, 9u);
  ASSERT_EQ(results.failed_walks.size(), 1u);
  EXPECT_EQ(results.failed_walks[0].id, 3u);
  EXPECT_TRUE(results.ledger.Balanced());
  EXPECT_EQ(Throwing::destroyed, 10);
}

TEST_P(StateTest, AWalkThatIsOverHoldsNoState) {
  struct Peak : Action {
    static auto Options() { return test::UpTo(1000); }
    void Run(int, Counted&) const {
      EXPECT_LE(Counted::alive, 50);
      EXPECT_GE(Counted::alive, 2);
    }
  };
  EXPECT_TRUE((RunTests<Counted, Peak>({.threads = GetParam()}).ok()));
}

TEST_P(StateTest, ACopyConstructorThatThrowsFailsThatWalkAlone) {
  Counted::throw_at_copy = 3;
  struct Nothing : Action {
    static auto Options() { return test::UpTo(20); }
    void Run(int, Counted&) const {}
  };
  const auto results = RunTests<Counted, Nothing>({.threads = GetParam(), .gather_states = true});
  ASSERT_EQ(results.failed_walks.size(), 1u);
  EXPECT_EQ(results.ledger.passed, 19u);
  EXPECT_EQ(results.failed_walks[0].where, "the copy of the initial state");
  EXPECT_EQ(results.failed_walks[0].failures.at(0).message,
            "threw std::runtime_error: out of discs");
  EXPECT_EQ(results.states.size(), 19u);
  EXPECT_EQ(results.StateOf(results.failed_walks[0].id), nullptr);
}

TEST_P(StateTest, StatesAreByIdWhateverOrderWalksRanIn) {
  struct Number : Action {
    static auto Options() { return test::UpTo(7); }
    void Run(int option, std::vector<int>& state) const { state.push_back(option); }
  };
  struct Odd : SerialAction {
    static std::vector<int> Options() { return {0, 1}; }
    void Run(int) const {}
  };
  const auto results = RunTests<std::vector<int>, Number, Odd, Number>(
      {.threads = GetParam(), .gather_states = true});
  ASSERT_EQ(results.states.size(), 98u);
  for (WalkId id = 0; id < 98; ++id) {
    EXPECT_EQ(results.walks[id].id, id);
    EXPECT_EQ(results.walks[id].outcome, Outcome(outcome::Passed{}));
    EXPECT_EQ(results.states[id],
              (std::vector<int>{static_cast<int>(id / 14), static_cast<int>(id % 7)}));
  }
}

struct NoDefault {
  explicit NoDefault(int n) : number(n) {}
  int number;
};
struct Add : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int option, NoDefault& state) const { state.number += option; }
};

TEST_P(StateTest, TheInitialStateComesFromTheOptionsOrTheWalksOrTheType) {
  const Walks<NoDefault, Add> walks;
  const std::string message = test::MessageOf<Error>([&] { RunTests(walks); });
  EXPECT_TRUE(
      test::Contains(message, "NoDefault has no default constructor; say what walks start"));
  const auto number = [&](const Walks<NoDefault, Add>& suite, RunOptions<NoDefault> options) {
    options.gather_states = true;
    options.threads = GetParam();
    return RunTests(suite, options).states.at(1).number;
  };
  EXPECT_EQ(number(walks.InitialState(NoDefault(10)), {}), 12);
  EXPECT_EQ(number(walks.InitialState(NoDefault(10)), {.initial_state = NoDefault(20)}), 22);
}

struct alignas(64) Aligned {
  char byte = 0;
};
struct CheckAlignment : Action {
  static auto Options() { return test::UpTo(20); }
  void Run(int, Aligned& state) const {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(&state) % 64, 0u);
  }
};

TEST_P(StateTest, StatesAreAligned) {
  EXPECT_TRUE(
      (RunTests<Aligned, CheckAlignment>({.threads = GetParam(), .gather_states = true}).ok()));
}

TEST(RunTestsTest, NothingSelectedIsNothingRun) {
  const auto results = RunTests(Walks<Counted, Touch>(), {}, Selection::Of({}));
  EXPECT_EQ(results.walk_count, 0u);
  EXPECT_TRUE(results.ledger.Balanced());
}

TEST(RunTestsTest, AWalkThatIsntThereIsAnError) {
  EXPECT_THROW(RunTests(Walks<Counted, Touch>(), {}, Selection::Of({4})), Error);
}

TEST(State, OfAWalkThatWasNotRunIsNotGathered) {
  const auto results =
      RunTests<Counted, Touch, Switch, Break>({.gather_states = true, .stop_on_failure = true});
  EXPECT_GT(results.ledger.not_run, 0u);
  for (const GatheredWalk& walk : results.walks)
    EXPECT_FALSE(std::holds_alternative<outcome::NotRun>(walk.outcome)) << walk.name;
  EXPECT_EQ(results.walks.size(), results.states.size());
}

}  // namespace
}  // namespace combtest
