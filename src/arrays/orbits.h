// A group that permutes the options of each column, and the orbits of tuples under it: an array
// made of whole orbits of rows is found as a small array of starter rows.
#ifndef COMBTEST_SRC_ARRAYS_ORBITS_H_
#define COMBTEST_SRC_ARRAYS_ORBITS_H_

#include <cstdint>
#include <vector>

#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

// The images of 0, 1, …; the same for all columns.
using Permutation = std::vector<Value>;

struct Orbits {
  Orbits(const TupleSpace& space, std::vector<Permutation> elements);

  std::vector<Permutation> group;
  std::vector<std::uint32_t> of;  // by tuple: the first tuple of its orbit
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_ORBITS_H_
