#include "combtest/internal/json_mismatch.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cctype>

namespace combtest::internal {
namespace {

bool IsIdentifier(std::string_view name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

// "a number"; where another one of the kind is wanted, which one it is.
std::string Found(const boost::json::value& json, std::string_view wanted) {
  constexpr std::size_t kMaxShown = 60;
  const auto shown = [&json](const char* kind) {
    std::string text = boost::json::serialize(json);
    if (text.size() > kMaxShown) text = text.substr(0, kMaxShown) + "...";
    return std::string(kind) + " " + text;
  };
  switch (json.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return json.get_bool() ? "true" : "false";
    case boost::json::kind::string:
      return wanted.starts_with("one of") ? shown("the string") : "a string";
    case boost::json::kind::array:
      return wanted.starts_with("an array")
                 ? "an array of " + std::to_string(json.get_array().size()) + " values"
                 : "an array";
    case boost::json::kind::object:
      return "an object";
    default:
      return wanted.starts_with("a whole number") ? shown("the number") : "a number";
  }
}

}  // namespace

std::string Expected(const std::string& path, std::string_view wanted,
                     const boost::json::value& found) {
  return path + ": expected " + std::string(wanted) + ", found " + Found(found, wanted);
}

std::string MemberPath(const std::string& path, std::string_view name) {
  if (IsIdentifier(name)) return path + "." + std::string(name);
  return path + "[" + boost::json::serialize(boost::json::value(name)) + "]";
}

std::string ElementPath(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

std::string IntegerText(long long min, unsigned long long max) {
  return "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
}

}  // namespace combtest::internal
