// All valid rows: where the strength is the number of columns.
#ifndef COMBTEST_SRC_ARRAYS_FULL_PRODUCT_H_
#define COMBTEST_SRC_ARRAYS_FULL_PRODUCT_H_

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

inline bool IsFullProduct(const Model& model) {
  return model.groups.empty() && model.strength >= static_cast<int>(model.levels.size());
}

// The given rows, then the others in the order of nested loops.
Array FullProduct(const Model& model, const Settings& settings);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_FULL_PRODUCT_H_
