// Injected faults are named; what is claimed of walks is counted again, one by one.
#include "src/explain/search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "test/support/rounds.h"

namespace combtest::internal::explain {
namespace {

struct Fault {
  Combination options;
  std::uint32_t action = 0;  // in which it shows
  double share = 1;          // of the walks that fail
};

// What walks with these faults show; a walk ends at its first failure. Faults that show in the same
// action are of one group.
class World {
 public:
  World(Levels levels, std::vector<Fault> faults)
      : levels_(std::move(levels)), faults_(std::move(faults)) {
    for (const Fault& fault : faults_) {
      if (std::find(actions_.begin(), actions_.end(), fault.action) == actions_.end())
        actions_.push_back(fault.action);
    }
  }
  WalkId size() const {
    WalkId size = 1;
    for (const std::uint32_t level : levels_) size *= level;
    return size;
  }
  Observation Run(WalkId id, std::mt19937_64& random) const {
    Row row(levels_.size());
    WalkId rest = id;
    for (std::size_t a = levels_.size(); a-- > 0; rest /= levels_[a])
      row[a] = static_cast<std::uint32_t>(rest % levels_[a]);
    Observation seen{id};
    for (const Fault& fault : faults_) {
      if (fault.action >= seen.reached || !fault.options.Matches(row)) continue;
      if (std::uniform_real_distribution<>()(random) >= fault.share) continue;
      seen.reached = fault.action;
      seen.group = static_cast<std::uint32_t>(
          std::find(actions_.begin(), actions_.end(), fault.action) - actions_.begin());
    }
    return seen;
  }
  std::vector<Observation> RunAll(std::mt19937_64& random, double share = 1) const {
    std::vector<Observation> seen;
    for (WalkId id = 0; id < size(); ++id) {
      if (share == 1 || std::uniform_real_distribution<>()(random) < share)
        seen.push_back(Run(id, random));
    }
    std::shuffle(seen.begin(), seen.end(), random);
    return seen;
  }
  const Levels& levels() const { return levels_; }
  const std::vector<std::uint32_t>& actions() const { return actions_; }
  const std::vector<Fault>& faults() const { return faults_; }

 private:
  Levels levels_;
  std::vector<Fault> faults_;
  std::vector<std::uint32_t> actions_;
};

// Every claim, counted walk by walk.
void CheckClaims(const World& world, const std::vector<Observation>& seen, std::size_t group,
                 const GroupFindings& found) {
  const Evidence rows(world.levels(), world.actions(), seen);
  const std::uint32_t action = world.actions()[group];
  std::uint64_t explained = 0;
  const auto matches = [&](const Combination& options, const Observation& one) {
    return options.Matches(rows.RowOf(one.id));
  };
  for (const Observation& one : seen) {
    if (one.group != group) continue;
    explained += static_cast<std::uint64_t>(
        std::any_of(found.findings.begin(), found.findings.end(),
                    [&](const Finding& finding) { return matches(finding.options, one); }));
  }
  EXPECT_EQ(found.explained, explained);
  for (const Finding& finding : found.findings) {
    std::uint64_t failed = 0, passed = 0;
    for (const Observation& one : seen) {
      const bool has = matches(finding.options, one);
      if (has && one.group == group) ++failed;
      if (has && one.group != group && one.reached > action) ++passed;
      for (const Choice& choice : finding.passes_with) {
        EXPECT_FALSE(has && one.group == group && matches(Combination{choice}, one));
      }
      for (const Combination& other : finding.alternatives) {
        EXPECT_EQ(other.size(), finding.options.size());
        if (one.group == group || one.reached > action) {
          EXPECT_EQ(has, matches(other, one));
        }
      }
      if (one.id == finding.failing) {
        EXPECT_TRUE(has && one.group == group);
      }
      if (one.id == finding.passing) {
        EXPECT_EQ(one.reached, Observation::kAll);
      }
    }
    EXPECT_EQ(finding.failed, failed);
    EXPECT_EQ(finding.passed, passed);
    for (const Choice& choice : finding.options) {
      EXPECT_LE(choice.action, action) << "what comes later can't account for it";
      // With fewer options it isn't exact.
      if (!finding.exact()) continue;
      const Combination fewer = finding.options.Without(choice);
      EXPECT_TRUE(std::any_of(seen.begin(), seen.end(), [&](const Observation& one) {
        return one.group != group && one.reached > action && matches(fewer, one);
      }));
    }
  }
}

GroupFindings Explain(const World& world, const std::vector<Observation>& seen,
                      std::size_t group = 0) {
  const Evidence evidence(world.levels(), world.actions(), seen);
  const GroupFindings found = Search(evidence, group, {});
  CheckClaims(world, seen, group, found);
  return found;
}

std::vector<Combination> OptionsOf(const GroupFindings& found) {
  std::vector<Combination> options;
  for (const Finding& finding : found.findings) options.push_back(finding.options);
  std::sort(options.begin(), options.end());
  return options;
}

TEST(SearchTest, NamesOneFault) {
  std::mt19937_64 random(1);
  const World world({3, 3, 3, 3, 3, 3}, {{{{1, 2}, {3, 0}}, 4}});
  const GroupFindings found = Explain(world, world.RunAll(random));
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].options, (Combination{{1, 2}, {3, 0}}));
  EXPECT_EQ(found.findings[0].failed, 81u);
  EXPECT_TRUE(found.findings[0].exact());
  EXPECT_TRUE(found.findings[0].alternatives.empty());
  EXPECT_EQ(found.explained, 81u);
}

TEST(SearchTest, NamesThreeThatOverlapInOneAction) {
  std::mt19937_64 random(1);
  const World world({3, 3, 3, 3, 3, 3},
                    {{{{0, 1}, {1, 2}}, 5}, {{{1, 2}, {3, 0}}, 5}, {{{2, 0}, {4, 1}, {5, 2}}, 5}});
  EXPECT_EQ(
      OptionsOf(Explain(world, world.RunAll(random))),
      (std::vector<Combination>{{{0, 1}, {1, 2}}, {{1, 2}, {3, 0}}, {{2, 0}, {4, 1}, {5, 2}}}));
}

TEST(SearchTest, AnEarlierFailureHidesLaterOnes) {
  std::mt19937_64 random(1);
  // Half of the walks end in action 1; of these nothing is known about action 4.
  const World world({2, 2, 3, 3, 3}, {{{{0, 1}}, 1}, {{{0, 0}, {2, 1}}, 4}, {{{3, 2}}, 4}});
  const auto seen = world.RunAll(random);
  EXPECT_EQ(OptionsOf(Explain(world, seen, 0)), (std::vector<Combination>{{{0, 1}}}));
  // Where 0 is 1 nobody has seen action 4, so option 1 of action 2 is all that can be said.
  EXPECT_EQ(OptionsOf(Explain(world, seen, 1)), (std::vector<Combination>{{{2, 1}}, {{3, 2}}}));
}

TEST(SearchTest, NothingInCommonIsNothing) {
  std::mt19937_64 random(7);
  for (const double share : {0.01, 0.1, 0.5}) {
    const World world({3, 3, 3, 3, 3, 3, 3}, {{{}, 6, share}});
    const GroupFindings found = Explain(world, world.RunAll(random));
    EXPECT_EQ(found.findings.size(), 0u) << share;
  }
}

TEST(SearchTest, AFaultThatShowsMostOfTheTime) {
  std::mt19937_64 random(7);
  const World world({3, 3, 3, 3, 3, 3}, {{{{1, 2}, {3, 0}}, 4, 0.8}});
  const GroupFindings found = Explain(world, world.RunAll(random));
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].options, (Combination{{1, 2}, {3, 0}}));
  EXPECT_FALSE(found.findings[0].exact());
}

TEST(SearchTest, PassesWithAnOption) {
  std::mt19937_64 random(7);
  const World world({4, 6, 3, 2}, {{{{0, 2}, {1, 0}}, 3},
                                   {{{0, 2}, {1, 1}}, 3},
                                   {{{0, 2}, {1, 2}}, 3},
                                   {{{0, 2}, {1, 3}}, 3},
                                   {{{0, 2}, {1, 4}}, 3}});
  const GroupFindings found = Explain(world, world.RunAll(random));
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].options, (Combination{{0, 2}}));
  EXPECT_EQ(found.findings[0].failed, 30u);
  EXPECT_EQ(found.findings[0].passed, 6u);
  EXPECT_EQ(found.findings[0].passes_with, (std::vector<Choice>{{1, 5}}));
}

TEST(SearchTest, WhatIsOnlyEverTogetherIsSaid) {
  std::mt19937_64 random(7);
  const World world({3, 3, 3, 3}, {{{{0, 1}}, 3}});
  auto seen = world.RunAll(random);
  // Options 1 of the actions 0 and 2 go together.
  const Evidence rows(world.levels(), world.actions(), seen);
  std::erase_if(seen, [&](const Observation& one) {
    const Row row = rows.RowOf(one.id);
    return (row[0] == 1) != (row[2] == 1);
  });
  const GroupFindings found = Explain(world, seen);
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].options, (Combination{{0, 1}}));
  EXPECT_EQ(found.findings[0].alternatives, (std::vector<Combination>{{{2, 1}}}));
}

TEST(SearchTest, TheNearestWalkThatPassesDiffersInOneOption) {
  std::mt19937_64 random(3);
  const World world({3, 3, 3, 3, 3}, {{{{1, 2}, {3, 0}}, 4}});
  const auto seen = world.RunAll(random);
  const GroupFindings found = Explain(world, seen);
  const Evidence rows(world.levels(), world.actions(), seen);
  ASSERT_TRUE(found.findings.at(0).passing.has_value());
  const Row a = rows.RowOf(found.findings[0].failing), b = rows.RowOf(*found.findings[0].passing);
  int differ = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differ += a[i] != b[i];
  EXPECT_EQ(differ, 1);
}

// Random faults, of which a random part of the walks is seen: no claim is contradicted by counting,
// and the nearest walk is the nearest.
TEST(SearchTest, ClaimsAreWhatCountingGives) {
  for (unsigned round = 0; round < test::Rounds(300); ++round) {
    std::mt19937_64 random(round);
    const auto below = [&](std::uint64_t n) { return static_cast<std::uint32_t>(random() % n); };
    Levels levels(2 + below(4));
    for (std::uint32_t& level : levels) level = 1 + below(4);
    std::vector<Fault> faults(1 + below(3));
    for (Fault& fault : faults) {
      fault.action = below(levels.size() + 1);
      fault.share = below(3) == 0 ? 0.7 : 1;
      for (std::uint32_t a = 0; a < levels.size() && a <= fault.action; ++a) {
        if (below(2) == 0) fault.options = fault.options.With({a, below(levels[a])});
      }
    }
    const World world(levels, faults);
    const auto seen = world.RunAll(random, below(2) == 0 ? 1 : 0.2);
    for (std::size_t group = 0; group < world.actions().size(); ++group) {
      SCOPED_TRACE(testing::Message() << "round " << round << ", group " << group);
      Explain(world, seen, group);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(SearchTest, MemoryIsBounded) {
  std::mt19937_64 random(3);
  const World world({4, 4, 4, 4, 4, 4}, {{{{1, 2}, {3, 0}}, 4}});
  const auto seen = world.RunAll(random);
  const Evidence evidence(world.levels(), world.actions(), seen, 18 * 1000);
  EXPECT_EQ(evidence.passed().walks() + evidence.others().walks() + evidence.left_out(),
            seen.size());
  EXPECT_LE(evidence.passed().walks() + evidence.others().walks(), 1000u);
  const GroupFindings found = Search(evidence, 0, {});
  ASSERT_EQ(found.findings.size(), 1u);
  EXPECT_EQ(found.findings[0].options, (Combination{{1, 2}, {3, 0}}));
}

}  // namespace
}  // namespace combtest::internal::explain
