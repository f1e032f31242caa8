// Where in a JSON value a conversion goes wrong. Boost.JSON's errors don't say; this looks again,
// in the same order, after one.
#ifndef COMBTEST_INTERNAL_JSON_MISMATCH_H_
#define COMBTEST_INTERNAL_JSON_MISMATCH_H_

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/conversion.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <exception>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "combtest/internal/type_name.h"
#include "combtest/json.h"

namespace combtest::internal {

// "state: expected an object, found a number".
std::string Expected(const std::string& path, std::string_view wanted,
                     const boost::json::value& found);
// "state.users", `state["odd key"]`; "state[3]".
std::string MemberPath(const std::string& path, std::string_view name);
std::string ElementPath(const std::string& path, std::size_t index);
std::string IntegerText(long long min, unsigned long long max);

template <class T>
inline constexpr bool kIsStdOptional = false;
template <class T>
inline constexpr bool kIsStdOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsStdVariant = false;
template <class... T>
inline constexpr bool kIsStdVariant<std::variant<T...>> = true;

template <class T>
concept ConvertsItself = requires(const boost::json::value& json) {
  tag_invoke(boost::json::value_to_tag<T>(), json);
};
template <class T>
concept DescribedClass = boost::describe::has_describe_members<T>::value && !std::is_union_v<T>;
template <class T>
concept ElementsAreJsonAble = boost::json::has_value_to<std::remove_cvref_t<T>>::value;

template <class T>
std::string MismatchOf(const boost::json::value& json, const std::string& path);

template <class T>
std::string MismatchInArray(const boost::json::value& json, const std::string& path) {
  const boost::json::array* array = json.if_array();
  if (array == nullptr) return Expected(path, "an array", json);
  for (std::size_t i = 0; i < array->size(); ++i) {
    std::string inside = MismatchOf<typename T::value_type>((*array)[i], ElementPath(path, i));
    if (!inside.empty()) return inside;
  }
  if constexpr (requires { std::tuple_size<T>::value; }) {
    if (array->size() != std::tuple_size_v<T>)
      return Expected(path, "an array of " + std::to_string(std::tuple_size_v<T>) + " values",
                      json);
  }
  return {};
}

template <class T>
std::string MismatchInMap(const boost::json::value& json, const std::string& path) {
  const boost::json::object* object = json.if_object();
  if (object == nullptr) return Expected(path, "an object", json);
  for (const auto& member : *object) {
    std::string inside =
        MismatchOf<typename T::mapped_type>(member.value(), MemberPath(path, member.key()));
    if (!inside.empty()) return inside;
  }
  return {};
}

template <class T>
std::string MismatchInTuple(const boost::json::value& json, const std::string& path) {
  constexpr std::size_t kSize = std::tuple_size_v<T>;
  const boost::json::array* array = json.if_array();
  if (array == nullptr || array->size() != kSize)
    return Expected(path, "an array of " + std::to_string(kSize) + " values", json);
  std::string inside;
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    ((inside.empty()
          ? void(inside = MismatchOf<std::remove_cvref_t<std::tuple_element_t<kIndex, T>>>(
                     (*array)[kIndex], ElementPath(path, kIndex)))
          : void()),
     ...);
  }
  (std::make_index_sequence<kSize>());
  return inside;
}

template <class T>
std::string MismatchInClass(const boost::json::value& json, const std::string& path) {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;
  const boost::json::object* object = json.if_object();
  if (object == nullptr) return Expected(path, "an object", json);
  std::string inside;
  std::string lacks;
  std::size_t found = 0;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    if (!inside.empty()) return;
    if (const boost::json::value* value = object->if_contains(member.name)) {
      ++found;
      inside = MismatchOf<Member>(*value, MemberPath(path, member.name));
    } else if (!kIsStdOptional<Member>) {
      inside = path + ": lacks `" + member.name + "`";
    } else {
      lacks = path + ": lacks `" + member.name + "`";
    }
  });
  if (!inside.empty()) return inside;
  if (found < object->size()) {
    for (const auto& given : *object) {
      bool known = false;
      boost::mp11::mp_for_each<Members>(
          [&](auto member) { known = known || given.key() == member.name; });
      if (!known) return MemberPath(path, given.key()) + ": there is no such member";
    }
  }
  return lacks;
}

template <class T>
std::string EnumeratorNames() {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
    names += (names.empty() ? "" : ", ") + std::string(enumerator.name);
  });
  return "one of " + names;
}

// What `to_json` gives has the shape that `from_json` takes.
template <class T>
std::string MismatchInMethods(const boost::json::value& json, const std::string& path) {
  using Shape = std::remove_cvref_t<decltype(std::declval<const T&>().to_json())>;
  if constexpr (!std::same_as<Shape, T> && boost::json::has_value_to<Shape>::value)
    return MismatchOf<Shape>(json, path);
  return {};
}

// Inside something that doesn't convert: what is wrong with its parts; empty where nothing is.
template <class T>
std::string MismatchInside(const boost::json::value& json, const std::string& path) {
  if constexpr (HasJsonMethods<T>) {
    return MismatchInMethods<T>(json, path);
  } else if constexpr (kIsStdOptional<T>) {
    return json.is_null() ? std::string() : MismatchOf<typename T::value_type>(json, path);
  } else if constexpr (kIsStdVariant<T>) {
    return {};
  } else if constexpr (ConvertsItself<T>) {
    return {};
  } else if constexpr (std::same_as<T, bool>) {
    return Expected(path, "true or false", json);
  } else if constexpr (std::integral<T>) {
    return Expected(path,
                    json.is_number()
                        ? IntegerText(std::numeric_limits<T>::min(), std::numeric_limits<T>::max())
                        : "a number",
                    json);
  } else if constexpr (std::floating_point<T>) {
    return Expected(path, "a number", json);
  } else if constexpr (boost::json::is_null_like<T>::value) {
    return Expected(path, "null", json);
  } else if constexpr (boost::json::is_string_like<T>::value) {
    return Expected(path, "a string", json);
  } else if constexpr (std::same_as<T, boost::json::object>) {
    return Expected(path, "an object", json);
  } else if constexpr (std::same_as<T, boost::json::array>) {
    return Expected(path, "an array", json);
  } else if constexpr (boost::json::is_map_like<T>::value) {
    return MismatchInMap<T>(json, path);
  } else if constexpr (boost::json::is_sequence_like<T>::value) {
    return MismatchInArray<T>(json, path);
  } else if constexpr (boost::json::is_tuple_like<T>::value) {
    return MismatchInTuple<T>(json, path);
  } else if constexpr (DescribedClass<T>) {
    return MismatchInClass<T>(json, path);
  } else if constexpr (boost::describe::has_describe_enumerators<T>::value) {
    return Expected(path, EnumeratorNames<T>(), json);
  } else {
    return {};
  }
}

// Empty where the value converts.
template <class T>
std::string MismatchOf(const boost::json::value& json, const std::string& path) {
  if constexpr (!boost::json::has_value_to<T>::value) {
    return {};
  } else {
    std::string what;
    try {
      boost::json::value_to<T>(json);
      return {};
    } catch (const std::exception& error) {
      what = error.what();
    } catch (...) {
      what = "it can't be read";
    }
    std::string inside = MismatchInside<T>(json, path);
    if (!inside.empty()) return inside;
    if constexpr (kIsStdVariant<T>)
      return Expected(path, "a value of " + TypeName(typeid(T)), json);
    return path + ": no " + TypeName(typeid(T)) + ": " + what;
  }
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_JSON_MISMATCH_H_
