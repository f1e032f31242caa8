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
  Explanations explanations{{group}, 2, 30, 40, 3, 70, 7};
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
