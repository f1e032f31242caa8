#include "src/run/listener_feed.h"

#include <combtest/walks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test/run/gate.h"
#include "test/run/recorder.h"
#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::SizeIs;

struct Between : SerialAction {
  static constexpr std::array kOptions = {1, 2};
  void Run(int) const {}
};

// Hears nothing before it is let go on.
struct Held : test::Recorder {
  test::Gate gate;
  void OnRunBegin(const RunInfo& run) override {
    gate.Wait();
    Recorder::OnRunBegin(run);
  }
};

struct FedRun {
  explicit FedRun(WalkSpace space, ListenerFeed::Verdicts verdicts = {})
      : plan(std::move(space), Selection::All(), true), feed(listener, plan, board, verdicts, 100) {
    board.Observe(feed);
    RunInfo info;
    info.plan = &plan;
    feed.Begin(info);
  }
  void Pass(const PlanStep& phase, std::uint64_t slot) {
    board.Complete(slot);
    const SegmentTime walk{slot, std::nullopt};
    feed.OnSegments({&phase, true, 0, std::nullopt, {&walk, 1}});
  }

  Held listener;
  const Plan plan;
  StopSignal stop;
  WalkBoard board{plan, stop, false};
  ListenerFeed feed;
};

// More walks than the queue has room for, none beside its neighbour: those that don't fit are told
// all the same, once, and in their phase.
TEST(ListenerFeed, TellsWhatTheQueueCannotHold) {
  FedRun run(Walks<NoState, Between, test::Number<0, 500>>().space());
  std::vector<std::uint64_t> walks;
  for (const PlanStep& step : run.plan.steps()) {
    if (step.kind != PlanStep::Kind::kPhase || step.depth != 1) continue;
    run.feed.OnPhaseStart(step);
    for (std::uint64_t first : {0u, 1u}) {
      for (std::uint64_t slot = step.first_slot + first; slot < step.last_slot; slot += 2)
        run.Pass(step, slot);
    }
    run.feed.OnPhaseEnd(step);
    walks.push_back(step.walks());
  }
  ASSERT_THAT(walks, SizeIs(2));
  ASSERT_THAT(walks, Each(Ge(500u)));
  run.listener.gate.Open();
  run.feed.End();
  run.feed.Close({});

  EXPECT_EQ(run.listener.verdicts().size(), 1000u);
  std::string phase;
  std::uint64_t told = 0;
  std::vector<std::uint64_t> told_in_phases;
  for (const std::string& event : run.listener.events()) {
    if (event.starts_with("phase") && event.ends_with("ends"))
      told_in_phases.push_back(std::exchange(told, 0));
    if (event.starts_with("walk ")) ++told;
  }
  EXPECT_EQ(told_in_phases, walks);
  EXPECT_EQ(told, 0u);
  std::set<WalkId> ids;
  for (const auto& [id, result] : run.listener.verdicts()) ids.insert(id);
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(ListenerFeed, LeavesOutLinesThatTooManyWaitBefore) {
  FedRun run(Walks<NoState, test::Number<0, 2>>().space());
  for (int i = 0; i < 1000; ++i) run.feed.OnOutput(0, "line\n");
  run.listener.gate.Open();
  run.feed.End();
  run.feed.OnOutput(0, "one\ntwo");
  run.feed.Close({});
  const auto lines = run.listener.Events("output");
  EXPECT_LT(lines.size(), 100u);
  EXPECT_THAT(lines, testing::Contains("output two"));
  EXPECT_EQ(run.listener.left_out() + lines.size(), 1002u);
}

TEST(ListenerFeed, AWalkWaitsForItsBodyUnlessItHasFailed) {
  FedRun run(Walks<NoState, test::Number<0, 3>>().space(), {0, true});
  run.listener.gate.Open();
  const PlanStep phase = run.plan.steps().front();
  run.feed.OnPhaseStart(phase);
  WalkResult failed;
  failed.outcome = outcome::Failed{};
  run.board.End(0, failed);
  run.Pass(phase, 1);
  run.Pass(phase, 2);
  run.feed.OnPhaseEnd(phase);
  run.board.Replace(1, failed);
  run.feed.Settle(1);
  run.feed.Settle(0);
  run.feed.End();
  run.feed.Close({});
  EXPECT_THAT(
      run.listener.events(),
      ElementsAre("run  begins: 3", "phase 1 begins", HasSubstr("(0): failed"), "phase 1 ends",
                  HasSubstr("(1): failed"), HasSubstr("(2): passed"), HasSubstr("run ends")));
}

TEST(ListenerFeed, WhatIsntToldByItsEndIsToldToNobody) {
  Held held;
  const Plan plan(Walks<NoState, test::Number<0, 3>>().space(), Selection::All(), true);
  StopSignal stop;
  const WalkBoard board(plan, stop, false);
  {
    ListenerFeed feed(held, plan, board, {});
    RunInfo info;
    info.plan = &plan;
    feed.Begin(info);
    feed.Settle(0);
    held.gate.Open();
  }
  EXPECT_LE(held.events().size(), 2u);
}

}  // namespace
}  // namespace combtest::internal
