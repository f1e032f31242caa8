// JSON-able types: numbers, strings, containers, std::optional, std::variant, tuples, structs and
// enums that are described with Boost.Describe, types with a tag_invoke as Boost.JSON's, and
// classes that derive from JsonSerializable. docs/states-and-json.md has the list.
//
// Boost.JSON's classes are only declared here: include <boost/json.hpp> where you use them.
#ifndef COMBTEST_JSON_H_
#define COMBTEST_JSON_H_

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/fwd.hpp>
#include <concepts>

#include "combtest/action.h"
#include "combtest/internal/json_kind.h"
#include "combtest/internal/json_write.h"

namespace combtest {

// A class that says itself how it becomes JSON and back. It derives from this and has
//   … to_json() const;                              anything JSON-able, other such classes included
//   static T from_json(const boost::json::value&);  throws where the value doesn't fit
// It may then be inside containers, described structs and other such classes.
struct JsonSerializable {
  friend bool operator==(const JsonSerializable&, const JsonSerializable&) = default;
};

// Whether a T, with all that is in it, can be written as JSON / read back / both.
template <class T>
concept ToJsonAble = internal::Converts<internal::JsonUse::kWrite, std::remove_cvref_t<T>>();
template <class T>
concept FromJsonAble = internal::Converts<internal::JsonUse::kRead, std::remove_cvref_t<T>>();
template <class T>
concept JsonAble = ToJsonAble<T> && FromJsonAble<T>;

template <class T>
concept HasJsonMethods = internal::HasJsonMembers<T> && ToJsonAble<T>;

// Throws what the object's own code throws.
template <ToJsonAble T, class Json = boost::json::value>
Json ToJson(const T& object) {
  Json json;
  internal::WriteJson(json, object);
  return json;
}

// For boost::json::value_from and value_to, which find these by argument-dependent lookup on the
// base class. NoState is written as null.
template <std::same_as<boost::json::value_from_tag> Tag, class T>
requires HasJsonMethods<T> || std::same_as<T, NoState>
void tag_invoke(Tag, boost::json::value& json, const T& object) {
  internal::WriteJson(json, object);
}
template <class T>
requires HasJsonMethods<T> || std::same_as<T, NoState> T
tag_invoke(boost::json::value_to_tag<T>, const boost::json::value& json) {
  if constexpr (std::same_as<T, NoState>) {
    return {};
  } else {
    return T::from_json(json);
  }
}

}  // namespace combtest

#endif  // COMBTEST_JSON_H_
