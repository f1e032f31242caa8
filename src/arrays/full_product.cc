#include "src/arrays/full_product.h"

#include <cstdint>
#include <string>
#include <vector>

#include "src/arrays/constraints.h"
#include "src/arrays/given_rows.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

namespace {

constexpr std::uint64_t kCopies = 2;  // one is the optimizer's, and one what it gives

}  // namespace

Array FullProduct(const Model& model, const Settings& settings) {
  Model all = model;
  all.strength = static_cast<int>(model.levels.size());
  const TupleSpace space(all, settings.memory_limit, TupleSpace::Use::kCount);
  CheckRows(space, space.tuples(), settings.memory_limit, kCopies);
  Constraints constraints(model, settings);
  Array array;
  array.rows = Rows(model.levels.size());
  array.rows.Reserve(space.tuples());  // growing would take one more
  std::vector<bool> there(space.tuples());
  for (std::size_t r = 0; r < model.given.size(); ++r) {
    std::vector<Value> row;
    const std::vector<Value> any(model.levels.size(), 0);
    RequirePossible(constraints.Complete(model.given[r], any, row), r);
    array.rows.Add(row);
    there[space.Encode(0, row)] = true;
  }
  std::vector<Value> row(model.levels.size());
  for (std::uint32_t tuple = 0; tuple < space.tuples(); ++tuple) {
    std::uint32_t rest = tuple;
    for (std::size_t c = row.size(); c-- > 0;) {
      row[c] = static_cast<Value>(rest % static_cast<std::uint32_t>(model.levels[c]));
      rest /= static_cast<std::uint32_t>(model.levels[c]);
    }
    if (!constraints.Holds(row)) {
      ++array.counts.impossible;
      continue;
    }
    ++array.counts.covered;
    if (!there[tuple]) array.rows.Add(row);
  }
  array.lower_bound = array.rows.size();
  return array;
}

}  // namespace combtest::internal::arrays
