#include "src/explain/walk_endings.h"

#include <algorithm>
#include <variant>

namespace combtest::internal::explain {

std::optional<Ending> WalkEndings::Of(const WalkResult& result) {
  const int actions = static_cast<int>(space_.action_count());
  if (result.passed()) return Ending{actions, kNoGroup};
  if (result.not_run() || std::holds_alternative<outcome::Lost>(result.outcome)) return {};
  if (result.cancelled())
    return Ending{std::min(static_cast<int>(result.action), actions), kNoGroup};
  const auto in_body = [](const Failure& failure) { return failure.where == kTestBody; };
  if (!result.failures.empty() && std::ranges::all_of(result.failures, in_body))
    return Ending{actions, kNoGroup};
  const FirstFailure first = FirstFailureOf(space_[result.id], result);
  const auto [at, is_new] = numbers_.emplace(first.kind, static_cast<GroupId>(kinds_.size()));
  if (is_new) kinds_.push_back(first.kind);
  // One in no action may come of any option.
  return Ending{std::min(static_cast<int>(first.kind.action), actions), at->second};
}

}  // namespace combtest::internal::explain
