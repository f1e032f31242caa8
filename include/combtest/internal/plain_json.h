// Which types always become proper JSON.
#ifndef COMBTEST_INTERNAL_PLAIN_JSON_H_
#define COMBTEST_INTERNAL_PLAIN_JSON_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "combtest/internal/json_kind.h"

namespace combtest::internal {

template <class T, class... Outer>
consteval bool AlwaysPlainJson();

template <class Parts, class... Outer>
struct PartsArePlain;
template <template <class...> class List, class... T, class... Outer>
struct PartsArePlain<List<T...>, Outer...>
    : std::bool_constant<(AlwaysPlainJson<std::remove_cvref_t<T>, Outer...>() && ...)> {};
template <class Members, class T, class... Outer>
struct MembersArePlain;
template <template <class...> class List, class... Described, class T, class... Outer>
struct MembersArePlain<List<Described...>, T, Outer...>
    : std::bool_constant<(AlwaysPlainJson<MemberType<T, Described>, T, Outer...>() && ...)> {};

// Two bases may have members of one name, of which an object has the last one.
template <class Members>
struct NamesDiffer;
template <template <class...> class List, class... Described>
struct NamesDiffer<List<Described...>> {
  static constexpr bool value = [] {
    const std::array<std::string_view, sizeof...(Described)> names = {Described::name...};
    for (std::size_t a = 0; a < names.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        if (names[a] == names[b]) return false;
      }
    }
    return true;
  }();
};

// No floating-point number that might be NaN or infinite, no code of a person's that might throw,
// no two members of one name, and no nesting without end: neither in a T nor in what it holds.
// `Outer`: types that hold it, which may be T again.
template <class T, class... Outer>
consteval bool AlwaysPlainJson() {
  constexpr JsonKind kKind = KindOf<T, JsonUse::kWrite>();
  if constexpr ((std::is_same_v<T, Outer> || ...)) {
    return false;  // it may be deeper than anybody reads
  } else if constexpr (kKind == JsonKind::kOptional) {
    return AlwaysPlainJson<std::remove_cv_t<typename T::value_type>, Outer..., T>();
  } else if constexpr (kKind == JsonKind::kVariant) {
    return PartsArePlain<T, T, Outer...>::value;
  } else if constexpr (kKind == JsonKind::kMap) {
    // Other keys may differ, and their texts be alike.
    return (
        std::is_same_v<typename T::key_type, std::string> ||
        std::is_same_v<typename T::key_type,
                       std::string_view>)&&AlwaysPlainJson<typename T::mapped_type, Outer..., T>();
  } else if constexpr (kKind == JsonKind::kSequence) {
    return AlwaysPlainJson<ElementOf<T>, Outer..., T>();
  } else if constexpr (kKind == JsonKind::kTuple) {
    return []<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      return (
          AlwaysPlainJson<std::remove_cvref_t<std::tuple_element_t<kIndex, T>>, Outer..., T>() &&
          ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>());
  } else if constexpr (kKind == JsonKind::kClass) {
    return NamesDiffer<MembersOf<T>>::value && MembersArePlain<MembersOf<T>, T, Outer...>::value;
  } else {
    return kKind == JsonKind::kNull || kKind == JsonKind::kBool || kKind == JsonKind::kInteger ||
           kKind == JsonKind::kText || kKind == JsonKind::kPath || kKind == JsonKind::kEnum;
  }
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_PLAIN_JSON_H_
