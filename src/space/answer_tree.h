// What a predicate has said so far, by the options that it looked at.
#ifndef COMBTEST_SRC_SPACE_ANSWER_TREE_H_
#define COMBTEST_SRC_SPACE_ANSWER_TREE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/space/read_tracker.h"
#include "src/space/space_data.h"

namespace combtest::internal {

// A predicate always reads the same action first, and what it reads next depends on nothing but the
// options that it has seen. So its answers are a tree: each node an action, each branch an option,
// each leaf an answer. Holds at most `kMaxBranches`; what doesn't fit isn't remembered.
class AnswerTree {
 public:
  static constexpr std::size_t kMaxBranches = std::size_t{1} << 18;

  // The answer for this walk if it is known; what it rests on is added to `reads`.
  std::optional<bool> Find(const SpaceData& space, WalkId id, Reads& reads) const;
  void Add(const SpaceData& space, WalkId id, const Reads& reads, bool answer);

 private:
  // A branch is unknown, an answer, or goes on to the node `branch - kNodes`.
  enum : std::uint32_t { kUnknown, kFalse, kTrue, kNodes };
  struct Node {
    std::size_t action;
    std::size_t branches;  // where those of its options begin
  };

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> branches_ = {kUnknown};  // the first leads to the root
  bool contradicted_ = false;  // the predicate goes by more than it reads: nothing is remembered
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_ANSWER_TREE_H_
