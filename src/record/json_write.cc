#include "combtest/internal/json_write.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace combtest::internal {
namespace {

std::string Digits(Uint128 number) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  } while (number != 0);
  return {digits.rbegin(), digits.rend()};
}

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

template <class Number>
void AppendNumber(std::string& text, Number number) {
  std::array<char, 24> digits;
  text.append(digits.data(),
              std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

template <class Narrow, class Json, class Wide>
void SetWide(Json& json, Wide number) {
  if (const auto narrow = static_cast<Narrow>(number); narrow == number) {
    SetInteger(json, narrow);
  } else {
    const std::string text = WideText(number);
    SetText(json, std::string_view(text));
  }
}

}  // namespace

std::string WideText(Uint128 number) { return Digits(number); }
std::string WideText(Int128 number) {
  return number < 0 ? "-" + Digits(-static_cast<Uint128>(number))
                    : Digits(static_cast<Uint128>(number));
}

void SetNull(boost::json::value& json) { json = nullptr; }
void SetBool(boost::json::value& json, bool truth) { json = truth; }
void SetInteger(boost::json::value& json, long long number) { json = number; }
void SetInteger(boost::json::value& json, unsigned long long number) { json = number; }
void SetInteger(boost::json::value& json, Int128 number) { SetWide<long long>(json, number); }
void SetInteger(boost::json::value& json, Uint128 number) {
  SetWide<unsigned long long>(json, number);
}
void SetReal(boost::json::value& json, double number) { json = number; }
void SetReal(boost::json::value& json, long double number) {
  const bool is_double =
      !std::isfinite(number) || (std::fabs(number) <= std::numeric_limits<double>::max() &&
                                 static_cast<long double>(static_cast<double>(number)) == number);
  if (is_double) {
    json = static_cast<double>(number);
  } else {
    std::array<char, 64> text;
    SetText(json, {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr});
  }
}
void SetText(boost::json::value& json, std::string_view text) {
  json.emplace_string().assign(text.data(), text.size());
}
void SetJson(boost::json::value& json, const boost::json::value& from) { json = from; }
void SetJson(boost::json::value& json, const boost::json::object& from) { json = from; }
void SetJson(boost::json::value& json, const boost::json::array& from) { json = from; }
void SetJson(boost::json::value& json, const boost::json::string& from) { json = from; }

boost::json::array& SetArray(boost::json::value& json, std::size_t size) {
  boost::json::array& array = json.emplace_array();
  array.reserve(size);
  return array;
}
boost::json::value& AddElement(boost::json::array& array) { return array.emplace_back(nullptr); }
boost::json::object& SetObject(boost::json::value& json, std::size_t size) {
  boost::json::object& object = json.emplace_object();
  object.reserve(size);
  return object;
}
boost::json::value& AddMember(boost::json::object& object, std::string_view name) {
  return object.emplace(boost::json::string_view(name.data(), name.size()), nullptr).first->value();
}

JsonWriter& JsonTextPart::AddElement() {
  if (!std::exchange(empty_, false)) json_.text += ',';
  return json_;
}
JsonWriter& JsonTextPart::AddMember(std::string_view name) {
  SetText(AddElement(), name);
  json_.text += ':';
  return json_;
}

void SetNull(JsonWriter& json) { json.text += "null"; }
void SetBool(JsonWriter& json, bool truth) { json.text += truth ? "true" : "false"; }
void SetInteger(JsonWriter& json, long long number) { AppendNumber(json.text, number); }
void SetInteger(JsonWriter& json, unsigned long long number) { AppendNumber(json.text, number); }
void SetInteger(JsonWriter& json, Int128 number) { SetWide<long long>(json, number); }
void SetInteger(JsonWriter& json, Uint128 number) { SetWide<unsigned long long>(json, number); }
void SetText(JsonWriter& json, std::string_view text) {
  if (std::any_of(text.begin(), text.end(), NeedsEscape)) {
    json.text += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
  } else {
    ((json.text += '"') += text) += '"';
  }
}

std::shared_ptr<boost::json::value> NewJson() { return std::make_shared<boost::json::value>(); }
std::string JsonText(const boost::json::value& value) { return boost::json::serialize(value); }

}  // namespace combtest::internal
