// As what JSON a type is written and read, told from the type alone. Boost.JSON's own conversions
// aren't used: their headers cost as much as GoogleTest's, and what they take differs from version
// to version.
#ifndef COMBTEST_INTERNAL_JSON_KIND_H_
#define COMBTEST_INTERNAL_JSON_KIND_H_

#include <boost/describe/bases.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/fwd.hpp>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "combtest/action.h"
#include "combtest/internal/printed.h"

namespace combtest {

struct JsonSerializable;

namespace internal {

enum class JsonUse {
  kWrite,
  kRead,
  kShow,  // as kWrite, for people: what can only be printed is a string
};

// The first that fits holds.
enum class JsonKind {
  kMethods,   // a JsonSerializable
  kOptional,  // null, or what it holds
  kVariant,   // what it holds
  kOwn,       // has a tag_invoke
  kJson,      // Boost.JSON's value, array, object, string
  kNull,
  kBool,
  kInteger,
  kReal,
  kText,
  kPath,
  kMap,       // an object
  kSequence,  // an array
  kTuple,     // an array
  kClass,     // an object
  kEnum,      // the enumerator's name
  kPrinted,   // with kShow alone
  kNone,
};

template <class T>
inline constexpr bool kIsStdOptional = false;
template <class T>
inline constexpr bool kIsStdOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsStdVariant = false;
template <class... T>
inline constexpr bool kIsStdVariant<std::variant<T...>> = true;

template <class T>
using ToJsonReturn = std::remove_cvref_t<decltype(std::declval<const T&>().to_json())>;
template <class T>
concept HasJsonMembers = std::derived_from<T, JsonSerializable> &&
    requires(const boost::json::value& json) {
  requires !std::is_void_v<ToJsonReturn<T>>;
  { T::from_json(json) } -> std::convertible_to<T>;
};

// The tags are complete where somebody has included what he needs for a tag_invoke of his own.
template <class T, class Tag = boost::json::value_from_tag>
concept WritesItself = requires(boost::json::value& json, const T& object) {
  tag_invoke(std::declval<Tag>(), json, object);
};
template <class T>
concept ReadsItself = requires(const boost::json::value& json) {
  tag_invoke(std::declval<boost::json::value_to_tag<T>>(), json);
};
template <class T>
concept TriesToReadItself = requires(const boost::json::value& json) {
  tag_invoke(std::declval<boost::json::try_value_to_tag<T>>(), json);
};

template <class T>
concept IsJson = std::same_as<T, boost::json::value> || std::same_as<T, boost::json::object> ||
    std::same_as<T, boost::json::array> || std::same_as<T, boost::json::string>;
template <class T>
concept IsNull = std::same_as<T, std::nullptr_t> || std::same_as<T, std::monostate> ||
    std::same_as<T, std::nullopt_t> || std::same_as<T, NoState>;

template <class T>
using ElementOf = std::remove_cvref_t<decltype(*std::begin(std::declval<const T&>()))>;
template <class T>
concept JsonRange = requires(const T& range) {
  { std::begin(range) } -> std::same_as<decltype(std::end(range))>;
  typename std::iterator_traits<decltype(std::begin(range))>::iterator_category;
  requires !std::same_as<ElementOf<T>, T>;
};
// A map that has each key once.
template <class T>
concept JsonMap = JsonRange<T> && requires(T& map, typename T::value_type& element) {
  typename T::mapped_type;
  requires StringLike<typename T::key_type>;
  map.emplace(std::move(element)).second;
};
template <class T>
concept JsonTuple = requires {
  requires(std::tuple_size<T>::value > 0);
};

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;
template <class T, class Described>
using MemberType = std::remove_cvref_t<decltype(std::declval<T&>().*Described::pointer)>;

// All bases have descriptions, too, and no member is private or hidden by another one.
template <class T>
consteval bool IsOpenClass() {
  namespace describe = boost::describe;
  if constexpr (describe::has_describe_members<T>::value && !std::is_union_v<T>) {
    return []<template <class...> class List, class... Base>(List<Base...>) {
      if constexpr ((IsOpenClass<typename Base::type>() && ...)) {
        using Hidden =
            describe::describe_members<T, describe::mod_any_access | describe::mod_inherited |
                                              describe::mod_hidden>;
        return boost::mp11::mp_size<Hidden>::value == boost::mp11::mp_size<MembersOf<T>>::value;
      }
      return false;
    }(describe::describe_bases<T, describe::mod_any_access>());
  }
  return false;
}

template <class T, JsonUse kUse>
consteval JsonKind KindOf() {
  if constexpr (HasJsonMembers<T>) {
    return JsonKind::kMethods;
  } else if constexpr (kIsStdOptional<T>) {
    return JsonKind::kOptional;
  } else if constexpr (kIsStdVariant<T>) {
    return JsonKind::kVariant;
  } else if constexpr (IsNull<T>) {
    return JsonKind::kNull;
  } else if constexpr (IsJson<T>) {
    return JsonKind::kJson;
  } else if constexpr (std::same_as<T, bool>) {
    return JsonKind::kBool;
  } else if constexpr (std::is_integral_v<T> || IsWideInteger<T>) {
    return JsonKind::kInteger;
  } else if constexpr (std::is_floating_point_v<T>) {
    return JsonKind::kReal;
  } else if constexpr (kUse == JsonUse::kRead ? ReadsItself<T> || TriesToReadItself<T>
                                              : WritesItself<T>) {
    return JsonKind::kOwn;
  } else if constexpr (StringLike<T>) {
    return JsonKind::kText;
  } else if constexpr (PathLike<T>) {
    return JsonKind::kPath;
  } else if constexpr (JsonMap<T>) {
    return JsonKind::kMap;
  } else if constexpr (JsonRange<T>) {
    return JsonKind::kSequence;
  } else if constexpr (JsonTuple<T>) {
    return JsonKind::kTuple;
  } else if constexpr (IsOpenClass<T>()) {
    return JsonKind::kClass;
  } else if constexpr (boost::describe::has_describe_enumerators<T>::value) {
    return JsonKind::kEnum;
  } else if constexpr (kUse == JsonUse::kShow && (Printable<T> || std::is_enum_v<T>)) {
    return JsonKind::kPrinted;
  } else {
    return JsonKind::kNone;
  }
}

// Whether a T can be made anew, or have its parts put in.
template <class T>
concept TakesElements = std::default_initializable<T> &&(
    requires(T& range, typename T::value_type& element) { range.push_back(std::move(element)); } ||
    requires(T & range, typename T::value_type& element) {
      range.insert(range.end(), std::move(element));
    } ||
    JsonTuple<T>);

// `Outer`: types that hold it, which may be T again.
template <JsonUse kUse, class T, class... Outer>
consteval bool Converts();

// Of what a T holds, each type.
template <JsonUse kUse, class Parts, class... Outer>
struct PartsConvert;
template <JsonUse kUse, template <class...> class List, class... T, class... Outer>
struct PartsConvert<kUse, List<T...>, Outer...>
    : std::bool_constant<(Converts<kUse, std::remove_cvref_t<T>, Outer...>() && ...)> {};
template <JsonUse kUse, class Members, class T, class... Outer>
struct MembersConvert;
template <JsonUse kUse, template <class...> class List, class... Described, class T, class... Outer>
struct MembersConvert<kUse, List<Described...>, T, Outer...>
    : std::bool_constant<(Converts<kUse, MemberType<T, Described>, T, Outer...>() && ...) &&
                         (kUse != JsonUse::kRead ||
                          (std::default_initializable<T> &&
                           (std::is_assignable_v<decltype(std::declval<T&>().*Described::pointer),
                                                 MemberType<T, Described>> &&
                            ...)))> {};

template <JsonUse kUse, class T, class... Outer>
consteval bool Converts() {
  constexpr JsonKind kKind = KindOf<T, kUse>();
  if constexpr ((std::same_as<T, Outer> || ...)) {
    return true;
  } else if constexpr (kKind == JsonKind::kMethods) {
    if constexpr (kUse == JsonUse::kRead) {
      return true;
    } else {
      return Converts<kUse, ToJsonReturn<T>, T, Outer...>();
    }
  } else if constexpr (kKind == JsonKind::kOptional) {
    return Converts<kUse, std::remove_cv_t<typename T::value_type>, T, Outer...>();
  } else if constexpr (kKind == JsonKind::kVariant) {
    return PartsConvert<kUse, T, T, Outer...>::value;
  } else if constexpr (kKind == JsonKind::kText) {
    // What only points to its text can't be read back.
    return kUse != JsonUse::kRead ||
           (std::constructible_from<T, std::string_view> && !std::same_as<T, std::string_view>);
  } else if constexpr (kKind == JsonKind::kMap) {
    return Converts<kUse, typename T::mapped_type, T, Outer...>() &&
           (kUse != JsonUse::kRead ||
            (std::default_initializable<T> && Converts<kUse, typename T::key_type>()));
  } else if constexpr (kKind == JsonKind::kSequence) {
    if constexpr (kUse == JsonUse::kRead && !TakesElements<T>) {
      return false;
    } else {
      return Converts<kUse, ElementOf<T>, T, Outer...>();
    }
  } else if constexpr (kKind == JsonKind::kTuple) {
    return []<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      return (Converts<kUse, std::remove_cvref_t<std::tuple_element_t<kIndex, T>>, T, Outer...>() &&
              ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>());
  } else if constexpr (kKind == JsonKind::kClass) {
    return MembersConvert<kUse, MembersOf<T>, T, Outer...>::value;
  } else {
    return kKind != JsonKind::kNone;
  }
}

// Whether T's == can be called: those of containers are there whatever they hold.
template <class T, class... Outer>
consteval bool Comparable() {
  constexpr JsonKind kKind = KindOf<T, JsonUse::kWrite>();
  if constexpr ((std::same_as<T, Outer> || ...)) {
    return true;
  } else if constexpr (!std::equality_comparable<T>) {
    return false;
  } else if constexpr (kKind == JsonKind::kVariant) {
    return []<class... Held>(std::type_identity<std::variant<Held...>>) {
      return (Comparable<Held, T, Outer...>() && ...);
    }(std::type_identity<T>());
  } else if constexpr (kKind == JsonKind::kOptional) {
    return Comparable<std::remove_cv_t<typename T::value_type>, T, Outer...>();
  } else if constexpr (kKind == JsonKind::kMap || kKind == JsonKind::kSequence) {
    return Comparable<ElementOf<T>, T, Outer...>();
  } else if constexpr (kKind == JsonKind::kTuple) {
    return []<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      return (Comparable<std::remove_cvref_t<std::tuple_element_t<kIndex, T>>, T, Outer...>() &&
              ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>());
  } else {
    return true;
  }
}

}  // namespace internal
}  // namespace combtest

#endif  // COMBTEST_INTERNAL_JSON_KIND_H_
