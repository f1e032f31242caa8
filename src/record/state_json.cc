#include "src/record/state_json.h"

#include <algorithm>
#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <cstddef>
#include <exception>

#include "combtest/action.h"
#include "combtest/internal/json_read.h"
#include "combtest/internal/type_name.h"
#include "src/text/read_json.h"

namespace combtest::internal {
namespace {

// Whether everybody can read it, where `deeper` levels more may be read.
bool IsPlain(const boost::json::value& json, std::size_t deeper) {
  if (const double* number = json.if_double()) return std::isfinite(*number);
  if (!json.is_structured()) return true;
  if (deeper == 0) return false;
  if (const boost::json::array* array = json.if_array()) {
    return std::all_of(array->begin(), array->end(),
                       [&](const auto& element) { return IsPlain(element, deeper - 1); });
  }
  const boost::json::object& object = json.get_object();
  return std::all_of(object.begin(), object.end(),
                     [&](const auto& member) { return IsPlain(member.value(), deeper - 1); });
}

// Of the first thing in it that not everybody can read: "state.ratio is NaN, …".
std::string WhyNotPlain(const boost::json::value& json, const std::string& path,
                        std::size_t deeper) {
  if (const double* number = json.if_double()) {
    return path + " is " +
           (std::isnan(*number) ? "NaN"
            : *number < 0       ? "-Infinity"
                                : "Infinity") +
           ", which JSON has no word for; keep it finite, or make it a std::optional where there "
           "may be none";
  }
  if (deeper == 0) {
    return "it is nested more than " + std::to_string(kMaxStateDepth) +
           " levels deep, which is as deep as combtest reads a state's JSON";
  }
  if (const boost::json::array* array = json.if_array()) {
    std::size_t i = 0;
    while (IsPlain((*array)[i], deeper - 1)) ++i;
    return WhyNotPlain((*array)[i], ElementPath(path, i), deeper - 1);
  }
  const boost::json::object& object = json.get_object();
  const auto member = std::find_if_not(
      object.begin(), object.end(), [&](const auto& m) { return IsPlain(m.value(), deeper - 1); });
  return WhyNotPlain(member->value(), MemberPath(path, member->key()), deeper - 1);
}

}  // namespace

boost::json::value StateToJson(const StateOps& ops, const void* state) {
  boost::json::value json = ops.Json(state);
  if (!ops.always_plain_json() && !IsPlain(json, kMaxStateDepth))
    throw Error(WhyNotPlain(json, "state", kMaxStateDepth));
  return json;
}

void AppendStateJson(const StateOps& ops, const void* state, std::string& text) {
  if (ops.to_json_text != nullptr) return ops.to_json_text(state, text);
  const boost::json::value json = StateToJson(ops, state);
  boost::json::serializer serializer;
  serializer.reset(&json);
  char buffer[4096];
  while (!serializer.done()) {
    const auto piece = serializer.read(buffer, sizeof buffer);
    text.append(piece.data(), piece.size());
  }
}

std::string NotJsonAble(const StateOps& ops) {
  return TypeName(*ops.type) + " isn't JSON-able; " + ops.json_obstacle();
}

std::string WhyNotJson(const StateOps& ops, const void* state) {
  if (ops.to_json == nullptr || ops.always_plain_json()) return {};
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
