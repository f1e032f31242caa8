#include "src/record/summary_json.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "src/record/result_json.h"
#include "test/support/numbered.h"
#include "test/support/text.h"

namespace combtest::internal {
namespace {

RunSummary Again(const RunSummary& summary) {
  const std::string text = boost::json::serialize(SummaryToJson(summary));
  return SummaryFromJson(boost::json::parse(text), test::SpaceOfSizes({2, 3}));
}

TEST(SummaryJsonTest, CoverageComesBackAsItWas) {
  RunSummary summary;
  summary.coverage.strengths = {{1, 5, 5, 0, 0}, {2, 6, 3, 1, 1}};
  summary.coverage.pairs = {{"Format", "Codec", {2, 4, 2, 1, 1}},
                            {"Codec", "\"x\"", {2, 2, 1, 0, 0}}};
  summary.coverage.missing = {{2, "Format(512), Codec(\"zip\")", "failed"}};
  summary.coverage.impossible = {{2, "Format(4096), Codec(\"zip\")", {"ShouldCancel of Codec"}}};
  summary.coverage.shortfall = "2-way 60 %";
  EXPECT_EQ(Again(summary).coverage, summary.coverage);
  EXPECT_EQ(Again({}).coverage, Coverage());
}

TEST(SummaryJsonTest, WhatABudgetCutOffComesBackAsItWas) {
  RunSummary summary;
  summary.ledger.selected = 9;
  summary.ledger.passed = 5;
  summary.ledger.not_run = summary.ledger.cut_off = 4;
  EXPECT_EQ(Again(summary).ledger, summary.ledger);
  EXPECT_TRUE(Again(summary).ok());
  summary.ledger.cut_off = 0;
  EXPECT_FALSE(Again(summary).ok());
}

// In a file that somebody has changed.
TEST(SummaryJsonTest, MoreCutOffThanNotRunIsRefused) {
  Ledger ledger;
  ledger.selected = ledger.not_run = 4;
  ledger.cut_off = 5;
  EXPECT_EQ(test::MessageOf<Error>([&] { LedgerFromJson(LedgerToJson(ledger)); }),
            "its ledger says that 5 walks were cut off, of 4 that weren't run");
}

TEST(SummaryJsonTest, AWalkIsCutOffWhereThatIsTrue) {
  const auto read = [](const std::string& more) {
    const auto json = boost::json::parse(R"({"is":"not run","reason":"late")" + more + "}");
    return std::get<outcome::NotRun>(OutcomeFromJson(json)).cut_off;
  };
  EXPECT_TRUE(read(R"(,"cut_off":true)"));
  EXPECT_FALSE(read(R"(,"cut_off":false)"));
  EXPECT_FALSE(read(""));
}

}  // namespace
}  // namespace combtest::internal
