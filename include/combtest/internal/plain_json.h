// Which types always become proper JSON.
#ifndef COMBTEST_INTERNAL_PLAIN_JSON_H_
#define COMBTEST_INTERNAL_PLAIN_JSON_H_

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/conversion.hpp>
#include <boost/mp11/algorithm.hpp>
#include <type_traits>

#include "combtest/internal/json_mismatch.h"
#include "combtest/json.h"

namespace combtest::internal {

template <class T, class... Outer>
constexpr bool AlwaysPlainJson();

template <class Tuple, class... Outer>
struct PlainElements;
template <template <class...> class Tuple, class... T, class... Outer>
struct PlainElements<Tuple<T...>, Outer...>
    : std::bool_constant<(AlwaysPlainJson<std::remove_cvref_t<T>, Outer...>() && ...)> {};

// No floating-point number that might be NaN or infinite, no code of a person's that might throw,
// and no nesting without end: neither in a T nor in what it holds. `Outer`: types that hold it,
// which may be T again.
template <class T, class... Outer>
constexpr bool AlwaysPlainJson() {
  if constexpr ((std::is_same_v<T, Outer> || ...)) {
    return false;  // it may be deeper than anybody reads
  } else if constexpr (kIsStdOptional<T> || kIsStdVariant<T>) {  // which tag_invoke converts, too
    return PlainElements<T, Outer..., T>::value;
  } else if constexpr (HasJsonMethods<T> || requires(boost::json::value & json, const T& object) {
                         tag_invoke(boost::json::value_from_tag(), json, object);
                       }) {
    return false;
  } else if constexpr (std::is_floating_point_v<T>) {
    return false;
  } else if constexpr (std::is_integral_v<T> ||
                       boost::describe::has_describe_enumerators<T>::value ||
                       boost::json::is_string_like<T>::value ||
                       boost::json::is_null_like<T>::value) {
    return true;
  } else if constexpr (boost::json::is_map_like<T>::value) {
    return AlwaysPlainJson<typename T::mapped_type, Outer..., T>();
  } else if constexpr (boost::json::is_sequence_like<T>::value) {
    return AlwaysPlainJson<std::remove_cvref_t<typename T::value_type>, Outer..., T>();
  } else if constexpr (boost::describe::has_describe_members<T>::value && !std::is_union_v<T>) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_any_access |
                                                             boost::describe::mod_inherited>;
    bool plain = true;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      using Member = std::remove_cvref_t<decltype(std::declval<T&>().*decltype(member)::pointer)>;
      plain = plain && AlwaysPlainJson<Member, Outer..., T>();
    });
    return plain;
  } else if constexpr (requires { PlainElements<T, Outer..., T>::value; }) {
    return PlainElements<T, Outer..., T>::value;  // tuples and pairs
  } else {
    return false;
  }
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_PLAIN_JSON_H_
