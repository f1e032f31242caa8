#include <algorithm>

#include "src/arrays/constraints.h"
#include "src/arrays/generate.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

std::vector<ImpossibleTuple> ListImpossible(const Model& model, const Settings& settings,
                                            std::size_t limit) {
  CheckModel(model);
  const TupleSpace space(model, settings.memory_limit, TupleSpace::Use::kCount);
  Constraints constraints(model, settings);
  std::vector<ImpossibleTuple> list;
  if (!constraints.any()) return list;
  std::vector<bool> possible(space.tuples());
  std::vector<Value> fixed(space.columns(), kDontCare), row(space.columns(), 0);
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    const std::span<const int> columns = space.combination(c);
    for (std::uint32_t tuple = space.offset(c); tuple < space.offset(c) + space.size(c); ++tuple) {
      if (possible[tuple]) continue;
      if (list.size() == limit) return list;
      const auto values = space.Decode(c, tuple);
      for (std::size_t i = 0; i < columns.size(); ++i) fixed[columns[i]] = values[i];
      const std::vector<Value> preferred = row;
      const Verdict verdict = constraints.Complete(fixed, preferred, row);
      if (verdict == Verdict::kPossible) {
        // The row has many others, too.
        for (std::size_t other = c; other < space.combinations(); ++other) {
          possible[space.Encode(other, row)] = true;
        }
      } else if (verdict == Verdict::kImpossible) {
        ImpossibleTuple impossible;
        for (std::size_t i = 0; i < columns.size(); ++i) {
          impossible.cells.push_back({columns[i], values[i]});
        }
        Explain(model, settings, impossible);
        list.push_back(impossible);
      }
      for (int column : columns) fixed[column] = kDontCare;
    }
  }
  return list;
}

}  // namespace combtest::internal::arrays
