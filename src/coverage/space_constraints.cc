#include "src/coverage/space_constraints.h"

#include <memory>

#include "src/space/exclusion.h"
#include "src/space/space_data.h"

namespace combtest::internal::coverage {
namespace {

Clause ClauseOf(const SpaceData& space, const Rule& rule, const RuleClause& of) {
  Clause clause{rule.text, {}};
  for (const RuleLiteral& literal : of) {
    Literal& added = clause.literals.emplace_back();
    added.column = literal.action;
    added.allowed.resize(space.radix[literal.action]);
    for (const std::size_t option : literal.allowed) added.allowed[option] = true;
  }
  return clause;
}

WalkId WalkOf(const SpaceData& space, std::span<const Option> row) {
  WalkId id = 0;
  for (std::size_t a = 0; a < row.size(); ++a) id += row[a] * space.stride[a];
  return id;
}

}  // namespace

Levels LevelsOf(const WalkSpace& space) {
  const SpaceData& data = *WalkAccess::Data(space);
  return {data.radix.begin(), data.radix.end()};
}

Constraints ConstraintsOf(const WalkSpace& space) {
  const auto data = WalkAccess::Data(space);
  Constraints constraints;
  for (const Rule& rule : data->rules) {
    for (const RuleClause& clause : ClausesOf(rule.table, data->radix))
      constraints.clauses.push_back(ClauseOf(*data, rule, clause));
  }
  const auto cursor = std::make_shared<ExclusionCursor>(data);
  for (std::size_t i = 0; i < cursor->opaque_count(); ++i) {
    constraints.predicates.push_back(
        {cursor->OpaqueText(i),
         [data, cursor, i](std::span<const Option> row, std::vector<std::size_t>& read) {
           const Evaluation evaluation = cursor->EvaluateOpaque(i, WalkOf(*data, row));
           const auto& order = evaluation.reads.order();
           read.insert(read.end(), order.begin(), order.end());
           return !evaluation.excluded;
         }});
  }
  return constraints;
}

Row RowOf(const WalkSpace& space, WalkId id) {
  const SpaceData& data = *WalkAccess::Data(space);
  Row row;
  for (std::size_t a = 0; a < data.actions.size(); ++a)
    row.push_back(static_cast<Option>(data.OptionIndex(id, a)));
  return row;
}

std::string TupleText(const WalkSpace& space, const Tuple& tuple) {
  const SpaceData& data = *WalkAccess::Data(space);
  std::string text;
  for (const Cell& cell : tuple)
    text += (text.empty() ? "" : ", ") + data.ActionText(cell.column, cell.option);
  return text;
}

}  // namespace combtest::internal::coverage
