#include "test/trace/schema.h"

#include <boost/json/parse.hpp>
#include <fstream>
#include <regex>
#include <stdexcept>

namespace combtest::test {
namespace {

std::string TypeOf(const boost::json::value& value) {
  if (value.is_string()) return "string";
  if (value.is_int64() || value.is_uint64()) return "number";
  if (value.is_bool()) return "bool";
  if (value.is_array()) return "array";
  if (value.is_object()) return "object";
  return value.is_null() ? "null" : "a fraction";
}

}  // namespace

TraceSchema::TraceSchema(const std::string& page) {
  std::ifstream file(page);
  if (!file) throw std::runtime_error("can't read " + page);
  const std::regex heading("### `(\\w+)`");
  const std::regex row("\\| `(\\w+)` \\| (\\w+) \\| (.*) \\|");
  std::string type;
  std::smatch match;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) type.clear();
    if (std::regex_match(line, match, heading)) type = match[1];
    if (!type.empty() && std::regex_match(line, match, row))
      records_[type][match[1]] = {match[2], match[3].str().starts_with("always")};
  }
}

std::string TraceSchema::Check(const boost::json::value& record) const {
  if (!record.is_object() || !record.as_object().contains("type")) return "no object with a type";
  const auto type = records_.find(std::string(record.at("type").as_string()));
  if (type == records_.end()) return "no such type";
  for (const auto& [name, value] : record.as_object()) {
    const auto field = type->second.find(std::string(name));
    if (field == type->second.end()) return "unknown field " + std::string(name);
    const std::string& wanted = field->second.type;
    if (wanted != "any" && wanted != TypeOf(value))
      return "the field " + std::string(name) + " is " + TypeOf(value) + ", not " + wanted;
  }
  for (const auto& [name, field] : type->second) {
    if (field.always && !record.as_object().contains(name)) return "no field " + name;
  }
  return {};
}

std::string TraceSchema::CheckFile(const std::string& path) const {
  std::ifstream file(path);
  std::size_t number = 0;
  for (std::string line; std::getline(file, line) && !file.eof();) {
    ++number;
    const std::string wrong = Check(boost::json::parse(line));
    if (!wrong.empty()) return path + ":" + std::to_string(number) + ": " + wrong + ": " + line;
  }
  return number == 0 ? path + " is empty" : std::string();
}

}  // namespace combtest::test
