// Constraints, strengths and costs that Walks<…>() is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <chrono>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "combtest/json.h"
#include "combtest/make_walk.h"
#include "src/space/exclusion.h"
#include "src/space/rule.h"
#include "test/support/numbered.h"
#include "test/support/random_rules.h"

namespace combtest {
namespace {

using namespace std::chrono_literals;
using internal::Declared;
using internal::DeclaredOption;
using internal::DeclaredRule;

enum class Journal { kOff, kWal };

struct Format : Action {
  static constexpr std::array kOptions = {512, 4096, 65536};
  void Run(int) const {}
};
struct Mode : Action {
  static constexpr std::array kOptions = {Journal::kOff, Journal::kWal};
  void Run(Journal) const {}
};
struct Write : Action {
  static inline const std::vector<std::string> kOptions = {"a", "b", "c", "d"};
  void Run(const std::string&) const {}
};
struct Literal : Action {
  static constexpr std::array kOptions = {"x", "y"};
  void Run(const char*) const {}
};
struct Remount : SerialAction {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const {}
};
// Options that can only be told apart by their JSON.
struct Point {
  int x = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x))
struct Move : Action {
  static constexpr std::array kOptions = {Point{1}, Point{2}};
  void Run(const Point&) const {}
};
// Many.
template <int>
struct Big : Action {
  static std::vector<int> Options() {
    std::vector<int> options(2000);
    for (int i = 0; i < 2000; ++i) options[static_cast<std::size_t>(i)] = i;
    return options;
  }
  void Run(int) const {}
};

using Disk = Walks<NoState, Format, Mode, Write, Remount>;

std::string ErrorOf(const auto& walks) {
  try {
    walks.space();
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(DeclaredTest, ForbidTakesAwayWhatHasAllOfIt) {
  const WalkSpace space = Disk().Forbid<Format, Mode>(512, Journal::kWal).space();
  EXPECT_EQ(space.full_size(), 48u);
  EXPECT_EQ(space.CountIncluded(), 40u);
  EXPECT_TRUE(space.HasExclusions());
  EXPECT_FALSE(space.Includes(space.At({0, 1, 0, 0})));
  EXPECT_TRUE(space.Includes(space.At({1, 1, 0, 0})));
  // The same from an lvalue, which stays as it was; and the ids are the same.
  const Disk walks;
  EXPECT_EQ((walks.Forbid<Format, Mode>(512, Journal::kWal).space().CountIncluded()), 40u);
  EXPECT_EQ(walks.space().CountIncluded(), 48u);
  EXPECT_EQ(walks.space().Fingerprint(), space.Fingerprint());
}

TEST(DeclaredTest, OptionsAreComparedByValue) {
  using Mixed = Walks<NoState, Literal, Move, Write>;
  const char y[] = {'y', '\0'};  // another address
  EXPECT_EQ((Mixed().Forbid<Literal, Move>(y, Point{2}).space().CountIncluded()), 12u);
  EXPECT_EQ(Mixed().Forbid<Write>("c").space().CountIncluded(), 12u);
}

struct Compile : Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr Resource kNeeds{"license", 2};
  void Run(int) const {}
};
struct Link : Action {
  static constexpr std::array kOptions = {1, 2};
  static constexpr std::array kNeeds = {Resource{"license", 2}, Resource{"memory"}};
  void Run(int) const {}
};

TEST(DeclaredTest, ResourcesAreNeededByActionsAndByOptions) {
  const WalkSpace space = Walks<NoState, Compile, Link, Write>()
                              .Needs<Write>("c", {std::string("disk"), 3})
                              .Needs<Compile>(2, {"memory", 1})
                              .TogetherOn<Write, Compile>()
                              .space();
  const internal::NeededResources& needs = internal::WalkAccess::Data(space)->needs;
  ASSERT_EQ(needs.resources.size(), 3u);
  EXPECT_EQ(needs.resources[2].name, "disk");
  EXPECT_EQ(needs.resources[2].count, 3u);
  EXPECT_EQ(needs.masks, (std::vector<std::vector<std::uint64_t>>{{1, 3}, {3, 3}, {0, 0, 4, 0}}));
  EXPECT_EQ(needs.together, (std::vector<std::size_t>{0, 2}));
  EXPECT_FALSE(internal::WalkAccess::Data(Disk().space())->needs.any());
}

TEST(DeclaredTest, ResourcesThatMakeNoSenseAreErrors) {
  EXPECT_EQ(
      ErrorOf(Disk().Needs<Format>(512, {"line", 0})),
      "Needs<Format>(512): the resource \"line\" has the count 0; no walk could ever have it");
  EXPECT_EQ(ErrorOf(Disk().Needs<Format>(512, {"", 1})),
            "Needs<Format>(512): a resource has a name");
  EXPECT_EQ(ErrorOf(Disk().Needs<Format>(513, {"line", 1})),
            "Needs<Format>(513): Format has no option 513; it has 512, 4096 and 65536");
  EXPECT_EQ(ErrorOf(Walks<NoState, Compile, Write>().Needs<Write>("a", {"license", 3})),
            "the resource \"license\" has one count, but 2 in kNeeds of Compile and 3 in "
            "Needs<Write>(\"a\")");
  EXPECT_EQ(
      ErrorOf(Disk().TogetherOn<Format>().TogetherOn<Mode>()),
      "TogetherOn is called twice: walks run together in one way; name all its actions in one "
      "call");
  EXPECT_EQ(ErrorOf(Disk().TogetherOn<Format, Format>()),
            "TogetherOn<Format, Format>() names an action twice");
}

TEST(DeclaredTest, RequiresAllowsOneOfSeveral) {
  const WalkSpace space = Disk().Requires<Mode, Write>(Journal::kWal, {"a", "c"}).space();
  EXPECT_EQ(space.CountIncluded(), 36u);
  EXPECT_TRUE(space.Includes(space.At({0, 0, 1, 0})));
  EXPECT_TRUE(space.Includes(space.At({0, 1, 2, 0})));
  EXPECT_FALSE(space.Includes(space.At({0, 1, 1, 0})));
  // None of them: the first option is forbidden.
  EXPECT_EQ((Disk().Requires<Mode, Write>(Journal::kWal, {}).space().CountIncluded()), 24u);
}

TEST(DeclaredTest, WhereSeesOptionsInTheOrderOfItsActions) {
  int calls = 0;
  const Disk walks = Disk().Where<Write, Format>([&calls](const std::string& text, int size) {
    ++calls;
    return text != "b" || size > 4096;
  });
  EXPECT_EQ(calls, 0);
  const WalkSpace space = walks.space();
  EXPECT_EQ(calls, 12);
  EXPECT_EQ(space.CountIncluded(), 40u);
  EXPECT_EQ(calls, 12);
  EXPECT_FALSE(space.Includes(space.At({0, 0, 1, 0})));
  EXPECT_TRUE(space.Includes(space.At({2, 0, 1, 0})));
}

TEST(DeclaredTest, WhereOverVeryManyCombinationsIsAskedWhenItIsNeeded) {
  auto calls = std::make_shared<int>(0);
  const WalkSpace space = Walks<NoState, Big<0>, Big<1>>()
                              .Where<Big<0>, Big<1>>([calls](int a, int b) {
                                ++*calls;
                                return a == b;
                              })
                              .space();
  EXPECT_EQ(*calls, 0);
  EXPECT_TRUE(space.Includes(space.At({7, 7})));
  EXPECT_FALSE(space.Includes(space.At({7, 8})));
}

TEST(DeclaredTest, AllKindsHoldTogether) {
  const WalkSpace space = Disk()
                              .Forbid<Format, Mode>(512, Journal::kWal)
                              .Forbid<Mode, Format>(Journal::kOff, 65536)
                              .Where<Write>([](const std::string& text) { return text != "d"; })
                              .Where([](const Walk& walk) { return *walk.Option<Remount>(); })
                              .space();
  EXPECT_EQ(space.CountIncluded(), 12u);
}

TEST(DeclaredTest, WhatMakesNoSenseIsAnErrorThatNamesIt) {
  EXPECT_EQ(ErrorOf(Disk().Forbid<Format, Mode>(513, Journal::kWal)),
            "Forbid(Format(513), Mode(kWal)): Format has no option 513; it has 512, 4096 and "
            "65536");
  EXPECT_EQ(ErrorOf(Disk().Requires<Mode, Write>(Journal::kWal, {"a", "e"})),
            "Requires(Mode(kWal), Write(\"a\" or \"e\")): Write has no option \"e\"; it has \"a\", "
            "\"b\", \"c\" and \"d\"");
  EXPECT_EQ(ErrorOf(Disk().Include<Format>(1)),
            "Include(Format(1)): Format has no option 1; it has 512, 4096 and 65536");
  EXPECT_EQ(ErrorOf(Disk().Forbid<Format, Format>(512, 4096)),
            "Forbid(Format(512), Format(4096)) names Format twice");
  EXPECT_EQ(ErrorOf(Disk().Where<Format>([](int) -> bool { throw std::runtime_error("oh"); })),
            "Where(Format) threw: oh");
  EXPECT_EQ(ErrorOf(Disk().Strength(7)), "Strength(7): a strength is from 1 to 6");
  EXPECT_EQ(ErrorOf(Disk().Strength<Format, Mode>(3)),
            "Strength<Format, Mode>(3): it names only 2 actions");
  EXPECT_EQ(ErrorOf(Disk().SerialCost<Remount>(-1s)), "SerialCost<Remount>: a cost isn't below 0");
  EXPECT_EQ(ErrorOf(Disk().Include(MakeWalk(With<Format>(512)))),
            "Include(Format(512)): the suite has other actions");
}

// Rules of random options over random actions, against asking each walk.
TEST(DeclaredTest, AgreeWithBruteForce) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::size_t> sizes(1 + random() % 5);
    for (std::size_t& size : sizes) size = 1 + random() % 4;
    const WalkSpace plain = test::SpaceOfSizes(sizes);
    const std::vector<internal::ActionEntry>& actions = internal::WalkAccess::Data(plain)->actions;
    const Declared declared = test::RandomRules(random, actions, 1 + random() % 4);
    const WalkSpace space = internal::WalkAccess::Space(actions, nullptr, nullptr, {}, declared);
    const auto has = [&](const Walk& walk, const DeclaredOption& of) {
      return actions[of.action].options[walk.OptionIndex(of.action)] == of.value.get();
    };
    const auto breaks = [&](const Walk& walk, const DeclaredRule& rule) {
      const auto& options = rule.options;
      if (rule.kind == DeclaredRule::Kind::kForbid)
        return std::all_of(options.begin(), options.end(),
                           [&](const auto& of) { return has(walk, of); });
      return has(walk, options[0]) && std::none_of(options.begin() + 1, options.end(),
                                                   [&](const auto& of) { return has(walk, of); });
    };
    std::vector<WalkId> expected, included;
    for (WalkId id = 0; id < plain.full_size(); ++id) {
      const bool excluded =
          std::any_of(declared.rules.begin(), declared.rules.end(),
                      [&](const DeclaredRule& rule) { return breaks(plain[id], rule); });
      if (!excluded) expected.push_back(id);
      EXPECT_NE(space.Includes(space[id]), excluded);
      // What is read off as clauses says the same.
      bool by_clauses = true;
      const internal::SpaceData& data = *internal::WalkAccess::Data(space);
      for (const internal::Rule& rule : data.rules) {
        for (const internal::RuleClause& clause : internal::ClausesOf(rule.table, data.radix)) {
          by_clauses =
              by_clauses && std::any_of(clause.begin(), clause.end(), [&](const auto& literal) {
                const std::size_t at = data.OptionIndex(id, literal.action);
                return std::count(literal.allowed.begin(), literal.allowed.end(), at) == 1;
              });
        }
      }
      EXPECT_NE(by_clauses, excluded);
    }
    for (const Walk& walk : space) included.push_back(walk.id());
    EXPECT_EQ(included, expected);
  }
}

}  // namespace
}  // namespace combtest
