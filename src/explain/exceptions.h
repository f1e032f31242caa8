// Options with which walks pass although they have the options that failed walks have.
#ifndef COMBTEST_SRC_EXPLAIN_EXCEPTIONS_H_
#define COMBTEST_SRC_EXPLAIN_EXCEPTIONS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/explain/counting.h"

namespace combtest::internal::explain {

// Options of one action, up to `action`, that none of the walks in `failing` has and at least half
// of the passed walks with `literals` have; so many of them that it is no chance. Empty: there are
// none.
std::vector<Choice> ExceptionsOf(const Evidence& evidence, std::span<const Literal> literals,
                                 const std::vector<WalkId>& failing, std::uint32_t action);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_EXCEPTIONS_H_
