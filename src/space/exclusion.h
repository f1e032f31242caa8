// Which walks constraints, ShouldCancel and Where leave out.
#ifndef COMBTEST_SRC_SPACE_EXCLUSION_H_
#define COMBTEST_SRC_SPACE_EXCLUSION_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "combtest/walk_set.h"
#include "src/space/answer_tree.h"
#include "src/space/read_tracker.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// What constraints, ShouldCancel and Where say of a walk.
struct Evaluation {
  bool excluded = false;
  // What that rests on, in the order of the first reads: whatever other walks have elsewhere, they
  // are excluded or kept alike. Where the walk is excluded, of one predicate that excludes it.
  Reads reads;
};

// Goes over ids upwards. Remembers what each predicate said of the options that it looked at, so it
// is asked once for each of their combinations, and blocks of walks that agree in them are excluded
// or kept as wholes. One thread at a time.
class ExclusionCursor {
 public:
  explicit ExclusionCursor(std::shared_ptr<const SpaceData> space);

  // The first id at or after `id` that is not excluded; `limit` where there is none below it.
  WalkId Next(WalkId id, WalkId limit);
  // All ids from `id`, which Next() just gave, up to this one share its answers. O(1).
  WalkId IncludedUntil(WalkId id) const;
  bool Excluded(WalkId id) { return Next(id, id + 1) != id; }
  Evaluation Evaluate(WalkId id);

  // What can only be asked: each ShouldCancel, then each predicate. What one of them says of a walk
  // that may be excluded otherwise.
  std::size_t opaque_count() const { return questions_.size() - space_.rule_tables.size(); }
  Evaluation EvaluateOpaque(std::size_t index, WalkId id);
  // `ShouldCancel of Write`, `Where(walk)`.
  std::string OpaqueText(std::size_t index) const;

 private:
  struct Question {
    WalkId begin = 0, end = 0;  // the block of walks that the last answer holds for
    bool excluded = false;
    Reads reads;  // of the last answer
    AnswerTree answers;
  };
  const Question& Ask(std::size_t index, WalkId id);
  void LookUp(const RuleTable& table, WalkId id, Question& question) const;
  void AskUser(std::size_t opaque, WalkId id, Question& question);
  bool Answer(std::size_t opaque) const;

  const SpaceData& space_;
  Walk walk_;
  std::vector<std::size_t> cancelling_actions_;
  std::vector<Question> questions_;  // of the tables, of the actions, of the predicates
};

// Of a walk by itself; whoever asks for many asks a cursor.
Evaluation Evaluate(const Walk& walk);

// The walks of a selection by their ids: of all, those that aren't excluded, and of these the first
// `most`.
WalkSet Listed(const WalkSpace& space, const WalkSet& selection,
               std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

// How many of the ids in [begin, end) are not excluded.
WalkId CountIncluded(const std::shared_ptr<const SpaceData>& space, WalkId begin, WalkId end);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_EXCLUSION_H_
