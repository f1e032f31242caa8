// Values from JSON, with errors that say where in the value something is wrong.
#ifndef COMBTEST_FROM_JSON_H_
#define COMBTEST_FROM_JSON_H_

#include <boost/json/fwd.hpp>
#include <stdexcept>
#include <string_view>

#include "combtest/internal/json_read.h"
#include "combtest/json.h"

namespace combtest {

// Its text names the place: `state.users[3].name: expected a string, found a number`.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The value as a T, what ToJson has made of one. Throws JsonError, with `name` for the value
// itself.
template <FromJsonAble T>
T FromJson(const boost::json::value& json, std::string_view name = "value") {
  return internal::ReadJsonAs<T>(json, internal::JsonPlace(name));
}

}  // namespace combtest

#endif  // COMBTEST_FROM_JSON_H_
