// JSON that this library has written itself: states, messages, records of traces.
#ifndef COMBTEST_SRC_TEXT_READ_JSON_H_
#define COMBTEST_SRC_TEXT_READ_JSON_H_

#include <boost/json/parse.hpp>
#include <cstddef>
#include <string_view>

namespace combtest::internal {

// How deep a state's JSON may be. (Boost.JSON's own limit is 32.)
inline constexpr std::size_t kMaxStateDepth = 1000;

// Takes any bytes in strings, as actions log and throw them, and any state, in a message or a
// record that has it inside.
inline boost::json::value ReadJson(std::string_view text, boost::json::error_code& error,
                                   boost::json::storage_ptr memory = {}) {
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  options.max_depth = kMaxStateDepth + 16;
  return boost::json::parse(boost::json::string_view(text.data(), text.size()), error,
                            std::move(memory), options);
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_READ_JSON_H_
