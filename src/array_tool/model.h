// What a model file says.
#ifndef COMBTEST_SRC_ARRAY_TOOL_MODEL_H_
#define COMBTEST_SRC_ARRAY_TOOL_MODEL_H_

#include <cstddef>
#include <string>
#include <vector>

#include "src/array_tool/expression.h"

namespace combtest::internal::array_tool {

struct Value {
  std::vector<std::string> names;  // as they are written in rows; the first counts in constraints
  bool negative = false;           // outside of what is allowed: at most one in a row
};

struct Column {
  std::string name;
  std::vector<Value> values;
};

// A higher strength among some columns.
struct Group {
  std::vector<std::size_t> columns;
  std::size_t strength = 0;
};

struct Model {
  std::vector<Column> columns;
  bool numbered = false;  // columns and options have numbers for names
  std::size_t strength = 2;
  std::vector<Group> groups;
  std::vector<Rule> rules;
  std::vector<std::string> notes;  // what was read, and changes nothing
};

// Reads a model file of either kind. `constraints` is a file for models of CASA, or empty;
// `strength` goes before the file's own, or is 0. Throws Error, naming file and line.
Model ReadModel(const std::string& path, const std::string& constraints, std::size_t strength);

// Throws Error where the file can't be read.
std::string ReadFile(const std::string& path);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_MODEL_H_
