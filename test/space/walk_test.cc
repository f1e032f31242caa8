#include "combtest/walk.h"

#include <gtest/gtest.h>

#include <boost/json/value.hpp>

#include "combtest/make_walk.h"
#include "combtest/run_tests.h"
#include "test/support/numbered.h"
#include "test/support/text.h"

namespace combtest {
namespace {

struct Open : Action {
  static constexpr std::array kOptions = {512, 4096};
  void Run(int size, std::string& state) const { state += "o" + std::to_string(size); }
};
struct Write : Action {
  static constexpr std::array kOptions = {"hello", "a \"b\""};
  void Run(std::string_view text, std::string& state) const { state += text; }
};
struct Remount : SerialAction {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const {}
};
using Suite = Walks<std::string, Open, Write, Remount>;

TEST(WalkTest, GivesItsOptionsByTypeAndByIndex) {
  const Walk walk = Suite().space()[5];
  EXPECT_EQ(walk.size(), 3u);
  EXPECT_EQ(*walk.Option<Open>(), 4096);
  EXPECT_STREQ(*walk.Option<Write>(), "hello");
  EXPECT_EQ(*walk.Option<Remount>(), false);
  EXPECT_EQ((walk.Option<test::Number<0, 2>>()), nullptr);
  EXPECT_EQ(*walk.OptionAt<int>(0), 4096);
  EXPECT_EQ(walk.OptionAt<long>(0), nullptr);
  EXPECT_EQ(*walk.OptionAt<bool>(2), false);
  EXPECT_EQ(walk.OptionIndex(0), 1u);
  EXPECT_EQ(walk.ActionName(1), "Write");
  EXPECT_TRUE(walk.IsSerial(2));
  EXPECT_FALSE(walk.IsSerial(1));
  EXPECT_EQ(walk.ActionText(1), "Write(\"hello\")");
  EXPECT_EQ(walk.OptionJson(1), boost::json::value("hello"));
  EXPECT_EQ(walk.OptionJson(2), boost::json::value(false));
  EXPECT_EQ(walk.space().full_size(), 8u);
}

TEST(WalkTest, AnActionThatStandsTwiceGivesItsFirstOptionByType) {
  const Walk walk = Walks<std::string, Open, Write, Open>().space()[1];
  EXPECT_EQ(*walk.Option<Open>(), 512);
  EXPECT_EQ(*walk.OptionAt<int>(2), 4096);
}

TEST(WalkTest, PrintsItsActionsWithTheirOptions) {
  EXPECT_EQ(ToString(Suite().space()[7]), "Open(4096), Write(\"a \\\"b\\\"\"), Remount(false)");
  EXPECT_EQ(test::Printed(Suite().space()[0]), "Open(512), Write(\"hello\"), Remount(true)");
}

TEST(WalkTest, OptionsOutliveTheirSpace) {
  const int* option = nullptr;
  const Walk walk = WalkSpace::Of<test::Number<0, 5>>()[3];
  option = walk.Option<test::Number<0, 5>>();
  EXPECT_EQ(*option, 3);
}

TEST(WalkTest, WalksOfOneSpaceCompareById) {
  const WalkSpace space = Suite().space();
  EXPECT_EQ(space[3], space[3]);
  EXPECT_NE(space[3], space[4]);
  EXPECT_LT(space[3], space[4]);
  EXPECT_GE(space[4], space[4]);
}

TEST(WalkTest, WalksOfDifferentSpacesAreEqualWhereTheirOptionsAre) {
  const WalkSpace one = Suite().space();
  const WalkSpace other = Suite().space();
  EXPECT_EQ(one[3], other[3]);
  EXPECT_NE(one[3], other[4]);
  EXPECT_TRUE((one[3] <=> other[3]) == std::partial_ordering::equivalent);
  EXPECT_TRUE((one[3] <=> other[4]) == std::partial_ordering::unordered);
  EXPECT_NE(one[0], (Walks<std::string, Open, Write>().space()[0]));
  EXPECT_NE((Walks<std::string, Open>().space()[0]), (Walks<std::string, Write>().space()[0]));
}

TEST(WalkTest, AWalkBuiltByHandEqualsTheSpaces) {
  const Walk walk =
      MakeWalk<std::string>(With<Open>(4096), With<Write>("a \"b\""), With<Remount>(true));
  EXPECT_EQ(walk, Suite().space()[6]);
  EXPECT_EQ(walk.name(), "Open_4096__Write_a_b__Remount_true");
  EXPECT_EQ(walk.id(), 0u);
}

TEST(WalkTest, AWalkBuiltByHandMayHaveAnyOptionAndRuns) {
  const Walk walk = MakeWalk<std::string>(With<Open>(7), With<Write>("x"));
  internal::RunRequest request{.space = walk.space(), .selection = Selection::Of({walk.id()})};
  std::string final;
  request.expect_states = [](std::uint64_t) {};
  request.take_state = [&](GatheredWalk, void* state) {
    final = *static_cast<std::string*>(state);
  };
  EXPECT_TRUE(internal::Run(request).ok());
  EXPECT_EQ(final, "o7x");
}

TEST(WalkTest, WalksConcatenate) {
  const WalkSpace space = Suite().space();
  const Walk sum = space[0] + space[7];
  EXPECT_EQ(ToString(sum), ToString(space[0]) + ", " + ToString(space[7]));
  EXPECT_EQ(sum.space().full_size(), 1u);
  EXPECT_EQ(sum, MakeWalk(With<Open>(512), With<Write>("hello"), With<Remount>(true),
                          With<Open>(4096), With<Write>("a \"b\""), With<Remount>(false)));
  EXPECT_EQ((space[0] + space[1]) + space[2], space[0] + (space[1] + space[2]));
}

struct OnInt : Action {
  static constexpr std::array kOptions = {1};
  void Run(int, int&) const {}
};

TEST(WalkTest, WalksOnDifferentStatesDoNotConcatenate) {
  const Walk on_string = Walks<std::string, Open>().space()[0];
  const Walk on_int = Walks<int, OnInt>().space()[0];
  EXPECT_EQ(test::MessageOf<Error>([&] { on_string + on_int; }),
            "walks on different states can't be concatenated: std::string and int");
}

TEST(WalkTest, ASpaceWithoutAStateCantBeRun) {
  internal::RunRequest request{.space = WalkSpace::Of<Open>(), .selection = Selection::All()};
  EXPECT_EQ(test::MessageOf<Error>([&] { internal::Run(request); }),
            "this space has no State to run on; make it with Walks<State, Actions…>().space()");
}

}  // namespace
}  // namespace combtest
