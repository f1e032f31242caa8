#include "src/report/explanations.h"

#include <gtest/gtest.h>

#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

using Lines = std::vector<std::string>;

const ExplainedOption kA1{0, 1, "a=1"}, kB2{1, 2, "b=2"}, kC0{2, 0, "c=0"};

Explanations OneGroup() {
  FailureGroup group;
  group.outcome = "failed";
  group.action = 1;
  group.action_name = "b";
  group.file = "some/where/disk_test.cc";
  group.line = 31;
  group.message = "Expected equality of these values:\n  found\n    Which is: 5\n  6";
  group.walk_count = 9;
  group.past = 45;
  group.explained = 9;
  group.explanations = {{{kA1, kB2}, 9, 9, {}, {}, 0, 14, 5, {0}}};
  Explanations explanations;
  explanations.groups = {group};
  explanations.group_count = 1;
  explanations.failed = 9;
  explanations.largest = 3;
  explanations.looked_at = 54;
  return explanations;
}

Lines LinesOf(const Explanations& explanations) {
  const WalkSpace space = test::SpaceOfSizes({2, 3, 3, 3});
  return ExplanationLines(explanations, space,
                          [](WalkId id) { return "run " + std::to_string(id); });
}

TEST(ExplanationLinesTest, OfOneFault) {
  Explanations one = OneGroup();
  one.groups[0].explanations[0].differ = {1};
  EXPECT_EQ(
      LinesOf(one),
      (Lines{"9 walks failed in b at disk_test.cc:31: Expected equality of these values: found "
             "Which is: 5 6",
             "  fails with a=1 and b=2: 9 of 9 such walks; no other failed",
             "  the nearest that passes has b=\"0\" instead of \"1\"", "    fails:  run 14",
             "    passes: run 5"}));
  EXPECT_EQ(ExplanationHeadlines(one), (Lines{LinesOf(one)[0], LinesOf(one)[1]}));
}

TEST(ExplanationLinesTest, NothingForNothing) { EXPECT_EQ(LinesOf({}), Lines{}); }

TEST(ExplanationLinesTest, WhatIsNotKnownIsSaid) {
  Explanations explanations = OneGroup();
  FailureGroup& group = explanations.groups[0];
  group.explanations.clear();
  group.explained = 0;
  EXPECT_EQ(LinesOf(explanations)[1],
            "  nothing in common found: no combination of up to 3 options tells them from 45 walks "
            "that got past it");
  group.past = 0;
  EXPECT_EQ(LinesOf(explanations)[1],
            "  no walk got past it, so nothing tells those that fail from those that pass");
  group.flaky = group.walk_count;
  EXPECT_EQ(LinesOf(explanations), Lines{}) << "they are listed as flaky already";
}

TEST(ExplanationLinesTest, WordsOfAnExplanation) {
  Explanation one{{kA1}, 40, 52, {kC0}, {}, 0, 0, {}, {}};
  FailureGroup group;
  group.walk_count = 50;
  EXPECT_EQ(ExplanationText(one, group, true),
            "fails with a=1: 40 of 52 such walks; passes with c=0");
  one.passes_with.clear();
  one.alternatives = {{kB2}};
  one.alternative_count = 1;
  EXPECT_EQ(ExplanationText(one, group, true),
            "fails with a=1, or b=2 (only ever together here): 40 of 52 such walks");
  one.alternative_count = 31;
  EXPECT_EQ(ExplanationText(one, group, true),
            "fails with a=1, or with one of 31 other combinations that are only ever together with "
            "it here: 40 of 52 such walks");
  group.walk_count = 40;
  one.alternative_count = 0;
  EXPECT_EQ(ExplanationText(one, group, false),
            "fails with a=1: 40 of 52 such walks; no other failed so");
}

TEST(ExplanationLinesTest, ExtraWalksThatFailedHaveLeftDirectories) {
  EXPECT_EQ(KeptText({"/tmp/a/1", "/tmp/a/2\n"}),
            "kept of those that failed: /tmp/a/1 and /tmp/a/2\\n");
  EXPECT_EQ(KeptText({"/a", "/b", "/c", "/d", "/e"}),
            "kept of those that failed: /a, /b, /c and 2 more");
}

TEST(ExplanationLinesTest, ManyGroupsAreCounted) {
  Explanations explanations = OneGroup();
  for (int i = 0; i < 9; ++i) explanations.groups.push_back(explanations.groups[0]);
  explanations.group_count = 30;
  explanations.failed = 100;
  EXPECT_EQ(LinesOf(explanations).back(), "and 55 walks in 25 other ways");
  explanations.left_out = 46;
  EXPECT_EQ(LinesOf(explanations).back(), "counts are of 54 of 100 walks, chosen at random");
}

}  // namespace
}  // namespace combtest::internal
