#include "src/space/exclusion.h"

#include <algorithm>
#include <utility>

namespace combtest::internal {

ExclusionCursor::ExclusionCursor(std::shared_ptr<const SpaceData> space)
    : space_(*space), walk_(WalkAccess::Make(std::move(space), 0)) {
  for (std::size_t a = 0; a < space_.actions.size(); ++a) {
    if (space_.actions[a].should_cancel != nullptr) cancelling_actions_.push_back(a);
  }
  questions_.resize(space_.rule_tables.size() + cancelling_actions_.size() +
                    space_.predicates.size());
}

WalkId ExclusionCursor::Next(WalkId id, WalkId limit) {
  for (std::size_t index = 0; index < questions_.size() && id < limit;) {
    const Question& question = Ask(index, id);
    if (question.excluded) {
      id = question.end;
      index = 0;
    } else {
      ++index;
    }
  }
  return id < limit ? id : limit;
}

WalkId ExclusionCursor::IncludedUntil(WalkId id) const {
  WalkId end = space_.size;
  for (const Question& question : questions_) end = std::min(end, question.end);
  return std::max(end, id + 1);
}

Evaluation ExclusionCursor::Evaluate(WalkId id) {
  Evaluation evaluation;
  for (std::size_t index = 0; index < questions_.size(); ++index) {
    const Question& question = Ask(index, id);
    if (question.excluded) return {true, question.reads};
    for (const std::size_t action : question.reads.order()) evaluation.reads.Add(action);
  }
  return evaluation;
}

const ExclusionCursor::Question& ExclusionCursor::Ask(std::size_t index, WalkId id) {
  Question& question = questions_[index];
  if (id >= question.begin && id < question.end) return question;
  question.begin = question.end = 0;  // in case the predicate throws
  question.reads.Clear();
  if (index < space_.rule_tables.size()) {
    LookUp(space_.rule_tables[index], id, question);
  } else {
    AskUser(index - space_.rule_tables.size(), id, question);
  }
  const std::size_t depth = question.reads.depth();
  const WalkId size = depth == 0 ? space_.size : space_.stride[depth - 1];
  question.begin = id - id % size;
  question.end = question.begin + size;
  return question;
}

void ExclusionCursor::LookUp(const RuleTable& table, WalkId id, Question& question) const {
  WalkId combination = 0;
  for (const std::size_t action : table.actions) {
    question.reads.Add(action);
    combination = combination * space_.radix[action] + space_.OptionIndex(id, action);
  }
  question.excluded = table.Forbids(combination);
}

void ExclusionCursor::AskUser(std::size_t opaque, WalkId id, Question& question) {
  if (const auto known = question.answers.Find(space_, id, question.reads)) {
    question.excluded = *known;
  } else {
    question.reads.Clear();
    WalkAccess::SetId(walk_, id);
    const ReadTracker tracker(space_, question.reads);
    question.excluded = Answer(opaque);
    question.answers.Add(space_, id, question.reads, question.excluded);
  }
}

Evaluation ExclusionCursor::EvaluateOpaque(std::size_t index, WalkId id) {
  const Question& question = Ask(space_.rule_tables.size() + index, id);
  return {question.excluded, question.reads};
}

std::string ExclusionCursor::OpaqueText(std::size_t index) const {
  if (index < cancelling_actions_.size())
    return "ShouldCancel of " + space_.actions[cancelling_actions_[index]].name;
  if (space_.predicates.size() == 1) return "Where(walk)";
  return "Where(walk) number " + std::to_string(index - cancelling_actions_.size() + 1);
}

Evaluation Evaluate(const Walk& walk) {
  return ExclusionCursor(WalkAccess::Data(walk)).Evaluate(walk.id());
}

namespace {

// Calls f with each row of ids in [begin, end) that aren't excluded: its first, and its end. Until
// f returns false.
template <class F>
void ForEachIncluded(const std::shared_ptr<const SpaceData>& space, WalkId begin, WalkId end, F f) {
  ExclusionCursor exclusions(space);
  for (WalkId id = begin; (id = exclusions.Next(id, end)) < end;) {
    const WalkId next = std::min(end, exclusions.IncludedUntil(id));
    if (!f(id, next)) return;
    id = next;
  }
}

}  // namespace

WalkSet Listed(const WalkSpace& space, const WalkSet& selection, std::uint64_t most) {
  if (!selection.all()) return selection;
  WalkSet::Builder builder;
  ForEachIncluded(WalkAccess::Data(space), 0, space.full_size(), [&](WalkId first, WalkId end) {
    builder.Add({first, std::min(end - first, most - builder.size()), 1});
    return builder.size() < most;
  });
  return builder.Build();
}

WalkId CountIncluded(const std::shared_ptr<const SpaceData>& space, WalkId begin, WalkId end) {
  WalkId count = 0;
  ForEachIncluded(space, begin, end, [&](WalkId first, WalkId last) {
    count += last - first;
    return true;
  });
  return count;
}

bool ExclusionCursor::Answer(std::size_t opaque) const {
  if (opaque < cancelling_actions_.size()) {
    const std::size_t action = cancelling_actions_[opaque];
    return space_.actions[action].should_cancel(walk_, action);
  }
  return !space_.predicates[opaque - cancelling_actions_.size()](walk_);
}

}  // namespace combtest::internal
