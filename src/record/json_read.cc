#include "combtest/internal/json_read.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdlib>

#include "combtest/from_json.h"
#include "combtest/internal/printed.h"

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

std::string IntegerText(const std::string& min, const std::string& max) {
  return "a whole number from " + min + " to " + max;
}

[[noreturn]] void ThrowNoInteger(const JsonPlace& place, const boost::json::value& json,
                                 const std::string& min, const std::string& max) {
  ThrowExpected(place, json.is_number() ? IntegerText(min, max) : "a number", json);
}

// Digits, as WideText has written them.
bool ReadDigits(std::string_view text, Uint128& number) {
  constexpr Uint128 kMax = ~Uint128(0);
  if (text.empty()) return false;
  number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<unsigned>(c - '0');
    if (number > (kMax - digit) / 10) return false;
    number = number * 10 + digit;
  }
  return true;
}

template <class T>
const T& Part(const T* part, std::string_view wanted, const boost::json::value& json,
              const JsonPlace& place) {
  if (part == nullptr) ThrowExpected(place, wanted, json);
  return *part;
}

}  // namespace

std::string MemberPath(const std::string& path, std::string_view name) {
  if (IsIdentifier(name)) return path + "." + std::string(name);
  return path + "[" + boost::json::serialize(boost::json::string_view(name.data(), name.size())) +
         "]";
}

std::string ElementPath(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

std::string JsonPlace::ToString() const {
  if (outer_ == nullptr) return std::string(name_);
  return is_element_ ? ElementPath(outer_->ToString(), index_)
                     : MemberPath(outer_->ToString(), name_);
}

void ThrowExpected(const JsonPlace& place, std::string_view wanted,
                   const boost::json::value& found) {
  throw JsonError(place.ToString() + ": expected " + std::string(wanted) + ", found " +
                  Found(found, wanted));
}
void ThrowNoSuchValue(const JsonPlace& place, const std::type_info& type, const std::string& why) {
  throw JsonError(place.ToString() + ": no " + TypeName(type) + ": " + why);
}
void ThrowLacks(const JsonPlace& place, std::string_view member) {
  throw JsonError(place.ToString() + ": lacks `" + std::string(member) + "`");
}
void ThrowNoSuchMember(const JsonPlace& place, std::string_view member) {
  throw JsonError(JsonPlace(place, member).ToString() + ": there is no such member");
}

void ReadNull(const boost::json::value& json, const JsonPlace& place) {
  if (!json.is_null()) ThrowExpected(place, "null", json);
}

bool ReadBool(const boost::json::value& json, const JsonPlace& place) {
  return Part(json.if_bool(), "true or false", json, place);
}

long long ReadSigned(const boost::json::value& json, const JsonPlace& place, long long min,
                     long long max) {
  boost::json::error_code error;
  const auto number = json.to_number<long long>(error);
  if (error || number < min || number > max)
    ThrowNoInteger(place, json, std::to_string(min), std::to_string(max));
  return number;
}

unsigned long long ReadUnsigned(const boost::json::value& json, const JsonPlace& place,
                                unsigned long long max) {
  boost::json::error_code error;
  const auto number = json.to_number<unsigned long long>(error);
  if (error || number > max) ThrowNoInteger(place, json, "0", std::to_string(max));
  return number;
}

Uint128 ReadUint128(const boost::json::value& json, const JsonPlace& place) {
  boost::json::error_code error;
  if (const auto narrow = json.to_number<unsigned long long>(error); !error) return narrow;
  Uint128 number = 0;
  if (!json.is_string() || !ReadDigits(ReadText(json, place), number))
    ThrowNoInteger(place, json, "0", WideText(~Uint128(0)));
  return number;
}

Int128 ReadInt128(const boost::json::value& json, const JsonPlace& place) {
  constexpr Uint128 kMax = ~Uint128(0) >> 1;
  boost::json::error_code error;
  if (const auto narrow = json.to_number<long long>(error); !error) return narrow;
  error.clear();
  if (const auto narrow = json.to_number<unsigned long long>(error); !error) return narrow;
  std::string_view text = json.is_string() ? ReadText(json, place) : std::string_view();
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Uint128 number = 0;
  if (!ReadDigits(text, number) || number > kMax + (negative ? 1 : 0))
    ThrowNoInteger(place, json, "-" + WideText(kMax + 1), WideText(kMax));
  return static_cast<Int128>(negative ? -number : number);
}

double ReadReal(const boost::json::value& json, const JsonPlace& place) {
  if (!json.is_number()) ThrowExpected(place, "a number", json);
  return json.to_number<double>();
}

long double ReadLongReal(const boost::json::value& json, const JsonPlace& place) {
  if (const std::int64_t* number = json.if_int64()) return static_cast<long double>(*number);
  if (const std::uint64_t* number = json.if_uint64()) return static_cast<long double>(*number);
  if (json.is_string()) {
    const std::string text(ReadText(json, place));
    char* end = nullptr;
    const long double number = std::strtold(text.c_str(), &end);
    if (end != text.c_str() && end == text.c_str() + text.size() && std::isfinite(number))
      return number;
  }
  return ReadReal(json, place);
}

std::string_view ReadText(const boost::json::value& json, const JsonPlace& place) {
  const boost::json::string& text = Part(json.if_string(), "a string", json, place);
  return {text.data(), text.size()};
}

void CopyJson(const boost::json::value& json, const JsonPlace&, boost::json::value& to) {
  to = json;
}
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::object& to) {
  to = Part(json.if_object(), "an object", json, place);
}
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::array& to) {
  to = Part(json.if_array(), "an array", json, place);
}
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::string& to) {
  to = Part(json.if_string(), "a string", json, place);
}

JsonElements::JsonElements(const boost::json::value& json, const JsonPlace& place)
    : array_(&Part(json.if_array(), "an array", json, place)), size_(array_->size()) {}
JsonElements::JsonElements(const boost::json::value& json, const JsonPlace& place, std::size_t size)
    : array_(json.if_array()), size_(size) {
  if (array_ == nullptr || array_->size() != size)
    ThrowExpected(place, "an array of " + std::to_string(size) + " values", json);
}
const boost::json::value& JsonElements::operator[](std::size_t index) const {
  return (*array_)[index];
}

JsonMembers::JsonMembers(const boost::json::value& json, const JsonPlace& place)
    : object_(&Part(json.if_object(), "an object", json, place)), size_(object_->size()) {}
std::string_view JsonMembers::name(std::size_t index) const {
  const auto key = object_->begin()[static_cast<std::ptrdiff_t>(index)].key();
  return {key.data(), key.size()};
}
const boost::json::value& JsonMembers::value(std::size_t index) const {
  return object_->begin()[static_cast<std::ptrdiff_t>(index)].value();
}
const boost::json::value* JsonMembers::Find(std::string_view name) const {
  return object_->if_contains(boost::json::string_view(name.data(), name.size()));
}

bool MayBe(JsonKind kind, const boost::json::value& json) {
  switch (kind) {
    case JsonKind::kNull:
      return json.is_null();
    case JsonKind::kBool:
      return json.is_bool();
    case JsonKind::kInteger:
    case JsonKind::kReal:
      return json.is_number();
    case JsonKind::kText:
    case JsonKind::kPath:
    case JsonKind::kEnum:
      return json.is_string();
    case JsonKind::kMap:
    case JsonKind::kClass:
      return json.is_object();
    case JsonKind::kSequence:
    case JsonKind::kTuple:
      return json.is_array();
    default:
      return true;
  }
}

}  // namespace combtest::internal
