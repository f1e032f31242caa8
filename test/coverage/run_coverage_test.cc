// The coverage of runs, against counting all combinations of all walks.
#include "src/coverage/run_coverage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "src/space/space_data.h"
#include "test/support/numbered.h"
#include "test/support/random_rules.h"
#include "test/support/rounds.h"

namespace combtest::internal {
namespace {

// A set of actions, as bits, and the walk among the walks of these alone.
using Combination = std::pair<unsigned, WalkId>;

std::vector<Combination> CombinationsOf(const SpaceData& data, WalkId id, unsigned strength) {
  std::vector<Combination> all;
  for (unsigned actions = 0; actions < 1u << data.actions.size(); ++actions) {
    if (__builtin_popcount(actions) != static_cast<int>(strength)) continue;
    WalkId inner = 0;
    for (std::size_t a = 0; a < data.actions.size(); ++a) {
      if ((actions >> a & 1) != 0) inner = inner * data.radix[a] + data.OptionIndex(id, a);
    }
    all.emplace_back(actions, inner);
  }
  return all;
}

struct Seen {
  bool possible = false, passed = false;
};

template <class What>
std::uint64_t CountOfPair(const std::map<Combination, Seen>& all, unsigned actions, What what) {
  return static_cast<std::uint64_t>(std::count_if(all.begin(), all.end(), [&](const auto& entry) {
    return entry.first.first == actions && what(entry.second);
  }));
}

TEST(RunCoverageTest, TwentyPairsOfActionsHaveALine) {
  Coverage coverage;
  for (std::uint64_t p = 0; p < 25; ++p) {
    coverage.pairs.push_back({"A" + std::to_string(p), "B", {2, 9, p % 2 == 0 ? 9 : p % 9, 0, 0}});
  }
  EXPECT_EQ(DetailsOf(coverage).size(), 12u);
  EXPECT_EQ(DetailsOf(coverage)[0], "of A1 and B: 11.111 % (1 of 9)");
  for (std::uint64_t p = 0; p < 25; ++p) coverage.pairs[p].counts.covered = 8 - p % 9;
  const std::vector<std::string> lines = DetailsOf(coverage);
  ASSERT_EQ(lines.size(), 21u);
  EXPECT_EQ(lines[19], "of A19 and B: 77.777 % (7 of 9)");
  EXPECT_EQ(lines[20], "and of 5 more pairs of actions not all");
  const std::vector<const PairCoverage*> least = IncompletePairs(coverage);
  ASSERT_EQ(least.size(), 25u);
  EXPECT_EQ(least[0]->first, "A8");
  EXPECT_EQ(least[1]->first, "A17");
  EXPECT_EQ(least[24]->first, "A18");
}

TEST(RunCoverageTest, AgreesWithCounting) {
  std::mt19937 random(17);
  for (unsigned round = 0; round < test::Rounds(1000); ++round) {
    std::vector<std::size_t> sizes(2 + random() % 3);
    for (std::size_t& size : sizes) size = 1 + random() % 3;
    const WalkSpace plain = test::SpaceOfSizes(sizes);
    const auto& actions = WalkAccess::Data(plain)->actions;
    std::vector<WalkSpace::Predicate> predicates;
    for (unsigned p = random() % 3; p-- > 0;)
      predicates.push_back(test::RandomPredicate(round * 10 + p, sizes.size()));
    const WalkSpace space = WalkAccess::Space(actions, nullptr, nullptr, predicates,
                                              test::RandomRules(random, actions, random() % 4));
    const SpaceData& data = *WalkAccess::Data(space);

    // Named walks run even where they are excluded, and then cover nothing.
    std::vector<WalkId> selected;
    for (WalkId id = 0; id < space.full_size(); ++id) {
      if (random() % 2 == 0) selected.push_back(id);
    }
    const Plan plan(space, Selection::Of(selected), true);
    StopSignal stop;
    WalkBoard board(plan, stop, false);
    std::vector<bool> passed(space.full_size());
    for (std::uint64_t slot = 0; slot < plan.order().size(); ++slot) {
      WalkResult result;
      switch (random() % 5) {
        case 0:
          result.outcome = outcome::Failed{};
          break;
        case 1:
          result.outcome = outcome::Cancelled{"no"};
          break;
        case 2:
          continue;  // not run
        default:
          board.Complete(slot);
          passed[plan.order()[slot]] = true;
          continue;
      }
      board.End(slot, result);
    }

    const unsigned strength = 1 + random() % 2;
    const Coverage coverage = CoverageOf(plan, board, {.strength = strength, .asked = true});
    const StrengthCoverage* of = coverage.Of(strength);
    ASSERT_NE(of, nullptr);
    std::map<Combination, Seen> all;
    std::vector<WalkId> excluded;
    for (WalkId id = 0; id < space.full_size(); ++id) {
      const bool included = space.Includes(space[id]);
      if (passed[id] && !included) excluded.push_back(id);
      for (const Combination& combination : CombinationsOf(data, id, strength)) {
        Seen& seen = all[combination];
        seen.possible = seen.possible || included;
        seen.passed = seen.passed || (included && passed[id]);
      }
    }
    EXPECT_EQ(coverage.excluded, excluded) << round;
    const auto count = [&](auto what) {
      return static_cast<std::uint64_t>(std::count_if(
          all.begin(), all.end(), [&](const auto& entry) { return what(entry.second); }));
    };
    EXPECT_EQ(of->all, all.size()) << round;
    EXPECT_EQ(of->covered, count([](const Seen& seen) { return seen.passed; })) << round;
    EXPECT_EQ(of->impossible, count([](const Seen& seen) { return !seen.possible; })) << round;
    EXPECT_EQ(of->undecided, 0u) << round;
    if (strength == 2) {
      EXPECT_EQ(coverage.pairs.size(), sizes.size() * (sizes.size() - 1) / 2);
      auto pair = coverage.pairs.begin();
      for (std::size_t a = 0; a < sizes.size(); ++a) {
        for (std::size_t b = a + 1; b < sizes.size(); ++b, ++pair) {
          const auto of_pair = [&](auto what) {
            return CountOfPair(all, (1u << a) | (1u << b), what);
          };
          EXPECT_EQ(pair->first, data.actions[a].name);
          EXPECT_EQ(pair->second, data.actions[b].name);
          EXPECT_EQ(pair->counts.all, sizes[a] * sizes[b]);
          EXPECT_EQ(pair->counts.covered, of_pair([](const Seen& seen) { return seen.passed; }));
          EXPECT_EQ(pair->counts.impossible,
                    of_pair([](const Seen& seen) { return !seen.possible; }));
        }
      }
    }
    for (const ImpossibleCombination& impossible : coverage.impossible)
      EXPECT_FALSE(impossible.constraints.empty()) << round << ": " << impossible.options;
    const auto shown = std::count_if(
        coverage.missing.begin(), coverage.missing.end(),
        [&](const MissingCombination& missing) { return missing.strength == strength; });
    if (coverage.missing.size() < 20) {
      EXPECT_EQ(static_cast<std::uint64_t>(shown), of->missing()) << round;
    }
  }
}

TEST(RunCoverageTest, AFullProductThatPassedIsKnownAtOnce) {
  const WalkSpace space = test::SpaceOfSizes({100, 100, 100});
  const Plan plan(space, Selection::All(), true);
  StopSignal stop;
  WalkBoard board(plan, stop, false);
  for (std::uint64_t slot = 0; slot < plan.order().size(); ++slot) board.Complete(slot);
  const Coverage coverage = CoverageOf(plan, board, {.strength = 3, .asked = true});
  ASSERT_EQ(coverage.strengths.size(), 3u);
  EXPECT_EQ(coverage.Of(3)->covered, 1'000'000u);
  EXPECT_EQ(coverage.Of(3)->missing(), 0u);
  ASSERT_EQ(coverage.pairs.size(), 3u);
  EXPECT_EQ(coverage.pairs[2].counts, (StrengthCoverage{2, 10'000, 10'000, 0, 0}));
  EXPECT_EQ(ToString(coverage),
            "covered 1-way 100 % (300 of 300), 2-way 100 % (30000 of 30000), 3-way 100 % (1000000 "
            "of 1000000)");
}

TEST(RunCoverageTest, AStrengthThatNobodyAsksForIsLeftOutWhereItTakesLong) {
  const WalkSpace space = test::SpaceOfSizes(std::vector<std::size_t>(20, 2));
  const Plan plan(space, Selection::Range(0, 20'000), true);
  StopSignal stop;
  WalkBoard board(plan, stop, false);
  const Coverage coverage = CoverageOf(plan, board, {.strength = 3});
  EXPECT_NE(coverage.Of(2), nullptr);
  EXPECT_EQ(coverage.Of(3), nullptr);
  EXPECT_NE(CoverageOf(plan, board, {.strength = 3, .asked = true}).Of(3), nullptr);
  EXPECT_EQ(ShortfallOf(coverage, coverage::ParseRequirements("2:1,3:80"), 4),
            "2-way coverage is 0 % (0 of 760), less than the 1 % that are required, and 3-way "
            "coverage is not known, and 80 % are required; a(\"0\") is missing "
            "(not run), among others");
}

}  // namespace
}  // namespace combtest::internal
