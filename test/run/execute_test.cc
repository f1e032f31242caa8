// A run from a spec to its results, with nothing read from anywhere else.
#include <combtest/walks.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "src/run/finished_run.h"
#include "test/run/recorder.h"
#include "test/support/numbered.h"
#include "test/support/text.h"

namespace combtest::internal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Integration kNoFramework;

RunSpec SpecOfThree() {
  RunSpec spec{"By hand", Walks<NoState, test::Number<0, 3>>().space()};
  spec.show_progress = false;
  return spec;
}

TEST(Execute, ReturnsWhatTheRunLeft) {
  RunSpec spec = SpecOfThree();
  spec.selection = Selection::Of({2, 0});
  spec.states.keep = true;
  const auto recorder = std::make_shared<test::Recorder>();
  const auto run = Execute(spec, kNoFramework, {recorder});
  EXPECT_EQ(ToString(run->board().Count()), "2 selected = 2 passed");
  EXPECT_NE(run->ReadState(0), nullptr);
  run->DropState(0);
  EXPECT_EQ(run->ReadState(0), nullptr);
  EXPECT_NE(run->ReadState(1), nullptr);
  EXPECT_TRUE(run->logs().trace.empty());
  EXPECT_THAT(recorder->events(), ElementsAre("run By hand begins: 2", "phase 1 begins",
                                              HasSubstr("(2): passed"), HasSubstr("(0): passed"),
                                              "phase 1 ends", "run ends: 2 selected = 2 passed"));
}

TEST(Execute, RunsWithoutListeners) {
  const auto run = Execute(SpecOfThree(), kNoFramework, {});
  EXPECT_EQ(ToString(run->board().Count()), "3 selected = 3 passed");
}

TEST(Execute, ABodyThatFailsIsItsWalksVerdict) {
  RunSpec spec = SpecOfThree();
  spec.list_all = true;
  spec.bodies_follow = true;
  const auto recorder = std::make_shared<test::Recorder>();
  const auto run = Execute(spec, kNoFramework, {recorder});
  Failure failure;
  failure.message = "the body's";
  run->EndBody(0, {});
  run->EndBody(1, {failure});
  run->Close();
  run->Close();
  EXPECT_EQ(ToString(run->board().Count()), "3 selected = 2 passed + 1 failed");
  EXPECT_THAT(recorder->events(),
              ElementsAre("run By hand begins: 3", "phase 1 begins", "phase 1 ends",
                          HasSubstr("(0): passed"), HasSubstr("(1): failed"),
                          HasSubstr("(2): passed"), "run ends: 3 selected = 2 passed + 1 failed"));
}

TEST(Execute, TellsListenersOfARunThatCannotGoOn) {
  RunSpec spec{"Stateless", WalkSpace::Of<test::Number<0, 3>>()};
  const auto recorder = std::make_shared<test::Recorder>();
  EXPECT_THAT(test::MessageOf<Error>([&] { Execute(spec, kNoFramework, {recorder}); }),
              HasSubstr("no State to run on"));
  EXPECT_THAT(recorder->Events("run ends"), ElementsAre("run ends: 3 selected = 3 not run"));
}

}  // namespace
}  // namespace combtest::internal
