#include "src/array_tool/part.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace combtest::internal::array_tool {
namespace {

Part PartOf(const Model& model, std::optional<std::size_t> negative, std::uint32_t option) {
  Part part;
  part.negative = negative;
  for (std::size_t column = 0; column < model.columns.size(); ++column) {
    part.values.emplace_back();
    if (column == negative) {
      part.values.back() = {option};
      continue;
    }
    for (std::uint32_t i = 0; i < model.columns[column].values.size(); ++i) {
      if (!model.columns[column].values[i].negative) part.values.back().push_back(i);
    }
  }
  Group all;
  all.columns.resize(model.columns.size());
  std::iota(all.columns.begin(), all.columns.end(), std::size_t{0});
  all.strength = std::min(model.strength, all.columns.size());
  part.groups.push_back(std::move(all));
  for (const Group& group : model.groups) {
    if (!negative || std::count(group.columns.begin(), group.columns.end(), *negative) > 0)
      part.groups.push_back(group);
  }
  for (const Rule& rule : model.rules)
    part.rules.push_back({rule.name, Restricted(rule.expression, part.values)});
  return part;
}

}  // namespace

std::vector<Part> PartsOf(const Model& model) {
  std::vector<Part> parts{PartOf(model, std::nullopt, 0)};
  for (std::size_t column = 0; column < model.columns.size(); ++column) {
    for (std::uint32_t i = 0; i < model.columns[column].values.size(); ++i) {
      if (model.columns[column].values[i].negative) parts.push_back(PartOf(model, column, i));
    }
  }
  return parts;
}

std::optional<std::size_t> FindPart(const std::vector<Part>& parts, const Model& model,
                                    const std::vector<std::optional<std::uint32_t>>& row) {
  std::size_t found = 0;
  for (std::size_t column = 0; column < row.size(); ++column) {
    if (!row[column] || !model.columns[column].values[*row[column]].negative) continue;
    if (found != 0) return std::nullopt;
    while (parts[found].negative != column || parts[found].values[column].front() != *row[column])
      ++found;
  }
  return found;
}

}  // namespace combtest::internal::array_tool
