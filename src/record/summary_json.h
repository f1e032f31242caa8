// What a call of RunTests gave, as JSON: for workers that pass over it.
#ifndef COMBTEST_SRC_RECORD_SUMMARY_JSON_H_
#define COMBTEST_SRC_RECORD_SUMMARY_JSON_H_

#include <boost/json/fwd.hpp>

#include "combtest/results.h"

namespace combtest::internal {

// All but logs.space, of which it says only whether there is one.
boost::json::value SummaryToJson(const RunSummary& summary);
// With `space` where there was one. Throws Error, naming what is wrong.
RunSummary SummaryFromJson(const boost::json::value& json, const WalkSpace& space);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RECORD_SUMMARY_JSON_H_
