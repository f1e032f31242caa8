// JSON that this library has written itself: states, messages, records of traces.
#ifndef COMBTEST_SRC_TEXT_READ_JSON_H_
#define COMBTEST_SRC_TEXT_READ_JSON_H_

#include <boost/json/parse.hpp>
#include <string_view>

namespace combtest::internal {

// Takes any bytes in strings, as actions log and throw them, and values as deep as a person's list
// of lists may be. (Boost.JSON's own limit is 32.)
inline boost::json::value ReadJson(std::string_view text, boost::json::error_code& error,
                                   boost::json::storage_ptr memory = {}) {
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  options.max_depth = 1000;
  return boost::json::parse(boost::json::string_view(text.data(), text.size()), error,
                            std::move(memory), options);
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_READ_JSON_H_
