// Which walks ShouldCancel and Where leave out.
#ifndef COMBTEST_SRC_SPACE_EXCLUSION_H_
#define COMBTEST_SRC_SPACE_EXCLUSION_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "combtest/walk_set.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// Goes over ids upwards. Remembers what each predicate said of the block of walks that agree in all
// that it looked at, so blocks are excluded or kept as wholes. One thread at a time.
class ExclusionCursor {
 public:
  explicit ExclusionCursor(std::shared_ptr<const SpaceData> space);

  // The first id at or after `id` that is not excluded; `limit` where there is none below it.
  WalkId Next(WalkId id, WalkId limit);
  // All ids from `id`, which Next() just gave, up to this one share its answers. O(1).
  WalkId IncludedUntil(WalkId id) const;
  bool Excluded(WalkId id) { return Next(id, id + 1) != id; }

 private:
  struct Block {
    WalkId begin = 0, end = 0;  // the walks the last answer holds for
    bool excluded = false;
  };
  const Block& Ask(std::size_t question, WalkId id);
  bool Answer(std::size_t question) const;

  const SpaceData& space_;
  Walk walk_;
  std::vector<std::size_t> cancelling_actions_;
  std::vector<Block> blocks_;  // one a question: first the actions', then the predicates'
};

// The walks of a selection by their ids: of all, those that aren't excluded.
WalkSet Listed(const WalkSpace& space, const WalkSet& selection);

// How many of the ids in [begin, end) are not excluded.
WalkId CountIncluded(const std::shared_ptr<const SpaceData>& space, WalkId begin, WalkId end);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_EXCLUSION_H_
