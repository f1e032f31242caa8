#include "src/page/script_json.h"

#include "src/text/json_text.h"

namespace combtest::internal {

// These characters stand only in strings, where an escape means the same.
std::string ScriptJson(const boost::json::value& value) {
  const std::string json = LineJson(value);
  std::string text;
  text.reserve(json.size() + json.size() / 64);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '<') {
      text += "\\u003c";
    } else if (c == '>') {
      text += "\\u003e";
    } else if (c == '&') {
      text += "\\u0026";
    } else if (c == '\x7f') {
      text += "\\u007f";
    } else if (c == '\xE2' && (json.compare(i, 3, "\xE2\x80\xA8") == 0 ||
                               json.compare(i, 3, "\xE2\x80\xA9") == 0)) {
      text += json[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace combtest::internal
