#include "src/selection/array_model.h"

#include <utility>

#include "src/space/space_data.h"

namespace combtest::internal {
namespace {

using arrays::Value;

class Opaque : public arrays::Predicate {
 public:
  Opaque(WalkSpace space, std::shared_ptr<ExclusionCursor> cursor, std::size_t index)
      : space_(std::move(space)), cursor_(std::move(cursor)), index_(index) {}

  bool Holds(std::span<const Value> row, std::vector<int>& read) const override {
    const Evaluation evaluation = cursor_->EvaluateOpaque(index_, WalkOf(space_, row));
    for (const std::size_t action : evaluation.reads.order())
      read.push_back(static_cast<int>(action));
    return !evaluation.excluded;
  }

 private:
  const WalkSpace space_;
  const std::shared_ptr<ExclusionCursor> cursor_;
  const std::size_t index_;
};

arrays::Clause ClauseOf(const RuleClause& rule) {
  arrays::Clause clause;
  for (const RuleLiteral& literal : rule) {
    clause.literals.push_back(
        {static_cast<int>(literal.action), {literal.allowed.begin(), literal.allowed.end()}});
  }
  return clause;
}

}  // namespace

ArrayModel ModelOf(const WalkSpace& space, unsigned strength) {
  const SpaceData& data = *WalkAccess::Data(space);
  ArrayModel result;
  arrays::Model& model = result.model;
  for (const WalkId radix : data.radix) model.levels.push_back(static_cast<Value>(radix));
  model.strength = static_cast<int>(strength);
  for (const DeclaredStrength& group : data.wish.strengths) {
    if (group.strength <= strength) continue;
    model.groups.push_back(
        {{group.actions.begin(), group.actions.end()}, static_cast<int>(group.strength)});
  }
  for (const Rule& rule : data.rules) {
    for (const RuleClause& clause : ClausesOf(rule.table, data.radix)) {
      model.clauses.push_back(ClauseOf(clause));
      result.clause_texts.push_back(rule.text);
    }
  }
  const auto cursor = std::make_shared<ExclusionCursor>(WalkAccess::Data(space));
  for (std::size_t i = 0; i < cursor->opaque_count(); ++i) {
    model.predicates.push_back(std::make_shared<Opaque>(space, cursor, i));
    result.predicate_texts.push_back(cursor->OpaqueText(i));
  }
  return result;
}

std::vector<Value> RowOf(const WalkSpace& space, WalkId id) {
  const SpaceData& data = *WalkAccess::Data(space);
  std::vector<Value> row;
  for (std::size_t a = 0; a < data.actions.size(); ++a)
    row.push_back(static_cast<Value>(data.OptionIndex(id, a)));
  return row;
}

WalkId WalkOf(const WalkSpace& space, std::span<const Value> row) {
  const SpaceData& data = *WalkAccess::Data(space);
  WalkId id = 0;
  for (std::size_t a = 0; a < row.size(); ++a) id += static_cast<WalkId>(row[a]) * data.stride[a];
  return id;
}

}  // namespace combtest::internal
