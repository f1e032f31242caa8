#include "src/arrays/orbits.h"

#include <utility>

namespace combtest::internal::arrays {

Orbits::Orbits(const TupleSpace& space, std::vector<Permutation> elements)
    : group(std::move(elements)), of(space.tuples(), UINT32_MAX) {
  std::vector<Value> row(space.columns());
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    for (std::uint32_t tuple = space.offset(c); tuple < space.offset(c) + space.size(c); ++tuple) {
      if (of[tuple] != UINT32_MAX) continue;
      const auto values = space.Decode(c, tuple);
      for (const Permutation& element : group) {
        std::size_t i = 0;
        for (int column : space.combination(c)) row[column] = element[values[i++]];
        of[space.Encode(c, row)] = tuple;
      }
    }
  }
}

}  // namespace combtest::internal::arrays
