// What to put side by side in a debugger.
#ifndef COMBTEST_SRC_EXPLAIN_NEIGHBOUR_H_
#define COMBTEST_SRC_EXPLAIN_NEIGHBOUR_H_

#include <optional>
#include <vector>

#include "src/explain/evidence.h"

namespace combtest::internal::explain {

struct NearestPair {
  WalkId failing = 0;
  std::optional<WalkId> passing;  // nothing: no walk passed
};

// One of the failing walks, of which there is at least one, and a walk that passed and differs from
// it in the options of as few actions as possible. Only some of the failing walks are tried.
NearestPair NearestOf(const Evidence& evidence, const std::vector<WalkId>& failing);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_NEIGHBOUR_H_
