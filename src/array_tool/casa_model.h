// Models in the format of CASA: numbers alone.
#ifndef COMBTEST_SRC_ARRAY_TOOL_CASA_MODEL_H_
#define COMBTEST_SRC_ARRAY_TOOL_CASA_MODEL_H_

#include <cstddef>
#include <string>

#include "src/array_tool/model.h"

namespace combtest::internal::array_tool {

// The strength, the number of columns, and their numbers of options. `strength` goes before the
// file's own, or is 0. Throws Error, naming the line.
Model ParseCasaModel(const std::string& text, std::size_t strength);

// The number of clauses; then for each its length and its literals, "- s" or "+ s" for a symbol s,
// symbols being numbered through all columns. Appends them to the model's rules.
bool ParseCasaConstraints(const std::string& text, Model& model);

}  // namespace combtest::internal::array_tool

#endif  // COMBTEST_SRC_ARRAY_TOOL_CASA_MODEL_H_
