#include "src/arrays/predicate_tree.h"

#include <string>

namespace combtest::internal::arrays {

bool PredicateTree::Holds(std::span<const Value> row) {
  read_.clear();
  std::int32_t link = links_[0];
  while (link >= 0) {
    const Node& node = nodes_[link];
    read_.push_back({node.column, row[node.column]});
    link = links_[node.links + row[node.column]];
  }
  return link == kUnknown ? Ask(row) : link == kHolds;
}

bool PredicateTree::Ask(std::span<const Value> row) {
  columns_.clear();
  ++calls_;
  const bool holds = predicate_->Holds(row, columns_);
  std::size_t at = 0;  // in links_
  read_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const int column = columns_[i];
    if (column < 0 || column >= static_cast<int>(row.size())) {
      throw ArrayError("A predicate says that it read column " + std::to_string(column) + " of " +
                       std::to_string(row.size()) + ".");
    }
    read_.push_back({column, row[column]});
    if (at == links_.size()) continue;  // no longer kept
    if (links_[at] == kUnknown) {
      const auto levels = static_cast<std::size_t>((*levels_)[column]);
      if (links_.size() + levels > kMaxLinks) {
        at = links_.size();
        continue;
      }
      links_[at] = static_cast<std::int32_t>(nodes_.size());
      nodes_.push_back({column, static_cast<std::uint32_t>(links_.size())});
      links_.resize(links_.size() + levels, kUnknown);
    } else if (links_[at] < 0 || nodes_[links_[at]].column != column) {
      throw ArrayError(
          "A predicate reads other cells than before, though those it had read by then "
          "are the same (column " +
          std::to_string(column) + ").");
    }
    at = nodes_[links_[at]].links + row[column];
  }
  if (at < links_.size()) {
    if (links_[at] != kUnknown) {
      throw ArrayError("A predicate answers before it has read what it read before.");
    }
    links_[at] = holds ? kHolds : kFails;
  }
  return holds;
}

}  // namespace combtest::internal::arrays
