#include "src/space/exclusion.h"

#include <algorithm>
#include <utility>

#include "src/space/read_tracker.h"

namespace combtest::internal {

ExclusionCursor::ExclusionCursor(std::shared_ptr<const SpaceData> space)
    : space_(*space), walk_(WalkAccess::Make(std::move(space), 0)) {
  for (std::size_t a = 0; a < space_.actions.size(); ++a) {
    if (space_.actions[a].should_cancel != nullptr) cancelling_actions_.push_back(a);
  }
  blocks_.resize(cancelling_actions_.size() + space_.predicates.size());
}

WalkId ExclusionCursor::Next(WalkId id, WalkId limit) {
  for (std::size_t question = 0; question < blocks_.size() && id < limit;) {
    const Block& block = Ask(question, id);
    if (block.excluded) {
      id = block.end;
      question = 0;
    } else {
      ++question;
    }
  }
  return id < limit ? id : limit;
}

WalkId ExclusionCursor::IncludedUntil(WalkId id) const {
  WalkId end = space_.size;
  for (const Block& block : blocks_) end = std::min(end, block.end);
  return std::max(end, id + 1);
}

const ExclusionCursor::Block& ExclusionCursor::Ask(std::size_t question, WalkId id) {
  Block& block = blocks_[question];
  if (id >= block.begin && id < block.end) return block;
  WalkAccess::SetId(walk_, id);
  ReadTracker reads;
  block.excluded = Answer(question);
  const WalkId size = reads.depth() == 0 ? space_.size : space_.stride[reads.depth() - 1];
  block.begin = id - id % size;
  block.end = block.begin + size;
  return block;
}

namespace {

// Calls f with each row of ids in [begin, end) that aren't excluded: its first, and its end.
template <class F>
void ForEachIncluded(const std::shared_ptr<const SpaceData>& space, WalkId begin, WalkId end, F f) {
  ExclusionCursor exclusions(space);
  for (WalkId id = begin; (id = exclusions.Next(id, end)) < end;) {
    const WalkId next = std::min(end, exclusions.IncludedUntil(id));
    f(id, next);
    id = next;
  }
}

}  // namespace

WalkSet Listed(const WalkSpace& space, const WalkSet& selection) {
  if (!selection.all()) return selection;
  WalkSet::Builder builder;
  ForEachIncluded(WalkAccess::Data(space), 0, space.full_size(), [&](WalkId first, WalkId end) {
    builder.Add({first, end - first, 1});
  });
  return builder.Build();
}

WalkId CountIncluded(const std::shared_ptr<const SpaceData>& space, WalkId begin, WalkId end) {
  WalkId count = 0;
  ForEachIncluded(space, begin, end, [&](WalkId first, WalkId last) { count += last - first; });
  return count;
}

bool ExclusionCursor::Answer(std::size_t question) const {
  if (question < cancelling_actions_.size()) {
    const std::size_t action = cancelling_actions_[question];
    return space_.actions[action].should_cancel(walk_, action);
  }
  return !space_.predicates[question - cancelling_actions_.size()](walk_);
}

}  // namespace combtest::internal
