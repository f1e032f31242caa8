#include "src/record/result_json.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <exception>
#include <string>
#include <utility>

#include "combtest/action.h"

namespace combtest {

BOOST_DESCRIBE_STRUCT(Failure, (), (severity, origin, file, line, message, where, attempt))
BOOST_DESCRIBE_ENUM(Failure::Severity, kNonFatal, kFatal, kSkip)
BOOST_DESCRIBE_ENUM(Failure::Origin, kAssertion, kException)
BOOST_DESCRIBE_STRUCT(Ledger, (),
                      (selected, passed, flaky, failed, cancelled, crashed, timed_out, lost,
                       not_run))

namespace internal {

namespace json = boost::json;

json::value OutcomeToJson(const Outcome& result) {
  json::object object{{"is", std::string(OutcomeName(result))}};
  if (const auto* o = std::get_if<outcome::Flaky>(&result)) {
    object["attempts"] = o->attempts;
    object["counts_as_failed"] = o->counts_as_failed;
  }
  if (const auto* o = std::get_if<outcome::Cancelled>(&result)) object["reason"] = o->reason;
  if (const auto* o = std::get_if<outcome::Crashed>(&result)) object["signal"] = o->signal;
  if (const auto* o = std::get_if<outcome::Exited>(&result)) object["code"] = o->code;
  if (const auto* o = std::get_if<outcome::TimedOut>(&result))
    object["limit_ns"] = o->limit.count();
  if (const auto* o = std::get_if<outcome::Lost>(&result)) object["reason"] = o->reason;
  if (const auto* o = std::get_if<outcome::NotRun>(&result)) {
    object["reason"] = o->reason;
    if (o->cut_off) object["cut_off"] = true;
  }
  return object;
}

namespace {

bool IsTrue(const json::value* value) { return value != nullptr && value->as_bool(); }

}  // namespace

Outcome OutcomeFromJson(const json::value& value) {
  try {
    const json::object& object = value.as_object();
    const std::string name = json::value_to<std::string>(object.at("is"));
    const auto text = [&] { return json::value_to<std::string>(object.at("reason")); };
    if (name == "passed") return outcome::Passed{};
    if (name == "flaky") {
      return outcome::Flaky{json::value_to<unsigned>(object.at("attempts")),
                            json::value_to<bool>(object.at("counts_as_failed"))};
    }
    if (name == "failed") return outcome::Failed{};
    if (name == "cancelled") return outcome::Cancelled{text()};
    if (name == "crashed") return outcome::Crashed{json::value_to<int>(object.at("signal"))};
    if (name == "exited") return outcome::Exited{json::value_to<int>(object.at("code"))};
    if (name == "timed out") {
      return outcome::TimedOut{
          std::chrono::nanoseconds(json::value_to<std::int64_t>(object.at("limit_ns")))};
    }
    if (name == "lost") return outcome::Lost{text()};
    if (name == "not run") return outcome::NotRun{text(), IsTrue(object.if_contains("cut_off"))};
    throw Error("there is no outcome `" + name + "`");
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(std::string("an outcome can't be read: ") + error.what());
  }
}

json::value FailuresToJson(const std::vector<Failure>& failures) {
  return json::value_from(failures);
}

std::vector<Failure> FailuresFromJson(const json::value& value) {
  try {
    return json::value_to<std::vector<Failure>>(value);
  } catch (const std::exception& error) {
    throw Error(std::string("its failures can't be read: ") + error.what());
  }
}

json::value LedgerToJson(const Ledger& ledger) {
  json::value value = json::value_from(ledger);
  if (ledger.cut_off > 0) value.as_object()["cut_off"] = ledger.cut_off;
  return value;
}

namespace {

void AddCounts(json::object& to, const StrengthCoverage& of) {
  to["all"] = of.all;
  to["covered"] = of.covered;
  to["impossible"] = of.impossible;
  to["undecided"] = of.undecided;
}

}  // namespace

json::value CoverageToJson(const std::vector<StrengthCoverage>& coverage) {
  json::array strengths;
  for (const StrengthCoverage& of : coverage) {
    json::object one{{"strength", of.strength}};
    AddCounts(one, of);
    strengths.push_back(std::move(one));
  }
  return strengths;
}

json::value PairsToJson(const std::vector<PairCoverage>& pairs) {
  json::array array;
  for (const PairCoverage& pair : pairs) {
    json::object one{{"actions", json::array{json::string(pair.first), json::string(pair.second)}}};
    AddCounts(one, pair.counts);
    array.push_back(std::move(one));
  }
  return array;
}

Ledger LedgerFromJson(const json::value& value) {
  try {
    json::object counts = value.as_object();
    const json::value* cut_off = counts.if_contains("cut_off");
    const auto of_not_run = cut_off == nullptr ? 0 : cut_off->to_number<std::uint64_t>();
    counts.erase("cut_off");
    auto ledger = json::value_to<Ledger>(json::value(std::move(counts)));
    ledger.cut_off = of_not_run;
    if (ledger.cut_off > ledger.not_run) {
      throw Error("its ledger says that " + std::to_string(ledger.cut_off) +
                  " walks were cut off, of " + std::to_string(ledger.not_run) +
                  " that weren't run");
    }
    return ledger;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(std::string("its ledger can't be read: ") + error.what());
  }
}

json::value ResultToJson(const WalkResult& result) {
  json::object object{{"id", result.id},
                      {"outcome", OutcomeToJson(result.outcome)},
                      {"failures", json::value_from(result.failures)},
                      {"where", result.where},
                      {"action", result.action},
                      {"state", result.state},
                      {"output", result.output},
                      {"attempts", result.attempts}};
  if (!result.scratch.empty()) object["scratch"] = result.scratch;
  return object;
}

WalkResult ResultFromJson(const json::value& value) {
  try {
    const json::object& object = value.as_object();
    WalkResult result;
    result.id = json::value_to<WalkId>(object.at("id"));
    result.outcome = OutcomeFromJson(object.at("outcome"));
    result.failures = json::value_to<std::vector<Failure>>(object.at("failures"));
    result.where = json::value_to<std::string>(object.at("where"));
    result.action = json::value_to<std::size_t>(object.at("action"));
    result.state = json::value_to<std::string>(object.at("state"));
    result.output = json::value_to<std::string>(object.at("output"));
    result.attempts = json::value_to<unsigned>(object.at("attempts"));
    if (object.contains("scratch"))
      result.scratch = json::value_to<std::string>(object.at("scratch"));
    return result;
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(std::string("a walk's result can't be read: ") + error.what());
  }
}

}  // namespace internal
}  // namespace combtest
