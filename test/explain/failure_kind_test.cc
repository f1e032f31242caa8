#include "src/explain/failure_kind.h"

#include <gtest/gtest.h>

#include "test/support/numbered.h"

namespace combtest::internal::explain {
namespace {

Failure Assertion(std::string message, std::string where, int line = 12) {
  return {Failure::Severity::kNonFatal,
          Failure::Origin::kAssertion,
          "disk_test.cc",
          line,
          std::move(message),
          std::move(where)};
}

TEST(FailureKindTest, WhatDiffersFromWalkToWalkIsReplaced) {
  const auto same = [](const char* a, const char* b) {
    EXPECT_EQ(Normalised(a), Normalised(b)) << a << " and " << b;
    EXPECT_NE(Normalised(a), Normalised("something else"));
  };
  same("Which is: 5\n  6", "Which is: 17\n  -4");
  same("at 0x7ffd12ab34", "at 0x5512");
  same("took 1.5e-3 s", "took 12 s");
  same("said \"hello\"", "said \"it's \\\"quoted\\\"\"");
  same("can't open /tmp/x1/run/file: gone", "can't open /var/tmp/other: gone");
  same("walk12 is over", "walk7 is over");
  EXPECT_EQ(Normalised("don't stop at line 3, it's \"x\""), "don't stop at line N, it's \"\"");
  EXPECT_NE(Normalised("read failed"), Normalised("write failed"));
  EXPECT_NE(Normalised("an unclosed \"quote"), Normalised("an unclosed \"thing"));
}

TEST(FailureKindTest, TheFirstFailureTells) {
  const WalkSpace space = test::SpaceOfSizes({2, 2, 2});
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.failures = {Assertion("Which is: 5", "b(\"1\")", 12), Assertion("worse", "c(\"1\")", 30)};
  result.where = "c(\"1\")";
  result.action = 2;
  const FirstFailure first = FirstFailureOf(space[7], result);
  EXPECT_EQ(first.kind, (FailureKind{"failed", 1, "disk_test.cc", 12, "Which is: N"}));
  EXPECT_EQ(first.message, "Which is: 5");
  EXPECT_EQ(first.reached, 1u);
}

TEST(FailureKindTest, CrashesAreOfTheirSignalAndAction) {
  const WalkSpace space = test::SpaceOfSizes({2, 2, 2});
  WalkResult result;
  result.outcome = outcome::Crashed{11};
  result.failures = {{Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                      "crashed with a stack of 0x1234", "c(\"1\")"}};
  result.where = "c(\"1\")";
  result.action = 2;
  const FailureKind kind = FirstFailureOf(space[7], result).kind;
  EXPECT_EQ(kind.action, 2u);
  EXPECT_EQ(kind.outcome, ToString(result.outcome));
  EXPECT_EQ(kind.message, "");
  // It had failed before.
  result.failures.insert(result.failures.begin(), Assertion("x", "a(\"1\")"));
  EXPECT_EQ(FirstFailureOf(space[7], result).kind.action, 0u);
  EXPECT_EQ(FirstFailureOf(space[7], result).kind.outcome, "failed");
}

TEST(FailureKindTest, WhatIsInNoActionSaysNothingOfActions) {
  const WalkSpace space = test::SpaceOfSizes({2, 2});
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.failures = {Assertion("x", "SetUp of the fixture")};
  result.where = "SetUp of the fixture";
  const FirstFailure first = FirstFailureOf(space[0], result);
  EXPECT_EQ(first.kind.action, 2u);
  EXPECT_EQ(first.reached, 0u);
}

TEST(FailureKindTest, AnUpdateIsItsSerialActions) {
  const WalkSpace space = test::SpaceOfSizes({2, 2});
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.where = "the update of b(\"1\")";
  result.action = 1;
  result.failures = {Assertion("x", result.where)};
  EXPECT_EQ(FirstFailureOf(space[3], result).kind.action, 1u);
}

TEST(FailureKindTest, TheLastAttemptTellsOrTheFirstOfAFlakyWalk) {
  const WalkSpace space = test::SpaceOfSizes({2, 2});
  WalkResult result;
  result.outcome = outcome::Failed{};
  result.attempts = 2;
  result.failures = {Assertion("first", "a(\"0\")", 1), Assertion("second", "b(\"0\")", 2)};
  result.failures[0].attempt = 1;
  result.failures[1].attempt = 2;
  result.where = "b(\"0\")";
  result.action = 1;
  EXPECT_EQ(FirstFailureOf(space[0], result).kind.line, 2);
  result.outcome = outcome::Flaky{2, false};
  EXPECT_EQ(FirstFailureOf(space[0], result).kind.line, 1);
  EXPECT_EQ(FirstFailureOf(space[0], result).kind.outcome, "failed");
}

}  // namespace
}  // namespace combtest::internal::explain
