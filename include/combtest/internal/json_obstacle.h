// Why a type isn't JSON-able.
#ifndef COMBTEST_INTERNAL_JSON_OBSTACLE_H_
#define COMBTEST_INTERNAL_JSON_OBSTACLE_H_

#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "combtest/internal/json_kind.h"
#include "combtest/internal/json_read.h"

namespace combtest::internal {

enum class JsonRemedy {
  kDescribeStruct,
  kDescribeEnum,
  kNoPointer,
  kGiveMethods,
  kOwnText,
  kOpenClass,
  kDefaultConstructor,
  kNoConst,
  kOwnElements,
  kReadItself,
  kWriteItself,
};

// "`state.last` is a Point: describe that with …".
std::string ObstacleText(const std::string& path, const std::type_info& type, JsonRemedy remedy);

template <class T>
consteval JsonRemedy RemedyFor() {
  if constexpr (std::is_enum_v<T>) {
    return JsonRemedy::kDescribeEnum;
  } else if constexpr (StringLike<T>) {
    return JsonRemedy::kOwnText;
  } else if constexpr (std::is_pointer_v<T> || SmartPointer<T>) {
    return JsonRemedy::kNoPointer;
  } else if constexpr (std::derived_from<T, JsonSerializable>) {
    return JsonRemedy::kGiveMethods;
  } else if constexpr (JsonRange<T>) {
    return JsonRemedy::kOwnElements;
  } else if constexpr (boost::describe::has_describe_members<T>::value) {
    return !IsOpenClass<T>()                ? JsonRemedy::kOpenClass
           : !std::default_initializable<T> ? JsonRemedy::kDefaultConstructor
                                            : JsonRemedy::kNoConst;
  } else if constexpr (WritesItself<T>) {
    return JsonRemedy::kReadItself;
  } else if constexpr (ReadsItself<T>) {
    return JsonRemedy::kWriteItself;
  } else {
    return JsonRemedy::kDescribeStruct;
  }
}

// The first part of a T that doesn't convert; `path` is that of the T. Empty where all do.
template <JsonUse kUse, class T>
std::string ObstacleIn(const std::string& path) {
  constexpr JsonKind kKind = KindOf<T, kUse>();
  std::string found;
  const auto look = [&found]<class Part>(std::type_identity<Part>, const std::string& at) {
    if (found.empty()) found = ObstacleIn<kUse, Part>(at);
  };
  if constexpr (Converts<kUse, T>()) {
    return {};
  } else if constexpr (kKind == JsonKind::kMethods) {
    look(std::type_identity<ToJsonReturn<T>>(), path + ".to_json()");
  } else if constexpr (kKind == JsonKind::kOptional) {
    look(std::type_identity<std::remove_cv_t<typename T::value_type>>(), path);
  } else if constexpr (kKind == JsonKind::kVariant) {
    [&]<class... Alternative>(std::type_identity<std::variant<Alternative...>>) {
      (look(std::type_identity<Alternative>(), path), ...);
    }(std::type_identity<T>());
  } else if constexpr (kKind == JsonKind::kMap) {
    look(std::type_identity<typename T::mapped_type>(), path + "[]");
  } else if constexpr (kKind == JsonKind::kSequence) {
    look(std::type_identity<ElementOf<T>>(), path + "[]");
  } else if constexpr (kKind == JsonKind::kTuple) {
    [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
      (look(std::type_identity<std::remove_cvref_t<std::tuple_element_t<kIndex, T>>>(),
            ElementPath(path, kIndex)),
       ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>());
  } else if constexpr (kKind == JsonKind::kClass) {
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto described) {
      look(std::type_identity<MemberType<T, decltype(described)>>(),
           MemberPath(path, described.name));
    });
  }
  return found.empty() ? ObstacleText(path, typeid(T), RemedyFor<T>()) : found;
}

// "`state.last` is a Point: describe that with …", of a T that isn't JSON-able.
template <class T>
std::string JsonObstacle() {
  const std::string writing = ObstacleIn<JsonUse::kWrite, T>("state");
  return writing.empty() ? ObstacleIn<JsonUse::kRead, T>("state") : writing;
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_JSON_OBSTACLE_H_
