// What is known of a predicate: a tree of the columns that it reads, with its answers at the
// leaves.
#ifndef COMBTEST_SRC_ARRAYS_PREDICATE_TREE_H_
#define COMBTEST_SRC_ARRAYS_PREDICATE_TREE_H_

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

class PredicateTree {
 public:
  PredicateTree(const Predicate& predicate, const std::vector<Value>& levels)
      : predicate_(&predicate), levels_(&levels) {}

  // Whether the full row is valid. Asks the predicate only where the tree doesn't know; throws
  // ArrayError where the predicate contradicts itself.
  bool Holds(std::span<const Value> row);
  // After Holds: the cells that its answer depends on.
  const std::vector<Cell>& read() const { return read_; }
  std::uint64_t calls() const { return calls_; }

 private:
  // A link is a node's index, or one of these.
  static constexpr std::int32_t kUnknown = -1, kHolds = -2, kFails = -3;
  struct Node {
    int column;
    std::uint32_t links;  // where those of its options begin in links_
  };
  static constexpr std::size_t kMaxLinks = 8'000'000;  // 32 MB; later answers aren't kept

  bool Ask(std::span<const Value> row);

  const Predicate* predicate_;
  const std::vector<Value>* levels_;
  std::vector<Node> nodes_;
  std::vector<std::int32_t> links_ = {kUnknown};  // the first one leads to the root
  std::vector<Cell> read_;
  std::vector<int> columns_;
  std::uint64_t calls_ = 0;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_PREDICATE_TREE_H_
