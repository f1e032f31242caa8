// Values to JSON.
#ifndef COMBTEST_INTERNAL_JSON_WRITE_H_
#define COMBTEST_INTERNAL_JSON_WRITE_H_

#include <boost/json/fwd.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "combtest/internal/json_kind.h"

namespace combtest::internal {

void SetNull(boost::json::value& json);
void SetBool(boost::json::value& json, bool truth);
void SetInteger(boost::json::value& json, long long number);
void SetInteger(boost::json::value& json, unsigned long long number);
// Beyond 64 bits it is a string.
void SetInteger(boost::json::value& json, Int128 number);
void SetInteger(boost::json::value& json, Uint128 number);
void SetReal(boost::json::value& json, double number);
// Where a double would be another number it is a string.
void SetReal(boost::json::value& json, long double number);
void SetText(boost::json::value& json, std::string_view text);
void SetJson(boost::json::value& json, const boost::json::value& from);
void SetJson(boost::json::value& json, const boost::json::object& from);
void SetJson(boost::json::value& json, const boost::json::array& from);
void SetJson(boost::json::value& json, const boost::json::string& from);

// Make `json` an empty array or object with room for so much. What the others return is to be
// filled before the next one is added.
boost::json::array& SetArray(boost::json::value& json, std::size_t size);
boost::json::value& AddElement(boost::json::array& array);
boost::json::object& SetObject(boost::json::value& json, std::size_t size);
boost::json::value& AddMember(boost::json::object& object, std::string_view name);

// The same as text, without a value in between: what Boost.JSON would make of that.
struct JsonWriter {
  std::string& text;
};

// An array or object that is complete after End().
class JsonTextPart {
 public:
  JsonTextPart(JsonWriter& json, char begin, char end) : json_(json), end_(end) {
    json_.text += begin;
  }
  JsonTextPart(const JsonTextPart&) = delete;
  JsonTextPart& operator=(const JsonTextPart&) = delete;

  JsonWriter& AddElement();
  JsonWriter& AddMember(std::string_view name);
  void End() { json_.text += end_; }

 private:
  JsonWriter& json_;
  const char end_;
  bool empty_ = true;
};

void SetNull(JsonWriter& json);
void SetBool(JsonWriter& json, bool truth);
void SetInteger(JsonWriter& json, long long number);
void SetInteger(JsonWriter& json, unsigned long long number);
void SetInteger(JsonWriter& json, Int128 number);
void SetInteger(JsonWriter& json, Uint128 number);
void SetText(JsonWriter& json, std::string_view text);
inline JsonTextPart SetArray(JsonWriter& json, std::size_t) { return {json, '[', ']'}; }
inline JsonWriter& AddElement(JsonTextPart& array) { return array.AddElement(); }
inline JsonTextPart SetObject(JsonWriter& json, std::size_t) { return {json, '{', '}'}; }
inline JsonWriter& AddMember(JsonTextPart& object, std::string_view name) {
  return object.AddMember(name);
}

inline void End(JsonTextPart& part) { part.End(); }
inline void End(const boost::json::array&) {}
inline void End(const boost::json::object&) {}

// A null, where Boost.JSON's header isn't at hand; as text.
std::shared_ptr<boost::json::value> NewJson();
std::string JsonText(const boost::json::value& json);

template <class T>
std::size_t SizeHint(const T& range) {
  if constexpr (requires { std::size(range); }) {
    return std::size(range);
  } else {
    return 0;
  }
}

template <class Json, class T>
void WriteNumber(Json& json, T number) {
  if constexpr (IsWideInteger<T> || std::same_as<T, long double>) {
    if constexpr (IsWideInteger<T>) {
      SetInteger(json, number);
    } else {
      SetReal(json, number);
    }
  } else if constexpr (std::is_floating_point_v<T>) {
    SetReal(json, static_cast<double>(number));
  } else if constexpr (std::is_signed_v<T>) {
    SetInteger(json, static_cast<long long>(number));
  } else {
    SetInteger(json, static_cast<unsigned long long>(number));
  }
}

template <class Json, class T>
void WriteText(Json& json, const T& text) {
  if constexpr (std::is_pointer_v<T>) {
    if (text == nullptr) return SetNull(json);
  }
  SetText(json, std::string_view(text));
}

template <class Json, class T>
void WriteEnum(Json& json, T value) {
  bool named = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
    if (named || enumerator.value != value) return;
    named = true;
    SetText(json, enumerator.name);
  });
  if (!named) WriteNumber(json, static_cast<std::underlying_type_t<T>>(value));
}

// Makes `json` what `object` is as JSON. Throws what the object's own code throws. Deep values need
// as much stack. A JsonWriter takes what is AlwaysPlainJson.
template <JsonUse kUse = JsonUse::kWrite, class Json, class T,
          class Tag = boost::json::value_from_tag>
void WriteJson(Json& json, const T& object) {
  constexpr JsonKind kKind = KindOf<T, kUse>();
  if constexpr (kKind == JsonKind::kMethods) {
    WriteJson<kUse>(json, static_cast<const ToJsonReturn<T>&>(object.to_json()));
  } else if constexpr (kKind == JsonKind::kOptional) {
    if (object.has_value()) {
      WriteJson<kUse>(json, *object);
    } else {
      SetNull(json);
    }
  } else if constexpr (kKind == JsonKind::kVariant) {
    std::visit([&json](const auto& held) { WriteJson<kUse>(json, held); }, object);
  } else if constexpr (kKind == JsonKind::kOwn) {
    tag_invoke(Tag(), json, object);
  } else if constexpr (kKind == JsonKind::kJson) {
    SetJson(json, object);
  } else if constexpr (kKind == JsonKind::kNull) {
    SetNull(json);
  } else if constexpr (kKind == JsonKind::kBool) {
    SetBool(json, object);
  } else if constexpr (kKind == JsonKind::kInteger || kKind == JsonKind::kReal) {
    WriteNumber(json, object);
  } else if constexpr (kKind == JsonKind::kText) {
    WriteText(json, object);
  } else if constexpr (kKind == JsonKind::kPath) {
    SetText(json, object.string());
  } else if constexpr (kKind == JsonKind::kMap) {
    auto&& members = SetObject(json, SizeHint(object));
    for (const auto& [key, value] : object)
      WriteJson<kUse>(AddMember(members, std::string_view(key)), value);
    End(members);
  } else if constexpr (kKind == JsonKind::kSequence) {
    auto&& elements = SetArray(json, SizeHint(object));
    for (const auto& element : object)
      WriteJson<kUse>(AddElement(elements), static_cast<const ElementOf<T>&>(element));
    End(elements);
  } else if constexpr (kKind == JsonKind::kTuple) {
    auto&& elements = SetArray(json, std::tuple_size_v<T>);
    [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      using std::get;
      (WriteJson<kUse>(AddElement(elements), std::as_const(get<kIndex>(object))), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>());
    End(elements);
  } else if constexpr (kKind == JsonKind::kClass) {
    using Members = MembersOf<T>;
    auto&& members = SetObject(json, boost::mp11::mp_size<Members>::value);
    boost::mp11::mp_for_each<Members>([&](auto member) {
      WriteJson<kUse>(AddMember(members, member.name), object.*member.pointer);
    });
    End(members);
  } else if constexpr (kKind == JsonKind::kEnum) {
    WriteEnum(json, object);
  } else if constexpr (Printable<T>) {
    SetText(json, Printed(object));
  } else {
    WriteNumber(json, static_cast<std::underlying_type_t<T>>(object));
  }
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_JSON_WRITE_H_
