// JSON that may stand in a page's <script> element.
#ifndef COMBTEST_SRC_PAGE_SCRIPT_JSON_H_
#define COMBTEST_SRC_PAGE_SCRIPT_JSON_H_

#include <boost/json/fwd.hpp>
#include <string>

namespace combtest::internal {

// On one line, valid UTF-8. Nothing in it ends the element, begins a comment, or is the end of a
// line in JavaScript: <, >, & and U+2028, U+2029 are written as \u escapes.
std::string ScriptJson(const boost::json::value& value);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_SCRIPT_JSON_H_
