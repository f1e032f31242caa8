// Values from JSON, with errors that say where in the value something is wrong.
#ifndef COMBTEST_FROM_JSON_H_
#define COMBTEST_FROM_JSON_H_

#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include "combtest/internal/json_mismatch.h"
#include "combtest/json.h"

namespace combtest {

// Its text names the place: `state.users[3].name: expected a string, found a number`.
class JsonError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// As boost::json::value_to, which gives no place. Throws JsonError, with `name` for the value
// itself.
template <FromJsonAble T>
T FromJson(const boost::json::value& json, std::string_view name = "value") {
  std::string what;
  try {
    return boost::json::value_to<T>(json);
  } catch (const std::exception& error) {
    what = error.what();
  }
  std::string problem = internal::MismatchOf<T>(json, std::string(name));
  // What fails only as a whole has nothing inside to name.
  throw JsonError(problem.empty() ? std::string(name) + ": " + what : problem);
}

}  // namespace combtest

#endif  // COMBTEST_FROM_JSON_H_
