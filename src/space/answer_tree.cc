#include "src/space/answer_tree.h"

namespace combtest::internal {

std::optional<bool> AnswerTree::Find(const SpaceData& space, WalkId id, Reads& reads) const {
  if (contradicted_) return std::nullopt;
  std::uint32_t branch = branches_[0];
  while (branch >= kNodes) {
    const Node& node = nodes_[branch - kNodes];
    reads.Add(node.action);
    branch = branches_[node.branches + space.OptionIndex(id, node.action)];
  }
  return branch == kUnknown ? std::nullopt : std::optional(branch == kTrue);
}

void AnswerTree::Add(const SpaceData& space, WalkId id, const Reads& reads, bool answer) {
  // What was read in full never comes again.
  if (contradicted_ || reads.size() == space.actions.size()) return;
  std::size_t at = 0;
  for (const std::size_t action : reads.order()) {
    if (branches_[at] == kUnknown) {
      if (branches_.size() + space.radix[action] > kMaxBranches) return;
      branches_[at] = kNodes + static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({action, branches_.size()});
      branches_.resize(branches_.size() + space.radix[action], kUnknown);
    }
    if (branches_[at] < kNodes || nodes_[branches_[at] - kNodes].action != action) {
      contradicted_ = true;
      return;
    }
    at = nodes_[branches_[at] - kNodes].branches + space.OptionIndex(id, action);
  }
  if (branches_[at] == kUnknown) {
    branches_[at] = answer ? kTrue : kFalse;
  } else {
    contradicted_ = true;
  }
}

}  // namespace combtest::internal
