#include "src/record/explanations_json.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <exception>

namespace combtest::internal {
namespace {

TEST(ExplanationsJsonTest, ComesBackAsItWas) {
  const ExplainedOption a{0, 1, "A=1"}, b{2, 0, "B=\"x\""};
  FailureGroup group;
  group.outcome = "failed";
  group.action = 2;
  group.action_name = "B";
  group.file = "disk_test.cc";
  group.line = 31;
  group.message = "a message";
  group.walks = {3, 9};
  group.walk_count = 12;
  group.flaky = 1;
  group.past = 20;
  group.explained = 11;
  group.explanations = {{{a, b}, 11, 13, {b}, {{a}}, 4, 3, 5, {0, 2}},
                        {{a}, 2, 2, {}, {}, 0, 3, std::nullopt, {}}};
  ExtraWalks extra;
  extra.ledger.selected = 3;
  extra.ledger.failed = extra.ledger.crashed = extra.ledger.passed = 1;
  extra.tried = {{{a, b}, "crashed", 2, "B", "disk_test.cc", 31, true, false, false, 14, 1, 12, 5},
                 {{b}, "failed", 3, "", "", 0, false, true, false, 2, 3, 4, 0}};
  extra.kept = {"/tmp/combtest-1/7"};
  extra.note = "their time is over";
  extra.elapsed = std::chrono::seconds(3);
  Explanations explanations{{group}, 2, 30, 40, 3, 70, 7, extra};
  const std::string text = boost::json::serialize(ExplanationsToJson(explanations));
  EXPECT_EQ(ExplanationsFromJson(boost::json::parse(text)), explanations);
  EXPECT_EQ(ExplanationsFromJson(ExplanationsToJson({})), Explanations());
}

TEST(ExplanationsJsonTest, WhatIsMissingIsNoticed) {
  EXPECT_THROW(ExplanationsFromJson(boost::json::parse("{}")), std::exception);
  EXPECT_THROW(ExplanationsFromJson(boost::json::parse(R"({"groups":[{"outcome":1}]})")),
               std::exception);
}

}  // namespace
}  // namespace combtest::internal
