// Results of walks as JSON, for the channel to workers and for reports.
#ifndef COMBTEST_SRC_RECORD_RESULT_JSON_H_
#define COMBTEST_SRC_RECORD_RESULT_JSON_H_

#include <boost/json/fwd.hpp>

#include "combtest/coverage.h"
#include "combtest/outcome.h"

namespace combtest::internal {

boost::json::value OutcomeToJson(const Outcome& outcome);
boost::json::value FailuresToJson(const std::vector<Failure>& failures);
// An object of its counts.
boost::json::value LedgerToJson(const Ledger& ledger);
boost::json::value CoverageToJson(const std::vector<StrengthCoverage>& coverage);
boost::json::value PairsToJson(const std::vector<PairCoverage>& pairs);
boost::json::value ResultToJson(const WalkResult& result);
// Throw Error, naming the field that is wrong.
Outcome OutcomeFromJson(const boost::json::value& json);
std::vector<Failure> FailuresFromJson(const boost::json::value& json);
Ledger LedgerFromJson(const boost::json::value& json);
WalkResult ResultFromJson(const boost::json::value& json);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RECORD_RESULT_JSON_H_
