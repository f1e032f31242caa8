#include "src/text/json_text.h"

#include <boost/json/serialize.hpp>

#include "src/text/utf8.h"

namespace combtest::internal {
std::string ValidUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length == 0) {
      valid += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    valid.append(text.substr(0, length));
    text.remove_prefix(length);
  }
  return valid;
}

std::string QuotedJson(std::string_view text) {
  const std::string valid = ValidUtf8(text);
  return boost::json::serialize(boost::json::string_view(valid));
}

std::string LineJson(const boost::json::value& value) {
  return ValidUtf8(boost::json::serialize(value));
}

}  // namespace combtest::internal
