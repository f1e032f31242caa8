// Reads the fields of one record of a trace, with errors that name them.
#ifndef COMBTEST_SRC_TRACE_TRACE_FIELDS_H_
#define COMBTEST_SRC_TRACE_TRACE_FIELDS_H_

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/action.h"

namespace combtest::internal {

class TraceFields {
 public:
  explicit TraceFields(const boost::json::value& record) : object_(record.if_object()) {
    if (object_ == nullptr) throw Error("it isn't a JSON object");
  }

  const boost::json::object& object() const { return *object_; }
  // Null where there is none.
  const boost::json::value* Find(std::string_view name) const { return object_->if_contains(name); }
  const boost::json::value& Get(std::string_view name) const {
    const boost::json::value* value = Find(name);
    if (value == nullptr) throw Error("it lacks the field `" + std::string(name) + "`");
    return *value;
  }
  std::string Text(std::string_view name) const {
    const boost::json::string* text = Get(name).if_string();
    if (text == nullptr) throw Wrong(name, "a string");
    return std::string(*text);
  }
  // Empty where it is missing.
  std::string OptionalText(std::string_view name) const {
    return Find(name) == nullptr ? std::string() : Text(name);
  }
  template <class T = std::uint64_t>
  T Number(std::string_view name) const {
    boost::json::error_code error;
    const T number = Get(name).to_number<T>(error);
    if (error) throw Wrong(name, "a whole number that fits");
    return number;
  }
  bool Bool(std::string_view name) const {
    const bool* value = Get(name).if_bool();
    if (value == nullptr) throw Wrong(name, "true or false");
    return *value;
  }
  const boost::json::array& Array(std::string_view name) const {
    const boost::json::array* array = Get(name).if_array();
    if (array == nullptr) throw Wrong(name, "an array");
    return *array;
  }
  std::vector<std::string> Texts(std::string_view name) const {
    std::vector<std::string> texts;
    for (const boost::json::value& value : Array(name)) {
      if (!value.is_string()) throw Wrong(name, "an array of strings");
      texts.emplace_back(value.get_string());
    }
    return texts;
  }
  const boost::json::object& Object(std::string_view name) const {
    const boost::json::object* object = Get(name).if_object();
    if (object == nullptr) throw Wrong(name, "an object");
    return *object;
  }

  static Error Wrong(std::string_view name, std::string_view wanted) {
    return Error("its field `" + std::string(name) + "` is not " + std::string(wanted));
  }

 private:
  const boost::json::object* object_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_TRACE_FIELDS_H_
