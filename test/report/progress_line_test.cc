#include "src/report/progress_line.h"

#include <gtest/gtest.h>

#include <array>

#include "combtest/walks.h"

namespace combtest::internal {
namespace {

struct Write : Action {
  static constexpr std::array kOptions = {1, 2, 3};
  void Run(int) const {}
};
struct Remount : SerialAction {
  static constexpr std::array kOptions = {true, false};
  void Run(bool) const {}
};

WalkResult Ended(Outcome outcome) {
  WalkResult result;
  result.outcome = std::move(outcome);
  return result;
}

struct BoardOfRun {
  explicit BoardOfRun(WalkSpace space) : plan(std::move(space), Selection::All(), true) {}
  Plan plan;
  StopSignal stop;
  WalkBoard board{plan, stop, false};
};

TEST(ProgressLine, OnePhase) {
  BoardOfRun run(Walks<NoState, Write>().space());
  const PlanStep phase = run.plan.steps().front();
  const ProgressLine line(run.plan, run.board, true);
  EXPECT_EQ(line.Line(phase, {}, 2), "0/3 walks, 0/s");
  run.board.Complete(0);
  run.board.AddSegments(1);
  EXPECT_EQ(line.Line(phase, {}, 0.5), "1/3 walks, 2/s");
  run.board.End(1, Ended(outcome::Crashed{11}));
  EXPECT_EQ(line.Line(phase, {2, 0, std::chrono::milliseconds(900)}, 1),
            "2/3 walks, 1 failed, 1/s, failed: Write(2)");
  EXPECT_EQ(line.Line(phase, {2, 0, std::chrono::seconds(12)}, 1),
            "2/3 walks, 1 failed, 1/s, Write(3) has run for 12 s, failed: Write(2)");
}

TEST(ProgressLine, SaysWhatIsLeftOnceItKnowsTheRate) {
  BoardOfRun run(Walks<NoState, Write, Write, Write, Write>().space());
  const PlanStep phase = run.plan.steps().front();
  const ProgressLine line(run.plan, run.board, true);
  for (std::uint64_t slot = 0; slot < 9; ++slot) run.board.Complete(slot);
  run.board.AddSegments(9);
  EXPECT_EQ(line.Line(phase, {}, 9), "9/81 walks, 1/s");
  for (std::uint64_t slot = 9; slot < 27; ++slot) run.board.Complete(slot);
  run.board.AddSegments(18);
  EXPECT_EQ(line.Line(phase, {}, 27), "27/81 walks, 1/s, about 54 s left");
}

TEST(ProgressLine, GoesByWhatTheRunIsExpectedToTake) {
  BoardOfRun run(Walks<NoState, Write, Write, Write, Write>().space());
  const PlanStep phase = run.plan.steps().front();
  const ProgressLine line(run.plan, run.board, true, std::chrono::seconds(30));
  EXPECT_EQ(line.Line(phase, {}, 9), "0/81 walks, 0/s, about 21 s left");
  for (std::uint64_t slot = 0; slot < 27; ++slot) run.board.Complete(slot);
  run.board.AddSegments(27);
  EXPECT_EQ(line.Line(phase, {}, 27), "27/81 walks, 1/s, about 3 s left");
  // It takes longer, and so goes by its rate.
  EXPECT_EQ(line.Line(phase, {}, 54), "27/81 walks, 0/s, about 108 s left");
}

TEST(ProgressLine, CountsThePhasesThatRunWalks) {
  BoardOfRun run(Walks<NoState, Write, Remount, Write>().space());
  const ProgressLine line(run.plan, run.board, true);
  std::vector<std::string> lines;
  for (const PlanStep& step : run.plan.steps()) {
    if (step.kind == PlanStep::Kind::kPhase) lines.push_back(line.Line(step, {}, 1));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"0/18 walks, 0 segments/s, phase 1 of 3",
                                             "0/18 walks, 0 segments/s, phase 2 of 3",
                                             "0/18 walks, 0 segments/s, phase 3 of 3"}));
}

// The first seconds of a run need no line, and neither does a program that isn't looked at.
TEST(ProgressLine, IsSilentAtFirstAndElsewhere) {
  BoardOfRun run(Walks<NoState, Write>().space());
  testing::internal::CaptureStderr();
  {
    ProgressLine on_terminal(run.plan, run.board, true);
    ProgressLine elsewhere(run.plan, run.board, false);
    on_terminal.OnTick(run.plan.steps().front(), [] { return RunningWalk{}; });
    elsewhere.OnTick(run.plan.steps().front(), [] { return RunningWalk{}; });
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace combtest::internal
