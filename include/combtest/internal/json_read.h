// Values from JSON. Where something doesn't fit, the error says where inside the value it is.
#ifndef COMBTEST_INTERNAL_JSON_READ_H_
#define COMBTEST_INTERNAL_JSON_READ_H_

#include <boost/json/fwd.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <cstddef>
#include <exception>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <variant>

#include "combtest/internal/json_kind.h"
#include "combtest/internal/type_name.h"

namespace combtest::internal {

// `state.users[3].name`, while it is read; refers to what is around it.
class JsonPlace {
 public:
  explicit JsonPlace(std::string_view name) : name_(name) {}
  JsonPlace(const JsonPlace& outer, std::string_view member) : outer_(&outer), name_(member) {}
  JsonPlace(const JsonPlace& outer, std::size_t index)
      : outer_(&outer), index_(index), is_element_(true) {}

  std::string ToString() const;

 private:
  const JsonPlace* outer_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  bool is_element_ = false;
};

// `state.users`, `state["odd key"]`; `state[3]`.
std::string MemberPath(const std::string& path, std::string_view name);
std::string ElementPath(const std::string& path, std::size_t index);

// These throw JsonError.
[[noreturn]] void ThrowExpected(const JsonPlace& place, std::string_view wanted,
                                const boost::json::value& found);
[[noreturn]] void ThrowNoSuchValue(const JsonPlace& place, const std::type_info& type,
                                   const std::string& why);
[[noreturn]] void ThrowLacks(const JsonPlace& place, std::string_view member);
[[noreturn]] void ThrowNoSuchMember(const JsonPlace& place, std::string_view member);

void ReadNull(const boost::json::value& json, const JsonPlace& place);
bool ReadBool(const boost::json::value& json, const JsonPlace& place);
long long ReadSigned(const boost::json::value& json, const JsonPlace& place, long long min,
                     long long max);
unsigned long long ReadUnsigned(const boost::json::value& json, const JsonPlace& place,
                                unsigned long long max);
Int128 ReadInt128(const boost::json::value& json, const JsonPlace& place);
Uint128 ReadUint128(const boost::json::value& json, const JsonPlace& place);
double ReadReal(const boost::json::value& json, const JsonPlace& place);
long double ReadLongReal(const boost::json::value& json, const JsonPlace& place);
// Of the value's own; it ends with a zero.
std::string_view ReadText(const boost::json::value& json, const JsonPlace& place);
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::value& to);
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::object& to);
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::array& to);
void CopyJson(const boost::json::value& json, const JsonPlace& place, boost::json::string& to);

// An array, of any size or of this one.
class JsonElements {
 public:
  JsonElements(const boost::json::value& json, const JsonPlace& place);
  JsonElements(const boost::json::value& json, const JsonPlace& place, std::size_t size);
  std::size_t size() const { return size_; }
  const boost::json::value& operator[](std::size_t index) const;

 private:
  const boost::json::array* array_;
  std::size_t size_;
};

class JsonMembers {
 public:
  JsonMembers(const boost::json::value& json, const JsonPlace& place);
  std::size_t size() const { return size_; }
  std::string_view name(std::size_t index) const;
  const boost::json::value& value(std::size_t index) const;
  const boost::json::value* Find(std::string_view name) const;  // null: there is none

 private:
  const boost::json::object* object_;
  std::size_t size_;
};

// Whether a value of this kind may be read from the JSON, at a glance.
bool MayBe(JsonKind kind, const boost::json::value& json);

template <class T>
T ReadJsonAs(const boost::json::value& json, const JsonPlace& place);

// What a person's own code throws, as a JsonError; `Shape` has the shape that the code takes, and
// may know better where in the value it goes wrong.
template <class T, class Shape, class Read>
T ReadByOwnCode(const boost::json::value& json, const JsonPlace& place, Read read) {
  std::string why;
  try {
    return read();
  } catch (const std::exception& error) {
    why = error.what();
  } catch (...) {
    why = "it can't be read";
  }
  if constexpr (!std::same_as<Shape, T>) {
    if constexpr (Converts<JsonUse::kRead, Shape>())
      static_cast<void>(ReadJsonAs<Shape>(json, place));
  }
  ThrowNoSuchValue(place, typeid(T), why);
}

template <class T>
T ReadNumber(const boost::json::value& json, const JsonPlace& place) {
  using Bounds = std::numeric_limits<T>;
  if constexpr (std::same_as<T, Int128>) {
    return ReadInt128(json, place);
  } else if constexpr (std::same_as<T, Uint128>) {
    return ReadUint128(json, place);
  } else if constexpr (std::same_as<T, long double>) {
    return ReadLongReal(json, place);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<T>(ReadReal(json, place));
  } else if constexpr (std::is_signed_v<T>) {
    return static_cast<T>(ReadSigned(json, place, Bounds::min(), Bounds::max()));
  } else {
    return static_cast<T>(ReadUnsigned(json, place, Bounds::max()));
  }
}

template <class T>
T ReadVariant(const boost::json::value& json, const JsonPlace& place) {
  std::optional<T> found;
  const auto attempt = [&]<std::size_t kIndex>(std::integral_constant<std::size_t, kIndex>) {
    using Alternative = std::variant_alternative_t<kIndex, T>;
    constexpr bool kMayBeText =
        IsWideInteger<Alternative> || std::same_as<Alternative, long double>;
    if (found.has_value() || (!kMayBeText && !MayBe(KindOf<Alternative, JsonUse::kRead>(), json)))
      return;
    try {
      found.emplace(std::in_place_index<kIndex>, ReadJsonAs<Alternative>(json, place));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {  // it is none
    }
  };
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    (attempt(std::integral_constant<std::size_t, kIndex>()), ...);
  }
  (std::make_index_sequence<std::variant_size_v<T>>());
  if (!found.has_value()) ThrowExpected(place, "a value of " + TypeName(typeid(T)), json);
  return std::move(*found);
}

template <class T>
T ReadMap(const boost::json::value& json, const JsonPlace& place) {
  const JsonMembers members(json, place);
  T map;
  if constexpr (requires { map.reserve(members.size()); }) map.reserve(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string_view name = members.name(i);
    map.emplace(typename T::key_type(name),
                ReadJsonAs<typename T::mapped_type>(members.value(i), JsonPlace(place, name)));
  }
  return map;
}

template <class T>
T ReadSequence(const boost::json::value& json, const JsonPlace& place) {
  using Element = std::remove_cv_t<typename T::value_type>;
  T range{};
  const auto element = [&](const JsonElements& elements, std::size_t i) {
    return ReadJsonAs<Element>(elements[i], JsonPlace(place, i));
  };
  if constexpr (JsonTuple<T>) {
    const JsonElements elements(json, place, std::tuple_size_v<T>);
    for (std::size_t i = 0; i < elements.size(); ++i) range[i] = element(elements, i);
  } else {
    const JsonElements elements(json, place);
    if constexpr (requires { range.reserve(elements.size()); }) range.reserve(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if constexpr (requires { range.push_back(element(elements, i)); }) {
        range.push_back(element(elements, i));
      } else {
        range.insert(range.end(), element(elements, i));
      }
    }
  }
  return range;
}

template <class T>
T ReadTuple(const boost::json::value& json, const JsonPlace& place) {
  const JsonElements elements(json, place, std::tuple_size_v<T>);
  return [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    // In braces the first is read first.
    return T{ReadJsonAs<std::remove_cvref_t<std::tuple_element_t<kIndex, T>>>(
        elements[kIndex], JsonPlace(place, kIndex))...};
  }
  (std::make_index_sequence<std::tuple_size_v<T>>());
}

template <class T>
T ReadClass(const boost::json::value& json, const JsonPlace& place) {
  const JsonMembers members(json, place);
  T object{};
  std::size_t found = 0;
  std::string_view lacks;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto described) {
    using Member = MemberType<T, decltype(described)>;
    const std::string_view name = described.name;
    if (const boost::json::value* member = members.Find(name)) {
      ++found;
      object.*described.pointer = ReadJsonAs<Member>(*member, JsonPlace(place, name));
    } else if constexpr (kIsStdOptional<Member>) {
      lacks = name;
    } else {
      ThrowLacks(place, name);
    }
  });
  for (std::size_t i = 0; i < members.size() && found < members.size(); ++i) {
    bool known = false;
    boost::mp11::mp_for_each<MembersOf<T>>(
        [&](auto described) { known = known || members.name(i) == described.name; });
    if (!known) ThrowNoSuchMember(place, members.name(i));
  }
  if (!lacks.empty()) ThrowLacks(place, lacks);
  return object;
}

template <class T>
T ReadEnum(const boost::json::value& json, const JsonPlace& place) {
  using Enumerators = boost::describe::describe_enumerators<T>;
  std::optional<T> found;
  if (MayBe(JsonKind::kText, json)) {
    const std::string_view text = ReadText(json, place);
    boost::mp11::mp_for_each<Enumerators>([&](auto enumerator) {
      if (text == enumerator.name) found = enumerator.value;
    });
  }
  if (found.has_value()) return *found;
  std::string names;
  boost::mp11::mp_for_each<Enumerators>([&](auto enumerator) {
    names += (names.empty() ? "" : ", ") + std::string(enumerator.name);
  });
  ThrowExpected(place, "one of " + names, json);
}

// Throws JsonError.
template <class T>
T ReadJsonAs(const boost::json::value& json, const JsonPlace& place) {
  constexpr JsonKind kKind = KindOf<T, JsonUse::kRead>();
  if constexpr (kKind == JsonKind::kMethods) {
    return ReadByOwnCode<T, ToJsonReturn<T>>(json, place,
                                             [&]() -> T { return T::from_json(json); });
  } else if constexpr (kKind == JsonKind::kOptional) {
    if (MayBe(JsonKind::kNull, json)) return std::nullopt;
    return T(std::in_place, ReadJsonAs<std::remove_cv_t<typename T::value_type>>(json, place));
  } else if constexpr (kKind == JsonKind::kVariant) {
    return ReadVariant<T>(json, place);
  } else if constexpr (kKind == JsonKind::kOwn) {
    return ReadByOwnCode<T, T>(json, place, [&]() -> T {
      if constexpr (ReadsItself<T>) {
        return tag_invoke(boost::json::value_to_tag<T>(), json);
      } else {
        return tag_invoke(boost::json::try_value_to_tag<T>(), json).value();
      }
    });
  } else if constexpr (kKind == JsonKind::kJson) {
    T copy;
    CopyJson(json, place, copy);
    return copy;
  } else if constexpr (kKind == JsonKind::kNull) {
    ReadNull(json, place);
    if constexpr (std::same_as<T, std::nullopt_t>) {
      return std::nullopt;
    } else {
      return T();
    }
  } else if constexpr (kKind == JsonKind::kBool) {
    return ReadBool(json, place);
  } else if constexpr (kKind == JsonKind::kInteger || kKind == JsonKind::kReal) {
    return ReadNumber<T>(json, place);
  } else if constexpr (kKind == JsonKind::kText || kKind == JsonKind::kPath) {
    return T(ReadText(json, place));
  } else if constexpr (kKind == JsonKind::kMap) {
    return ReadMap<T>(json, place);
  } else if constexpr (kKind == JsonKind::kSequence) {
    return ReadSequence<T>(json, place);
  } else if constexpr (kKind == JsonKind::kTuple) {
    return ReadTuple<T>(json, place);
  } else if constexpr (kKind == JsonKind::kClass) {
    return ReadClass<T>(json, place);
  } else {
    return ReadEnum<T>(json, place);
  }
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_JSON_READ_H_
