#include "src/record/summary_json.h"

#include <boost/describe/class.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <exception>
#include <string>
#include <vector>

#include "combtest/action.h"
#include "src/record/explanations_json.h"
#include "src/record/result_json.h"

namespace combtest {

BOOST_DESCRIBE_STRUCT(StrengthCoverage, (), (strength, all, covered, impossible, undecided))
BOOST_DESCRIBE_STRUCT(PairCoverage, (), (first, second, counts))
BOOST_DESCRIBE_STRUCT(MissingCombination, (), (strength, options, reason))
BOOST_DESCRIBE_STRUCT(ImpossibleCombination, (), (strength, options, constraints))
BOOST_DESCRIBE_STRUCT(Coverage, (), (strengths, pairs, missing, impossible, excluded, shortfall))

namespace internal {

namespace json = boost::json;

namespace {

json::array ResultsToJson(const std::vector<WalkResult>& results) {
  json::array array;
  for (const WalkResult& result : results) array.push_back(ResultToJson(result));
  return array;
}

std::vector<WalkResult> ResultsFromJson(const json::value& value) {
  std::vector<WalkResult> results;
  for (const json::value& result : value.as_array()) results.push_back(ResultFromJson(result));
  return results;
}

}  // namespace

json::value SummaryToJson(const RunSummary& summary) {
  json::array slowest;
  for (const SlowWalk& walk : summary.slowest_walks)
    slowest.push_back(json::array{walk.id, walk.took.count()});
  return {{"name", summary.name},
          {"walk_count", summary.walk_count},
          {"error_count", summary.error_count},
          {"flaky_count", summary.flaky_count},
          {"cancel_count", summary.cancel_count},
          {"segment_count", summary.segment_count},
          {"elapsed", summary.elapsed.count()},
          {"failed", ResultsToJson(summary.failed_walks)},
          {"cancelled", ResultsToJson(summary.cancelled_walks)},
          {"flaky", ResultsToJson(summary.flaky_walks)},
          {"run_failures", FailuresToJson(summary.run_failures)},
          {"slowest", std::move(slowest)},
          {"ledger", LedgerToJson(summary.ledger)},
          {"array", summary.array},
          {"coverage", json::value_from(summary.coverage)},
          {"explanations", ExplanationsToJson(summary.explanations)},
          {"trace", summary.logs.trace},
          {"directory", summary.logs.directory},
          {"has_space", summary.logs.space.has_value()}};
}

RunSummary SummaryFromJson(const json::value& value, const WalkSpace& space) {
  try {
    const json::object& object = value.as_object();
    const auto number = [&](const char* name) {
      return json::value_to<std::uint64_t>(object.at(name));
    };
    const auto text = [&](const char* name) {
      return json::value_to<std::string>(object.at(name));
    };
    RunSummary summary;
    summary.name = text("name");
    summary.walk_count = number("walk_count");
    summary.error_count = number("error_count");
    summary.flaky_count = number("flaky_count");
    summary.cancel_count = number("cancel_count");
    summary.segment_count = number("segment_count");
    summary.elapsed = std::chrono::nanoseconds(object.at("elapsed").to_number<std::int64_t>());
    summary.failed_walks = ResultsFromJson(object.at("failed"));
    summary.cancelled_walks = ResultsFromJson(object.at("cancelled"));
    summary.flaky_walks = ResultsFromJson(object.at("flaky"));
    summary.run_failures = FailuresFromJson(object.at("run_failures"));
    for (const json::value& walk : object.at("slowest").as_array()) {
      summary.slowest_walks.push_back(
          {walk.at(0).to_number<WalkId>(),
           std::chrono::nanoseconds(walk.at(1).to_number<std::int64_t>())});
    }
    summary.ledger = LedgerFromJson(object.at("ledger"));
    summary.array = text("array");
    summary.coverage = json::value_to<Coverage>(object.at("coverage"));
    summary.explanations = ExplanationsFromJson(object.at("explanations"));
    summary.logs.trace = text("trace");
    summary.logs.directory = text("directory");
    if (object.at("has_space").as_bool()) summary.logs.space = space;
    return summary;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(std::string("the results of a call can't be read: ") + error.what());
  }
}

}  // namespace internal
}  // namespace combtest
