#include "src/page/held_walks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "test/page/some_run.h"

namespace combtest::internal {
namespace {

// Of so many walks; nine bytes each.
HeldWalks HoldOf(std::size_t walks, std::size_t failed, std::uint64_t most) {
  std::vector<WalkId> ids;
  for (std::size_t i = 0; i < failed; ++i) ids.push_back(i * walks / failed);
  return Hold(SomeRun(walks / 2, ids), most * 9);
}

TEST(HeldWalksTest, AllWhereThereIsRoom) {
  const HeldWalks kept = HoldOf(2'000, 10, 2'000);
  EXPECT_EQ(kept.slots.size(), 2'000u);
  EXPECT_EQ(kept.places.size(), 10u);
  EXPECT_EQ(kept.of_passed, 1);
  EXPECT_EQ(kept.of_others, 1);
  EXPECT_EQ(kept.note, "");
}

TEST(HeldWalksTest, OfTooManyAllThatFailedAndSomeThatPassed) {
  const HeldWalks kept = HoldOf(100'000, 100, 2'000);
  EXPECT_EQ(kept.slots.size(), 2'000u);
  EXPECT_EQ(kept.places.size(), 100u);
  EXPECT_EQ(kept.of_others, 1);
  EXPECT_DOUBLE_EQ(kept.of_passed, 99'900 / 1'900.0);
  EXPECT_EQ(kept.note.find("This page holds 2000 of 100000 walks"), 0u);
  EXPECT_NE(kept.note.find("all that didn't pass"), kept.note.npos);
}

TEST(HeldWalksTest, WhereTooManyFailedAThirdIsForThoseThatPassed) {
  const HeldWalks kept = HoldOf(100'000, 50'000, 3'000);
  EXPECT_EQ(kept.slots.size(), 3'000u);
  EXPECT_EQ(kept.places.size(), 2'000u);
  EXPECT_DOUBLE_EQ(kept.of_others, 25);
  EXPECT_DOUBLE_EQ(kept.of_passed, 50);
  EXPECT_NE(kept.note.find("2000 of 50000 that didn't pass"), kept.note.npos);
}

TEST(HeldWalksTest, WhatExplanationsNameIsThere) {
  std::vector<WalkId> failed;
  for (WalkId id = 0; id < 50'000; ++id) failed.push_back(id * 2);
  PageRun run = SomeRun(50'000, failed);
  FailureGroup group;
  group.explanations.resize(1);
  group.explanations[0].failing = 4'446;
  group.explanations[0].passing = 4'447;
  run.summary.explanations.groups = {group};
  const HeldWalks kept = Hold(run, 3'000 * 9);
  EXPECT_LE(kept.slots.size(), 3'002u);
  EXPECT_TRUE(kept.places.contains(4'446));
  EXPECT_TRUE(std::find(kept.slots.begin(), kept.slots.end(), 4'447u) != kept.slots.end());
  EXPECT_NE(kept.note.find("This page holds " + std::to_string(kept.slots.size())), kept.note.npos);
}

TEST(HeldWalksTest, WhereAllFailedThereIsNobodyElse) {
  EXPECT_EQ(HoldOf(100'000, 100'000, 3'000).places.size(), 3'000u);
}

}  // namespace
}  // namespace combtest::internal
