#include "src/array_tool/generate.h"

#include <algorithm>
#include <optional>

#include "combtest/action.h"
#include "src/array_tool/generator_model.h"
#include "src/array_tool/optimize.h"
#include "src/array_tool/part.h"
#include "src/arrays/generate.h"

namespace combtest::internal::array_tool {
namespace {

[[noreturn]] void Refuse(const TextRow& row, const std::string& why) {
  throw Error("the row of line " + std::to_string(row.line) + " can't be kept: " + why);
}

// The options of a kept row in its part, kDontCare where it has none.
std::vector<arrays::Value> GivenRow(const TextRow& row, const Model& model, const Part& part) {
  std::vector<arrays::Value> given;
  for (std::size_t column = 0; column < row.options.size(); ++column) {
    const std::optional<std::uint32_t>& option = row.options[column];
    if (!option && !row.texts[column].empty())
      Refuse(row, model.columns[column].name + " has no value " + Quoted(row.texts[column]));
    if (!option) {
      given.push_back(arrays::kDontCare);
      continue;
    }
    const auto& values = part.values[column];
    const auto found = std::lower_bound(values.begin(), values.end(), *option);
    given.push_back(static_cast<arrays::Value>(found - values.begin()));
  }
  return given;
}

}  // namespace

std::vector<TextRow> GenerateRows(const Model& model, const std::vector<TextRow>& kept,
                                  const Effort& effort) {
  const std::vector<Part> parts = PartsOf(model);
  std::vector<TextRow> rows;
  std::vector<std::vector<std::size_t>> kept_of(parts.size());
  std::vector<arrays::Model> models;
  for (const Part& part : parts) {
    models.push_back(GeneratorModel(part));
    models.back().given = arrays::Rows(model.columns.size());
  }
  for (const TextRow& row : kept) {
    const std::optional<std::size_t> part = FindPart(parts, model, row.options);
    if (!part) Refuse(row, "it has several negative values");
    models[*part].given.Add(GivenRow(row, model, parts[*part]));
    kept_of[*part].push_back(rows.size());
    rows.push_back(row);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const arrays::Rows made = Optimized(models[i], effort.seed,
                                        effort.optimize / static_cast<std::int64_t>(parts.size()));
    for (std::size_t j = 0; j < made.size(); ++j) {
      if (j >= kept_of[i].size()) rows.emplace_back();
      TextRow& row = j < kept_of[i].size() ? rows[kept_of[i][j]] : rows.back();
      row.options.clear();
      for (std::size_t column = 0; column < model.columns.size(); ++column)
        row.options.emplace_back(
            parts[i].values[column][static_cast<std::size_t>(made[j][column])]);
    }
  }
  return rows;
}

}  // namespace combtest::internal::array_tool
