#include "src/record/explanations_json.h"

#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <string>
#include <utility>
#include <vector>

#include "src/record/result_json.h"

namespace combtest::internal {

namespace json = boost::json;

namespace {

json::array OptionsToJson(const OptionCombination& options) {
  json::array array;
  for (const ExplainedOption& one : options)
    array.push_back({{"action", one.action}, {"option", one.option}, {"text", one.text}});
  return array;
}

template <class T>
T Number(const json::value& of, const char* name) {
  return json::value_to<T>(of.as_object().at(name));
}
std::string Text(const json::value& of, const char* name) {
  return json::value_to<std::string>(of.as_object().at(name));
}
template <class T>
std::vector<T> Numbers(const json::value& of, const char* name) {
  return json::value_to<std::vector<T>>(of.as_object().at(name));
}

OptionCombination OptionsFromJson(const json::value& array) {
  OptionCombination options;
  for (const json::value& one : array.as_array()) {
    options.push_back({Number<std::size_t>(one, "action"), Number<std::size_t>(one, "option"),
                       Text(one, "text")});
  }
  return options;
}

json::object ToJson(const Explanation& explanation) {
  json::array alternatives;
  for (const OptionCombination& other : explanation.alternatives)
    alternatives.push_back(OptionsToJson(other));
  json::object object{{"options", OptionsToJson(explanation.options)},
                      {"failed", explanation.failed},
                      {"walks", explanation.walks},
                      {"passes_with", OptionsToJson(explanation.passes_with)},
                      {"alternatives", std::move(alternatives)},
                      {"alternative_count", explanation.alternative_count},
                      {"failing", explanation.failing}};
  if (explanation.passing) object["passing"] = *explanation.passing;
  object["differ"] = json::value_from(explanation.differ);
  return object;
}

Explanation FromJson(const json::value& value) {
  Explanation explanation;
  explanation.options = OptionsFromJson(value.at("options"));
  explanation.failed = Number<std::uint64_t>(value, "failed");
  explanation.walks = Number<std::uint64_t>(value, "walks");
  explanation.passes_with = OptionsFromJson(value.at("passes_with"));
  for (const json::value& other : value.at("alternatives").as_array())
    explanation.alternatives.push_back(OptionsFromJson(other));
  explanation.alternative_count = Number<std::uint64_t>(value, "alternative_count");
  explanation.failing = Number<WalkId>(value, "failing");
  if (value.as_object().contains("passing")) explanation.passing = Number<WalkId>(value, "passing");
  explanation.differ = Numbers<std::size_t>(value, "differ");
  return explanation;
}

json::object ToJson(const FailureGroup& group) {
  json::array explanations;
  for (const Explanation& one : group.explanations) explanations.push_back(ToJson(one));
  return {{"outcome", group.outcome},
          {"action", group.action},
          {"action_name", group.action_name},
          {"file", group.file},
          {"line", group.line},
          {"message", group.message},
          {"walks", json::value_from(group.walks)},
          {"walk_count", group.walk_count},
          {"flaky", group.flaky},
          {"past", group.past},
          {"explanations", std::move(explanations)},
          {"explained", group.explained}};
}

FailureGroup GroupFromJson(const json::value& value) {
  FailureGroup group;
  group.outcome = Text(value, "outcome");
  group.action = Number<std::size_t>(value, "action");
  group.action_name = Text(value, "action_name");
  group.file = Text(value, "file");
  group.line = Number<int>(value, "line");
  group.message = Text(value, "message");
  group.walks = Numbers<WalkId>(value, "walks");
  group.walk_count = Number<std::uint64_t>(value, "walk_count");
  group.flaky = Number<std::uint64_t>(value, "flaky");
  group.past = Number<std::uint64_t>(value, "past");
  for (const json::value& one : value.at("explanations").as_array())
    group.explanations.push_back(FromJson(one));
  group.explained = Number<std::uint64_t>(value, "explained");
  return group;
}

json::object ToJson(const TriedCombination& tried) {
  return {{"options", OptionsToJson(tried.options)},
          {"outcome", tried.outcome},
          {"action", tried.action},
          {"action_name", tried.action_name},
          {"file", tried.file},
          {"line", tried.line},
          {"confirmed", tried.confirmed},
          {"suspected", tried.suspected},
          {"flaky", tried.flaky},
          {"failed", tried.failed},
          {"passed", tried.passed},
          {"extra", tried.extra},
          {"without", tried.without}};
}

TriedCombination TriedFromJson(const json::value& value) {
  TriedCombination tried;
  tried.options = OptionsFromJson(value.at("options"));
  tried.outcome = Text(value, "outcome");
  tried.action = Number<std::size_t>(value, "action");
  tried.action_name = Text(value, "action_name");
  tried.file = Text(value, "file");
  tried.line = Number<int>(value, "line");
  tried.confirmed = value.at("confirmed").as_bool();
  tried.suspected = value.at("suspected").as_bool();
  tried.flaky = value.at("flaky").as_bool();
  tried.failed = Number<std::uint64_t>(value, "failed");
  tried.passed = Number<std::uint64_t>(value, "passed");
  tried.extra = Number<std::uint64_t>(value, "extra");
  tried.without = Number<std::uint64_t>(value, "without");
  return tried;
}

json::object ToJson(const ExtraWalks& extra) {
  json::array tried;
  for (const TriedCombination& one : extra.tried) tried.push_back(ToJson(one));
  return {{"ledger", LedgerToJson(extra.ledger)},
          {"tried", std::move(tried)},
          {"kept", json::array(extra.kept.begin(), extra.kept.end())},
          {"note", extra.note},
          {"ns", extra.elapsed.count()}};
}

ExtraWalks ExtraFromJson(const json::value& value) {
  ExtraWalks extra;
  extra.ledger = LedgerFromJson(value.at("ledger"));
  for (const json::value& one : value.at("tried").as_array())
    extra.tried.push_back(TriedFromJson(one));
  for (const json::value& one : value.at("kept").as_array())
    extra.kept.push_back(json::value_to<std::string>(one));
  extra.note = Text(value, "note");
  extra.elapsed = std::chrono::nanoseconds(Number<std::int64_t>(value, "ns"));
  return extra;
}

}  // namespace

json::value ExplanationsToJson(const Explanations& explanations) {
  json::array groups;
  for (const FailureGroup& group : explanations.groups) groups.push_back(ToJson(group));
  json::object object{{"groups", std::move(groups)},      {"group_count", explanations.group_count},
                      {"failed", explanations.failed},    {"passed", explanations.passed},
                      {"largest", explanations.largest},  {"looked_at", explanations.looked_at},
                      {"left_out", explanations.left_out}};
  if (explanations.extra) object["extra"] = ToJson(*explanations.extra);
  return object;
}

Explanations ExplanationsFromJson(const json::value& value) {
  Explanations explanations;
  for (const json::value& group : value.at("groups").as_array())
    explanations.groups.push_back(GroupFromJson(group));
  explanations.group_count = Number<std::uint64_t>(value, "group_count");
  explanations.failed = Number<std::uint64_t>(value, "failed");
  explanations.passed = Number<std::uint64_t>(value, "passed");
  explanations.largest = Number<std::size_t>(value, "largest");
  explanations.looked_at = Number<std::uint64_t>(value, "looked_at");
  explanations.left_out = Number<std::uint64_t>(value, "left_out");
  if (const json::value* extra = value.as_object().if_contains("extra"))
    explanations.extra = ExtraFromJson(*extra);
  return explanations;
}

}  // namespace combtest::internal
