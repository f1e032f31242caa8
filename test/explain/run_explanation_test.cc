// Results of walks go in, what those that failed have in common comes out.
#include "src/explain/run_explanation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "src/space/space_data.h"
#include "test/support/numbered.h"

namespace combtest::internal {
namespace {

WalkResult Passed(WalkId id) {
  WalkResult result;
  result.id = id;
  return result;
}

// In this action, by an assertion at this line.
WalkResult Failed(const WalkSpace& space, WalkId id, std::size_t action, int line) {
  WalkResult result;
  result.id = id;
  result.outcome = outcome::Failed{};
  result.action = action;
  result.where = space[id].ActionText(action);
  result.failures = {{Failure::Severity::kFatal, Failure::Origin::kAssertion, "disk_test.cc", line,
                      "Which is: " + std::to_string(id), result.where}};
  return result;
}

WalkResult Crashed(const WalkSpace& space, WalkId id, std::size_t action) {
  WalkResult result = Failed(space, id, action, 0);
  result.outcome = outcome::Crashed{11};
  result.failures.clear();
  return result;
}

Explanations Explain(const WalkSpace& space, std::vector<WalkResult> results,
                     ExplainSettings settings = {}) {
  Explainer explainer(space, settings);
  for (const WalkResult& result : results) explainer.Add(result);
  return explainer.Explain();
}

std::vector<std::string> TextsOf(const FailureGroup& group) {
  std::vector<std::string> texts;
  for (const Explanation& one : group.explanations) texts.push_back(ToString(one.options));
  std::sort(texts.begin(), texts.end());
  return texts;
}

TEST(ExplainerTest, GroupsByHowAndWhere) {
  const WalkSpace space = test::SpaceOfSizes({3, 3, 3, 3});
  std::vector<WalkResult> results;
  for (WalkId id = 0; id < space.full_size(); ++id) {
    const auto options = test::OptionIndices(space[id]);
    if (options[0] == 1 && options[1] == 2) {
      results.push_back(Failed(space, id, 2, 31));
    } else if (options[2] == 0 && options[3] == 0) {
      results.push_back(Crashed(space, id, 3));
    } else {
      results.push_back(Passed(id));
    }
  }
  const Explanations explanations = Explain(space, results);
  ASSERT_EQ(explanations.groups.size(), 2u);
  EXPECT_EQ(explanations.failed, 17u);
  EXPECT_EQ(explanations.passed, 64u);
  EXPECT_EQ(explanations.looked_at, 81u);
  const FailureGroup& failed = explanations.groups[0];
  EXPECT_EQ(failed.outcome, "failed");
  EXPECT_EQ(failed.action_name, "c");
  EXPECT_EQ(failed.line, 31);
  EXPECT_EQ(failed.message, "Which is: 45") << "that of the first walk";
  EXPECT_EQ(failed.walk_count, 9u);
  EXPECT_EQ(failed.past, 72u);
  EXPECT_EQ(TextsOf(failed), std::vector<std::string>{R"(a="1" and b="2")"});
  ASSERT_TRUE(failed.explanations[0].passing.has_value());
  EXPECT_EQ(failed.explanations[0].differ.size(), 1u);
  const FailureGroup& crashed = explanations.groups[1];
  EXPECT_EQ(crashed.outcome, ToString(Outcome(outcome::Crashed{11})));
  EXPECT_EQ(crashed.walk_count, 8u);
  EXPECT_EQ(TextsOf(crashed), std::vector<std::string>{R"(c="0" and d="0")"});

  std::mt19937_64 random(5);
  std::shuffle(results.begin(), results.end(), random);
  EXPECT_EQ(Explain(space, results), explanations) << "in whatever order they come";
}

TEST(ExplainerTest, WhatSaysNothingIsNoEvidence) {
  const WalkSpace space = test::SpaceOfSizes({2, 2, 2});
  std::vector<WalkResult> results;
  for (WalkId id = 0; id < space.full_size(); ++id) {
    const auto options = test::OptionIndices(space[id]);
    if (options[0] == 1) {
      results.push_back(Failed(space, id, 1, 31));
    } else {
      results.push_back(Passed(id));
    }
  }
  // Lost, not run, and cancelled before the action that fails: none of them has passed it.
  results[4].outcome = outcome::Lost{"a worker"};
  results[5].outcome = outcome::NotRun{"interrupted"};
  results[0].outcome = outcome::Cancelled{"no disk"};
  results[0].action = 0;
  const Explanations explanations = Explain(space, results);
  ASSERT_EQ(explanations.groups.size(), 1u);
  EXPECT_EQ(explanations.groups[0].walk_count, 2u);
  EXPECT_EQ(explanations.groups[0].past, 3u);
  EXPECT_EQ(explanations.looked_at, 6u);
  ASSERT_FALSE(explanations.groups[0].explanations.empty());
  EXPECT_EQ(explanations.groups[0].explanations[0].walks, 2u);
}

TEST(ExplainerTest, AFlakyWalkFailsAsItDidAtFirst) {
  const WalkSpace space = test::SpaceOfSizes({4, 4, 4});
  std::vector<WalkResult> results;
  for (WalkId id = 0; id < space.full_size(); ++id) {
    const bool fails = test::OptionIndices(space[id])[0] == 1;
    results.push_back(fails ? Failed(space, id, 2, 31) : Passed(id));
    if (!fails) continue;
    results.back().failures[0].attempt = 1;
    results.back().attempts = 2;
    if (id % 2 == 0) results.back().outcome = outcome::Flaky{2, false};
    if (id % 2 == 1) results.back().failures[0].attempt = 2;
  }
  const Explanations explanations = Explain(space, results);
  ASSERT_EQ(explanations.groups.size(), 1u);
  EXPECT_EQ(explanations.groups[0].walk_count, 16u);
  EXPECT_EQ(explanations.groups[0].flaky, 8u);
  EXPECT_EQ(TextsOf(explanations.groups[0]), std::vector<std::string>{R"(a="1")"});
}

TEST(ExplainerTest, WithoutFailuresThereIsNothing) {
  const WalkSpace space = test::SpaceOfSizes({2, 2});
  EXPECT_EQ(Explain(space, {Passed(0), Passed(1)}), Explanations());
}

TEST(ExplainerTest, MessagesWithoutEndDoNotMakeGroupsWithoutEnd) {
  const WalkSpace space = test::SpaceOfSizes({10, 10, 10});
  std::vector<WalkResult> results;
  for (WalkId id = 0; id < space.full_size(); ++id) {
    results.push_back(id % 2 == 0 ? Passed(id) : Failed(space, id, 2, 31));
    if (id % 2 == 0) continue;
    std::string word;
    for (WalkId rest = id; rest > 0; rest /= 10) word += static_cast<char>('a' + rest % 10);
    results.back().failures[0].message = "unknown word: " + word;
  }
  const Explanations explanations = Explain(space, results);
  EXPECT_LE(explanations.group_count, 8u);
  EXPECT_EQ(explanations.failed, 500u);
}

// A space of which nobody holds all walks.
TEST(ExplainerTest, SamplesWhatIsTooMuch) {
  const WalkSpace space = test::SpaceOfSizes({10, 10, 10, 10, 10, 10, 10});
  std::vector<WalkResult> ended;
  for (WalkId id = 3'200'000; id < 3'210'000; ++id) ended.push_back(Failed(space, id, 6, 31));
  Explainer explainer(space, {});
  for (const WalkResult& result : ended) explainer.Add(result);
  explainer.AddPassedOf(ended, space.full_size() - ended.size());
  const Explanations explanations = explainer.Explain();
  ASSERT_EQ(explanations.groups.size(), 1u);
  EXPECT_EQ(TextsOf(explanations.groups[0]), std::vector<std::string>{R"(a="3", b="2" and c="0")"});
  EXPECT_EQ(explanations.looked_at + explanations.left_out, space.full_size());
  EXPECT_LE(explanations.looked_at, 2u << 20);
}

}  // namespace
}  // namespace combtest::internal
