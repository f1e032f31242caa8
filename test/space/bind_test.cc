// How option lists are read: which ranges there may be, once, without copies where none are needed.
#include "combtest/internal/bind.h"

#include <gtest/gtest.h>

#include <memory>
#include <ranges>
#include <sstream>

#include "combtest/run_tests.h"
#include "test/support/text.h"

namespace combtest {
namespace {

template <class A>
std::vector<OptionOf<A>> Values() {
  std::vector<OptionOf<A>> values;
  for (const Walk& walk : WalkSpace::Of<A>()) values.push_back(*walk.template Option<A>());
  return values;
}
using Ints = std::vector<int>;

struct FromArray : Action {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};
struct FromCArray : Action {
  static constexpr int kOptions[] = {1, 2, 3};
  void Run(int) const {}
};
struct FromList : Action {
  static constexpr std::initializer_list<int> kOptions = {1, 2};
  void Run(int) const {}
};
struct FromStaticVector : Action {
  inline static const std::vector<int> kOptions = {4, 5};
  void Run(int) const {}
};
struct FromVector : Action {
  static std::vector<int> Options() { return {6, 7}; }
  void Run(int) const {}
};
// Clang before 16 can't use libstdc++'s views.
#if !defined(__clang__) || __clang_major__ >= 16
#define COMBTEST_TEST_HAS_VIEWS 1
#else
#define COMBTEST_TEST_HAS_VIEWS 0
#endif

#if COMBTEST_TEST_HAS_VIEWS
struct FromView : Action {
  static auto Options() {
    return std::views::iota(1, 10) | std::views::filter([](int i) { return i % 4 == 0; }) |
           std::views::transform([](int i) { return i * 10; });
  }
  void Run(int) const {}
};
#endif
struct FromBits : Action {
  static std::vector<bool> Options() { return {true, false, true}; }
  static std::string Label(bool) { return "same"; }
  void Run(bool) const {}
};
struct FromStaticBits : Action {
  inline static std::vector<bool> kOptions = {false, true};
  void Run(bool) const {}
};

TEST(BindTest, AnyRangeWillDo) {
  EXPECT_EQ(Values<FromArray>(), (Ints{1, 2}));
  EXPECT_EQ(Values<FromCArray>(), (Ints{1, 2, 3}));
  EXPECT_EQ(Values<FromList>(), (Ints{1, 2}));
  EXPECT_EQ(Values<FromStaticVector>(), (Ints{4, 5}));
  EXPECT_EQ(Values<FromVector>(), (Ints{6, 7}));
#if COMBTEST_TEST_HAS_VIEWS
  EXPECT_EQ(Values<FromView>(), (Ints{40, 80}));
#endif
  EXPECT_EQ(Values<FromBits>(), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(Values<FromStaticBits>(), (std::vector<bool>{false, true}));
}

// As a coroutine generator: an input range whose values are gone once they have been read.
class Countdown {
 public:
  class Iterator {
   public:
    using value_type = std::unique_ptr<int>;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(int next) : next_(next) {}
    std::unique_ptr<int> operator*() const {
      ++reads;
      return std::make_unique<int>(next_);
    }
    Iterator& operator++() {
      --next_;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, std::default_sentinel_t) { return a.next_ == 0; }

   private:
    int next_ = 0;
  };
  Iterator begin() {
    ++begins;
    return Iterator(3);
  }
  std::default_sentinel_t end() const { return {}; }

  inline static int begins = 0;
  inline static int reads = 0;
};
struct Generated : Action {
  static Countdown Options() { return {}; }
  static std::string Label(const std::unique_ptr<int>& option) { return std::to_string(*option); }
  void Run(const std::unique_ptr<int>& option, int& state) const { state = state * 10 + *option; }
};

TEST(BindTest, AnInputRangeOfMoveOnlyValuesIsReadOnce) {
  static_assert(!std::ranges::forward_range<Countdown>);
  Countdown::begins = Countdown::reads = 0;
  const auto results =
      RunTests<int, Generated, Generated>({.initial_state = 0, .gather_states = true});
  EXPECT_EQ(results.states, (Ints{33, 32, 31, 23, 22, 21, 13, 12, 11}));
  EXPECT_EQ(Countdown::begins, 2);  // once for each time the action stands there
  EXPECT_EQ(Countdown::reads, 6);
}

#if COMBTEST_TEST_HAS_VIEWS
struct Streamed : Action {
  static auto Options() {
    static std::istringstream stream("10 20 30");
    return std::views::istream<int>(stream);
  }
  void Run(int) const {}
};

TEST(BindTest, AStreamOfOptionsIsReadOnce) {
  const WalkSpace space = WalkSpace::Of<Streamed>();
  EXPECT_EQ(space.full_size(), 3u);
  EXPECT_EQ(*space[2].Option<Streamed>(), 30);
}
#endif

struct Pinned {
  explicit Pinned(int n) : number(n) {}
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;
  int number;
};
struct ByReference : Action {
  inline static const Pinned kOptions[] = {Pinned(1), Pinned(2)};
  static std::string Label(const Pinned& option) { return std::to_string(option.number); }
  void Run(const Pinned& option, int& state) const {
    EXPECT_EQ(&option, &kOptions[option.number - 1]);
    state += option.number;
  }
};
struct FromReferenceFunction : Action {
  static const std::vector<std::unique_ptr<int>>& Options() {
    static const std::vector<std::unique_ptr<int>> kValues = [] {
      std::vector<std::unique_ptr<int>> values;
      values.push_back(std::make_unique<int>(10));
      return values;
    }();
    return kValues;
  }
  static std::string Label(const std::unique_ptr<int>& option) { return std::to_string(*option); }
  void Run(const std::unique_ptr<int>& option, int& state) const {
    EXPECT_EQ(&option, &Options()[0]);
    state += *option;
  }
};

TEST(BindTest, StaticOptionsAreTakenByReference) {
  const auto results = RunTests<int, ByReference, FromReferenceFunction>(
      {.initial_state = 0, .gather_states = true});
  EXPECT_EQ(results.states, (Ints{11, 12}));
}

struct Counted {
  static inline int copies = 0;
  int number = 0;
  explicit Counted(int n) : number(n) {}
  Counted(const Counted& other) : number(other.number) { ++copies; }
  Counted& operator=(const Counted&) = delete;
  Counted(Counted&&) = default;
};
struct ManyCounted : Action {
  static std::vector<Counted> Options() {
    std::vector<Counted> options;
    for (int i = 0; i < 10; ++i) options.emplace_back(i);
    return options;
  }
  static std::string Label(const Counted& option) { return std::to_string(option.number); }
  void Run(const Counted&) const {}
};

TEST(BindTest, OptionsAreNeverCopied) {
  Counted::copies = 0;
  EXPECT_TRUE((RunTests<NoState, ManyCounted, ManyCounted>().ok()));
  EXPECT_EQ(Counted::copies, 0);
}

struct Throws : Action {
  static std::vector<int> Options() { throw std::runtime_error("no list today"); }
  void Run(int) const {}
};

TEST(BindTest, WhatOptionsThrowsReachesTheCaller) {
  const Walks<NoState, Throws> walks;  // reads nothing yet
  EXPECT_EQ(test::MessageOf<std::runtime_error>([&] { walks.space(); }), "no list today");
  EXPECT_EQ(test::MessageOf<std::runtime_error>([] { RunTests<NoState, Throws>(); }),
            "no list today");
}

}  // namespace
}  // namespace combtest
