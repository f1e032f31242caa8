// States as JSON that everybody can read.
#ifndef COMBTEST_SRC_RECORD_STATE_JSON_H_
#define COMBTEST_SRC_RECORD_STATE_JSON_H_

#include <boost/json/fwd.hpp>
#include <string>

#include "combtest/internal/action_entry.h"

namespace combtest::internal {

// Throws what the state's own code throws, and Error where a number in it is NaN or infinite, which
// JSON can't say, or it is deeper than kMaxStateDepth; it names the member.
boost::json::value StateToJson(const StateOps& ops, const void* state);

// The same, appended as text.
void AppendStateJson(const StateOps& ops, const void* state, std::string& text);

// "TYPE isn't JSON-able; …", as an Error says it that needs it to be.
std::string NotJsonAble(const StateOps& ops);

// Why it can't be written as JSON, as a walk's failure; empty: it can.
std::string WhyNotJson(const StateOps& ops, const void* state);
// Inside a catch block, of what StateToJson has thrown.
std::string WhyNotJson();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RECORD_STATE_JSON_H_
