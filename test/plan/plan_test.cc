#include "combtest/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "test/support/numbered.h"
#include "test/support/text.h"
#include "test/support/up_to.h"

namespace combtest {
namespace {

template <int kTag, int kCount>
struct Serial : SerialAction {
  static auto Options() { return test::UpTo(kCount); }
  static std::string Label(int option) { return std::to_string(option); }
  void Run(int) const {}
};
struct A : test::Number<0, 3> {};
struct B : test::Number<1, 3> {};
struct C : test::Number<2, 3> {};
struct D : test::Number<3, 3> {};
struct E : test::Number<4, 3> {};
struct S1 : Serial<0, 2> {};
struct S2 : Serial<1, 2> {};
using Kind = PlanStep::Kind;

// "phase 0-2 x972", "S1=1 x486", "undo S1=1".
std::string Steps(const Plan& plan) {
  std::string text;
  for (const PlanStep& step : plan.steps()) {
    if (!text.empty()) text += ", ";
    const std::string serial =
        plan.space().ActionName(step.begin < plan.space().action_count() ? step.begin
                                                                         : step.begin - 1) +
        "=" + std::to_string(step.option);
    switch (step.kind) {
      case Kind::kPhase:
        text += "phase " + std::to_string(step.begin) + "-" + std::to_string(step.end);
        break;
      case Kind::kSerial:
        text += serial;
        break;
      case Kind::kUndo:
        text += "undo " + serial;
        break;
    }
    text += " x" + std::to_string(step.walks());
  }
  return text;
}

// Each walk's slot, and nothing for any other id.
void ExpectSlots(const Plan& plan) {
  const RunOrder& order = plan.order();
  std::set<WalkId> ids;
  for (std::uint64_t slot = 0; slot < order.size(); ++slot) {
    ids.insert(order[slot]);
    ASSERT_EQ(order.SlotOf(order[slot]), slot);
  }
  for (WalkId id = 0; id < plan.space().full_size() + 2; ++id) {
    if (!ids.contains(id)) {
      ASSERT_EQ(order.SlotOf(id), std::nullopt) << id;
    }
  }
  EXPECT_EQ(order.SlotOf(~WalkId{0}), std::nullopt);
}

TEST(RunOrderTest, KnowsTheSlotOfAWalk) {
  const auto flat = WalkSpace::Of<A, B, C>();
  ExpectSlots(Plan(flat, Selection::All()));
  ExpectSlots(Plan(flat, Selection::All(), true));
  ExpectSlots(Plan(flat, Selection::Of({1, 5, 6, 20})));
  ExpectSlots(Plan(flat, Selection::Of({20, 5, 6, 1})));
  ExpectSlots(Plan(flat, Selection::Of({})));
  std::vector<WalkId> shuffled(972);
  std::iota(shuffled.begin(), shuffled.end(), 0);
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(1));
  ExpectSlots(Plan(WalkSpace::Of<A, B, C, D, E, S1, S2>(), Selection::Of(shuffled)));
  ExpectSlots(Plan(WalkSpace::Of<A, B, S1, C, D, S2, E>(), Selection::All()));
}

TEST(PlanTest, TwoNestedSerialActions) {
  const Plan plan(WalkSpace::Of<A, B, S1, C, D, S2, E>(), Selection::All());
  EXPECT_EQ(plan.order().size(), 972u);
  EXPECT_EQ(plan.phase_count(), 7u);
  EXPECT_EQ(plan.serial_count(), 6u);
  EXPECT_EQ(ToString(plan),
            "A(3) x B(3) x S1(2, serial) x C(3) x D(3) x S2(2, serial) x E(3) = 972 walks\n"
            "972 walks in 7 phases, 6 serial steps\n"
            "phase 1: A, B for 972 walks\n"
            "S1(0): branch of 486 walks\n"
            "  phase 2: C, D for 486 walks\n"
            "  S2(0): branch of 243 walks\n"
            "    phase 3: E for 243 walks\n"
            "  S2(1): branch of 243 walks\n"
            "    phase 4: E for 243 walks\n"
            "S1(1): branch of 486 walks\n"
            "  phase 5: C, D for 486 walks\n"
            "  S2(0): branch of 243 walks\n"
            "    phase 6: E for 243 walks\n"
            "  S2(1): branch of 243 walks\n"
            "    phase 7: E for 243 walks\n");
  EXPECT_EQ(test::Printed(plan), ToString(plan));
  EXPECT_EQ(Steps(plan),
            "phase 0-2 x972, S1=0 x486, phase 3-5 x486, S2=0 x243, phase 6-7 x243, undo S2=0 x243, "
            "S2=1 x243, phase 6-7 x243, undo S2=1 x243, undo S1=0 x486, S1=1 x486, phase 3-5 x486, "
            "S2=0 x243, phase 6-7 x243, undo S2=0 x243, S2=1 x243, phase 6-7 x243, undo S2=1 x243, "
            "undo S1=1 x486");
}

TEST(PlanTest, EveryStepsWalksHaveItsSerialOptions) {
  const Plan plan(WalkSpace::Of<A, S1, B, S2>(), Selection::All());
  for (const PlanStep& step : plan.steps()) {
    if (step.kind != Kind::kSerial) continue;
    for (std::uint64_t slot = step.first_slot; slot < step.last_slot; ++slot) {
      EXPECT_EQ(plan.space()[plan.order()[slot]].OptionIndex(step.begin), step.option);
    }
  }
}

TEST(PlanTest, SerialActionsAtTheEndsAndSideBySide) {
  const auto phases = [](const WalkSpace& space) {
    return Plan(space, Selection::All()).phase_count();
  };
  EXPECT_EQ(phases(WalkSpace::Of<S1, A>()), 2u);
  EXPECT_EQ(phases(WalkSpace::Of<A, S1>()), 1u);
  EXPECT_EQ(phases(WalkSpace::Of<S1, S2>()), 0u);
  EXPECT_EQ(phases(WalkSpace::Of<A, S1, S2, B>()), 1u + 4u);
  EXPECT_EQ(Plan(WalkSpace::Of<S1, S2>(), Selection::All()).serial_count(), 6u);
  EXPECT_EQ(ToString(Plan(WalkSpace::Of<A>(), Selection::All())),
            "A(3) = 3 walks\n3 walks in 1 phase, 0 serial steps\nphase 1: A for 3 walks\n");
}

TEST(PlanTest, ASelectionLeavesOutBranchesWithoutWalks) {
  const WalkSpace space = WalkSpace::Of<A, S1, B, S2>();
  const Walk one = space.At({2, 1, 0, 1});
  const Plan plan(space, Selection::Of({one.id()}));
  EXPECT_EQ(Steps(plan),
            "phase 0-1 x1, S1=1 x1, phase 2-3 x1, S2=1 x1, phase 4-4 x1, undo S2=1 x1, "
            "undo S1=1 x1");
}

TEST(PlanTest, ExclusionsLeaveOutBranchesToo) {
  const auto not_zero = [](const Walk& walk) { return *walk.Option<S1>() != 0; };
  const Plan plan(Walks<NoState, A, S1, B>().Where(not_zero).space(), Selection::All());
  EXPECT_EQ(plan.serial_count(), 1u);
  EXPECT_EQ(plan.order().size(), 9u);
}

TEST(PlanTest, AListKeepsItsOrderWithinEachBranch) {
  const WalkSpace plain = WalkSpace::Of<A, B>();
  const Plan listed(plain, Selection::Of({5, 0, 8, 1}));
  EXPECT_TRUE(listed.order().listed());
  std::vector<WalkId> order;
  for (std::uint64_t slot = 0; slot < listed.order().size(); ++slot)
    order.push_back(listed.order()[slot]);
  EXPECT_EQ(order, (std::vector<WalkId>{5, 0, 8, 1}));

  const WalkSpace serial = WalkSpace::Of<A, S1>();
  const Plan grouped(serial, Selection::Of({5, 0, 3, 2}));
  order.clear();
  for (std::uint64_t slot = 0; slot < grouped.order().size(); ++slot)
    order.push_back(grouped.order()[slot]);
  EXPECT_EQ(order, (std::vector<WalkId>{0, 2, 5, 3}));
}

TEST(PlanTest, EverythingWithoutSerialActionsIsNoList) {
  const Plan huge(WalkSpace::Of<test::Number<0, 1000>, test::Number<1, 1000>, test::Number<2, 1000>,
                                test::Number<3, 1000>>(),
                  Selection::All());
  EXPECT_FALSE(huge.order().listed());
  EXPECT_EQ(huge.order().size(), 1'000'000'000'000u);
  EXPECT_EQ(huge.order()[77], 77u);
}

TEST(PlanTest, AWalkThatIsntThereIsAnError) {
  EXPECT_EQ(test::MessageOf<Error>([] {
              Plan(WalkSpace::Of<A>(), Selection::Of({1, 3}));
            }),
            "walk 3 is selected, but the space has only 3");
}

TEST(PlanTest, NothingSelectedIsNothingToDo) {
  const Plan plan(WalkSpace::Of<A, S1, B>(), Selection::Of({}));
  EXPECT_EQ(plan.order().size(), 0u);
  EXPECT_EQ(plan.serial_count(), 0u);
}

TEST(PlanTest, LongTreesAreCut) {
  const Plan plan(WalkSpace::Of<A, Serial<0, 100>, B>(), Selection::All());
  const std::string text = ToString(plan, 5);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2 + 5 + 1);
  EXPECT_TRUE(text.ends_with("and 196 more lines\n")) << text;
}

TEST(PlanTest, AfterBranchSkipsAllThatIsInIt) {
  const Plan plan(WalkSpace::Of<A, S1, B, S2>(), Selection::All());
  const auto& steps = plan.steps();
  ASSERT_EQ(steps[1].kind, Kind::kSerial);
  const std::size_t after = plan.AfterBranch(1);
  EXPECT_EQ(steps[after].kind, Kind::kSerial);
  EXPECT_EQ(steps[after].option, 1u);
  EXPECT_EQ(steps[after].depth, 0u);
  EXPECT_EQ(plan.AfterBranch(after), steps.size());
}

}  // namespace
}  // namespace combtest
