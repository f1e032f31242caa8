// How walks ended, as an inquiry is told of them.
#ifndef COMBTEST_SRC_EXPLAIN_WALK_ENDINGS_H_
#define COMBTEST_SRC_EXPLAIN_WALK_ENDINGS_H_

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "combtest/walk_space.h"
#include "src/explain/ending.h"
#include "src/explain/failure_kind.h"

namespace combtest::internal::explain {

// Where failures were that a test body found beside its walk's.
inline constexpr std::string_view kTestBody = "the test body";

// Gives the kinds of failures numbers.
class WalkEndings {
 public:
  explicit WalkEndings(WalkSpace space) : space_(std::move(space)) {}

  // Nothing where the walk didn't run to an end of its own. One in which only the test body found
  // failures has passed: extra walks have no bodies.
  std::optional<Ending> Of(const WalkResult& result);
  const FailureKind& kind(GroupId group) const { return kinds_[static_cast<std::size_t>(group)]; }

 private:
  const WalkSpace space_;
  std::map<FailureKind, GroupId> numbers_;
  std::vector<FailureKind> kinds_;
};

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_WALK_ENDINGS_H_
