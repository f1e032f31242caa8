// A walk space as the generator of arrays sees it: actions are columns.
#ifndef COMBTEST_SRC_SELECTION_ARRAY_MODEL_H_
#define COMBTEST_SRC_SELECTION_ARRAY_MODEL_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "combtest/walk_space.h"
#include "src/arrays/model.h"
#include "src/space/exclusion.h"

namespace combtest::internal {

struct ArrayModel {
  arrays::Model model;  // without given rows
  // What its clauses and predicates are called by people: `Forbid(Format(512), Codec("zip"))`.
  std::vector<std::string> clause_texts, predicate_texts;
};

// `strength` is at least 1; the suite's strengths of some actions come on top of it. The
// predicates share a cursor, so the model is for one thread.
ArrayModel ModelOf(const WalkSpace& space, unsigned strength);

std::vector<arrays::Value> RowOf(const WalkSpace& space, WalkId id);
WalkId WalkOf(const WalkSpace& space, std::span<const arrays::Value> row);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_ARRAY_MODEL_H_
