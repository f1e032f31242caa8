// How a walk failed, so that walks that failed alike can be put together.
#ifndef COMBTEST_SRC_EXPLAIN_FAILURE_KIND_H_
#define COMBTEST_SRC_EXPLAIN_FAILURE_KIND_H_

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "combtest/walk.h"

namespace combtest::internal::explain {

struct FailureKind {
  std::string outcome;     // "failed", "crashed: SIGSEGV (segmentation fault)", "timed out"
  std::size_t action = 0;  // the number of actions where it was in none of them
  std::string file;
  int line = 0;
  std::string message;  // normalised
  friend auto operator<=>(const FailureKind&, const FailureKind&) = default;
};

// A walk's first failure. What came after it may come of it.
struct FirstFailure {
  FailureKind kind;
  std::string message;  // as it was
  // Actions before this one went well.
  std::size_t reached = 0;
};
// Of a walk that failed or is flaky.
FirstFailure FirstFailureOf(const Walk& walk, const WalkResult& result);

// Numbers, addresses, quoted texts, and paths below a temporary folder differ from walk to walk:
// each is replaced by a sign. Long messages are cut.
std::string Normalised(std::string_view message);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_FAILURE_KIND_H_
