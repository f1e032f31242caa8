#include "src/record/state_json.h"

#include <boost/json/value.hpp>
#include <cmath>
#include <exception>

#include "combtest/action.h"
#include "combtest/internal/json_mismatch.h"
#include "combtest/internal/type_name.h"

namespace combtest::internal {
namespace {

bool Finite(const boost::json::value& json) {
  if (const double* number = json.if_double()) return std::isfinite(*number);
  if (const boost::json::array* array = json.if_array()) {
    for (const boost::json::value& element : *array) {
      if (!Finite(element)) return false;
    }
  } else if (const boost::json::object* object = json.if_object()) {
    for (const auto& member : *object) {
      if (!Finite(member.value())) return false;
    }
  }
  return true;
}

// Of the first number in it that isn't finite: "state.ratio is NaN".
std::string NotFinite(const boost::json::value& json, const std::string& path) {
  if (const double* number = json.if_double()) {
    if (std::isfinite(*number)) return {};
    return path + " is " + (std::isnan(*number) ? "NaN" : *number < 0 ? "-Infinity" : "Infinity");
  }
  if (const boost::json::array* array = json.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (!Finite((*array)[i])) return NotFinite((*array)[i], ElementPath(path, i));
    }
  } else if (const boost::json::object* object = json.if_object()) {
    for (const auto& member : *object) {
      if (!Finite(member.value())) return NotFinite(member.value(), MemberPath(path, member.key()));
    }
  }
  return {};
}

}  // namespace

boost::json::value StateToJson(const StateOps& ops, const void* state) {
  boost::json::value json = ops.to_json(state);
  if (!ops.always_plain_json && !Finite(json)) {
    throw Error(NotFinite(json, "state") +
                ", which JSON has no word for; keep it finite, or make it a std::optional where "
                "there may be none");
  }
  return json;
}

std::string NotJsonAble(const StateOps& ops) {
  return TypeName(*ops.type) +
         " isn't JSON-able; describe it with BOOST_DESCRIBE_STRUCT or derive it from "
         "combtest::JsonSerializable";
}

std::string WhyNotJson(const StateOps& ops, const void* state) {
  if (ops.to_json == nullptr || ops.always_plain_json) return {};
  try {
    StateToJson(ops, state);
    return {};
  } catch (...) {
    return WhyNotJson();
  }
}

std::string WhyNotJson() {
  const std::string text = "its state can't be written as JSON: ";
  try {
    throw;
  } catch (const std::exception& error) {
    return text + error.what();
  } catch (...) {
    return text + "an exception that isn't a std::exception";
  }
}

}  // namespace combtest::internal
