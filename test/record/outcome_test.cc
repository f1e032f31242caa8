#include "combtest/outcome.h"

#include <gtest/gtest.h>

#include <csignal>

#include "test/support/text.h"

namespace combtest {
namespace {

TEST(OutcomeTest, EachHasAWordAndASentence) {
  const std::vector<std::tuple<Outcome, std::string, std::string>> all = {
      {outcome::Passed{}, "passed", "passed"},
      {outcome::Flaky{3}, "flaky", "flaky: passed in attempt 3"},
      {outcome::Failed{}, "failed", "failed"},
      {outcome::Cancelled{"no disk"}, "cancelled", "cancelled: no disk"},
      {outcome::Crashed{SIGSEGV}, "crashed", "crashed: SIGSEGV (segmentation fault)"},
      {outcome::Crashed{63}, "crashed", "crashed: signal 63"},
      {outcome::Exited{3}, "exited", "exited: code 3"},
      {outcome::TimedOut{std::chrono::seconds(2)}, "timed out", "timed out after 2 s"},
      {outcome::Lost{"its worker died"}, "lost", "lost: its worker died"},
      {outcome::NotRun{}, "not run", "not run"},
  };
  for (const auto& [outcome, name, text] : all) {
    EXPECT_EQ(OutcomeName(outcome), name);
    EXPECT_EQ(ToString(outcome), text);
    EXPECT_EQ(test::Printed(outcome), text);
  }
}

TEST(OutcomeTest, WhatCountsAsFailed) {
  const auto with = [](Outcome outcome) {
    WalkResult result;
    result.outcome = std::move(outcome);
    return result;
  };
  EXPECT_TRUE(with(outcome::Passed{}).passed());
  EXPECT_FALSE(with(outcome::Passed{}).failed());
  EXPECT_TRUE(with(outcome::Cancelled{}).cancelled());
  EXPECT_FALSE(with(outcome::Cancelled{}).failed());
  EXPECT_TRUE(with(outcome::NotRun{}).not_run());
  EXPECT_FALSE(with(outcome::NotRun{}).failed());
  EXPECT_FALSE(with(outcome::Flaky{2}).passed());
  EXPECT_FALSE(with(outcome::Flaky{2}).failed());
  EXPECT_TRUE(with(outcome::Flaky{2, true}).failed());
  for (const Outcome& outcome :
       std::vector<Outcome>{outcome::Failed{}, outcome::Crashed{1}, outcome::Exited{0},
                            outcome::TimedOut{}, outcome::Lost{}}) {
    EXPECT_TRUE(with(outcome).failed()) << ToString(outcome);
  }
}

TEST(LedgerTest, CountsEachOutcomeOnceAndBalances) {
  Ledger ledger;
  ledger.selected = 9 + 5;
  for (const Outcome& outcome :
       std::vector<Outcome>{outcome::Passed{}, outcome::Flaky{2}, outcome::Failed{},
                            outcome::Cancelled{}, outcome::Crashed{1}, outcome::Exited{0},
                            outcome::TimedOut{}, outcome::Lost{}, outcome::NotRun{}}) {
    ledger.Count(outcome);
  }
  EXPECT_FALSE(ledger.Balanced());
  ledger.Count(outcome::Passed{}, 5);
  EXPECT_TRUE(ledger.Balanced());
  EXPECT_EQ(ToString(ledger),
            "14 selected = 6 passed + 1 flaky + 1 failed + 1 cancelled + 2 crashed + 1 timed out + "
            "1 lost + "
            "1 not run");
  EXPECT_EQ(ToString(Ledger{}), "0 selected = 0");
}

TEST(FailureTest, PrintsItsPlaceAndAction) {
  Failure failure;
  failure.message = "it broke";
  EXPECT_EQ(test::Printed(failure), "it broke");
  failure.where = "Write(1)";
  EXPECT_EQ(test::Printed(failure), "it broke (in Write(1))");
  failure.file = "a.cc";
  failure.line = 7;
  EXPECT_EQ(test::Printed(failure), "a.cc:7: it broke (in Write(1))");
}

}  // namespace
}  // namespace combtest
