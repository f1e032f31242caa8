// What failed walks have in common, as JSON: in traces, and for workers that pass over a call.
#ifndef COMBTEST_SRC_RECORD_EXPLANATIONS_JSON_H_
#define COMBTEST_SRC_RECORD_EXPLANATIONS_JSON_H_

#include <boost/json/fwd.hpp>

#include "combtest/explanation.h"

namespace combtest::internal {

boost::json::value ExplanationsToJson(const Explanations& explanations);
// Throws std::exception where something is missing or of another kind. What it doesn't know is
// passed over.
Explanations ExplanationsFromJson(const boost::json::value& json);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RECORD_EXPLANATIONS_JSON_H_
