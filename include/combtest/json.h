// JSON-able types: what Boost.JSON converts (tag_invoke, Boost.Describe, containers, tuples), and
// classes that derive from JsonSerializable.
#ifndef COMBTEST_JSON_H_
#define COMBTEST_JSON_H_

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <concepts>
#include <type_traits>

#include "combtest/action.h"

namespace combtest {

// A class that says itself how it becomes JSON and back. It derives from this and has
//   … to_json() const;                              anything JSON-able, other such classes included
//   static T from_json(const boost::json::value&);  throws where the value doesn't fit
// It may then be inside containers, described structs and other such classes.
struct JsonSerializable {
  friend bool operator==(const JsonSerializable&, const JsonSerializable&) = default;
};

template <class T>
concept HasJsonMethods = std::derived_from<T, JsonSerializable> && requires(const T& object) {
  boost::json::value_from(object.to_json());
  { T::from_json(boost::json::value()) } -> std::convertible_to<T>;
};

// Found by Boost.JSON through argument-dependent lookup on the base class.
template <HasJsonMethods T>
void tag_invoke(boost::json::value_from_tag, boost::json::value& json, const T& object) {
  json = boost::json::value_from(object.to_json());
}
template <HasJsonMethods T>
T tag_invoke(boost::json::value_to_tag<T>, const boost::json::value& json) {
  return T::from_json(json);
}

// Whether a T can be written as JSON / read back / both.
template <class T>
concept ToJsonAble = boost::json::has_value_from<T>::value;
template <class T>
concept FromJsonAble = boost::json::has_value_to<T>::value;
template <class T>
concept JsonAble = ToJsonAble<T> && FromJsonAble<T>;

// NoState is written as null.
inline void tag_invoke(boost::json::value_from_tag, boost::json::value& json, const NoState&) {
  json = nullptr;
}
inline NoState tag_invoke(boost::json::value_to_tag<NoState>, const boost::json::value&) {
  return {};
}

}  // namespace combtest

#endif  // COMBTEST_JSON_H_
