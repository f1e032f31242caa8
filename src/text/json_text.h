// Pieces of JSON written by hand, where records are many.
#ifndef COMBTEST_SRC_TEXT_JSON_TEXT_H_
#define COMBTEST_SRC_TEXT_JSON_TEXT_H_

#include <boost/json/fwd.hpp>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace combtest::internal {

// What isn't UTF-8 becomes U+FFFD, so that every JSON parser reads it.
std::string ValidUtf8(std::string_view text);
// With its quotes.
std::string QuotedJson(std::string_view text);
// On one line, valid UTF-8.
std::string LineJson(const boost::json::value& value);

template <std::integral T>
void AppendNumber(std::string& out, T number) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_JSON_TEXT_H_
