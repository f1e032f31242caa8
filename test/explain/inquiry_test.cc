// The trials of scripts/bench, a few of each kind, and what a caller may count on.
#include "src/explain/inquiry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "test/explain/trial.h"

namespace combtest::internal::explain {
namespace {

using arrays::Rows;
using arrays::Value;

struct Tally {
  int trials = 0, exact = 0;
  std::size_t wrong = 0, most = 0;
};

Tally TallyOf(const TrialKind& kind, int trials) {
  Tally tally;
  for (std::uint64_t seed = 1; tally.trials < trials; ++seed) {
    const TrialResult result = RunTrial(kind, seed);
    if (!result.failed) continue;
    ++tally.trials;
    tally.exact += result.exact ? 1 : 0;
    tally.wrong += result.wrong;
    tally.most = std::max(tally.most, result.extra);
  }
  return tally;
}

TEST(Inquiry, NamesOneFaultOfSixActions) {
  for (const std::size_t parallel : {1u, 8u}) {
    TrialKind kind;
    kind.parallel = parallel;
    const Tally tally = TallyOf(kind, 25);
    EXPECT_EQ(tally.exact, 25) << parallel;
    EXPECT_EQ(tally.wrong, 0u) << parallel;
    EXPECT_LE(tally.most, 20u) << parallel;
  }
}

TEST(Inquiry, NamesThreeFaultsOfTwelveActions) {
  const Tally tally = TallyOf({.actions = 12, .faults = 3, .parallel = 8}, 25);
  EXPECT_GE(tally.exact, 23);
  EXPECT_LE(tally.wrong, 1u);
}

TEST(Inquiry, NamesFaultsThatDontAlwaysShow) {
  const Tally tally = TallyOf({.actions = 12, .failure_rate = 0.8}, 25);
  EXPECT_GE(tally.exact, 23);
}

TEST(Inquiry, AsksOnlyForValidWalks) {
  const Tally tally = TallyOf({.actions = 12, .options = 2, .faults = 3, .constrained = true}, 20);
  EXPECT_GE(tally.exact, 17);
}

TEST(Inquiry, TheSameSeedAsksForTheSameWalks) {
  const TrialKind kind{.actions = 8, .faults = 2};
  for (std::uint64_t seed = 1; seed < 5; ++seed)
    EXPECT_EQ(RunTrial(kind, seed).extra, RunTrial(kind, seed).extra);
}

// Walks of three actions of two options; those with 1 in the first two fail in the second.
Rows AllRows() {
  Rows rows(3);
  for (Value a : {0, 1})
    for (Value b : {0, 1})
      for (Value c : {0, 1}) rows.Add(std::vector<Value>{a, b, c});
  return rows;
}
Ending EndOf(std::span<const Value> row) {
  return row[0] == 1 && row[1] == 1 ? Ending{1, 0} : Ending{3, kNoGroup};
}

TEST(Inquiry, SaysWithWhatEvidence) {
  const Rows rows = AllRows();
  std::vector<Ending> endings;
  for (std::size_t i = 0; i < rows.size(); ++i) endings.push_back(EndOf(rows[i]));
  Inquiry inquiry({2, 2, 2}, nullptr, rows, endings, {.parallel = 4});
  std::size_t walks = 0;
  for (Rows next = inquiry.Next(); !next.empty(); next = inquiry.Next()) {
    EXPECT_LE(next.size(), 4u);
    walks += next.size();
    endings.clear();
    for (std::size_t i = 0; i < next.size(); ++i) endings.push_back(EndOf(next[i]));
    inquiry.Take(endings);
  }
  EXPECT_EQ(inquiry.used(), walks);
  ASSERT_EQ(inquiry.Claims().size(), 1u);
  const Claim claim = inquiry.Claims()[0];
  EXPECT_EQ(claim.combination, (Combination{{0, 1}, {1, 1}}));
  EXPECT_EQ(claim.action, 1);
  EXPECT_TRUE(claim.settled);
  EXPECT_FALSE(claim.flaky);
  EXPECT_GE(claim.failed, 2u + claim.extra);
  EXPECT_EQ(claim.passed, 0u);
}

TEST(Inquiry, LooksForLargerCombinationsWhereNoSmallOneWillDo) {
  const auto end_of = [](std::span<const Value> row) {
    const bool fails = row[1] == 0 && row[2] == 1 && row[4] == 0 && row[6] == 1;
    return fails ? Ending{6, 0} : Ending{8, kNoGroup};
  };
  Rows rows(8);
  std::vector<Ending> endings;
  for (Value i = 0; i < 256; i += 5) {
    std::vector<Value> row;
    for (int c = 0; c < 8; ++c) row.push_back(i >> c & 1);
    rows.Add(row);
    endings.push_back(end_of(row));
  }
  Inquiry inquiry(std::vector<Value>(8, 2), nullptr, rows, endings, {.budget = 60});
  for (Rows next = inquiry.Next(); !next.empty(); next = inquiry.Next()) {
    endings.clear();
    for (std::size_t i = 0; i < next.size(); ++i) endings.push_back(end_of(next[i]));
    inquiry.Take(endings);
  }
  ASSERT_EQ(inquiry.Claims().size(), 1u);
  EXPECT_EQ(inquiry.Claims()[0].combination, (Combination{{1, 0}, {2, 1}, {4, 0}, {6, 1}}));
  EXPECT_TRUE(inquiry.Claims()[0].settled);
  EXPECT_FALSE(inquiry.Claims()[0].flaky);
}

TEST(Inquiry, KeepsToItsBudget) {
  const Rows rows = AllRows();
  std::vector<Ending> endings;
  for (std::size_t i = 0; i < rows.size(); ++i) endings.push_back(EndOf(rows[i]));
  Inquiry inquiry({2, 2, 2}, nullptr, rows, endings, {.budget = 1, .parallel = 4});
  EXPECT_EQ(inquiry.Next().size(), 1u);
  inquiry.Take(std::vector<Ending>{{0, kNoGroup}});
  EXPECT_TRUE(inquiry.Next().empty());
  EXPECT_TRUE(inquiry.Claims().empty());
  const std::vector<Claim> suspicions = inquiry.Suspicions();
  ASSERT_FALSE(suspicions.empty());
  EXPECT_EQ(suspicions[0].combination, (Combination{{0, 1}, {1, 1}}));
  EXPECT_FALSE(suspicions[0].settled);
  EXPECT_EQ(suspicions[0].failed, 2u);
  EXPECT_EQ(suspicions[0].passed, 0u);
}

TEST(Inquiry, AsksNothingWhereNothingFailed) {
  const Rows rows = AllRows();
  Inquiry inquiry({2, 2, 2}, nullptr, rows, std::vector<Ending>(rows.size(), {3, kNoGroup}), {});
  EXPECT_TRUE(inquiry.Next().empty());
  EXPECT_TRUE(inquiry.Claims().empty());
}

}  // namespace
}  // namespace combtest::internal::explain
