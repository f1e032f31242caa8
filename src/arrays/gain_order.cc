#include <algorithm>
#include <queue>

#include "src/arrays/generate.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

// A row's gain only falls while rows are chosen; so the row whose gain was last seen highest is the
// next one if it still has it.
std::vector<std::size_t> GainOrder(const Model& model, const Rows& rows, std::size_t fixed) {
  CheckModel(model);
  const TupleSpace space(model, 1e18, TupleSpace::Use::kCount);
  std::vector<bool> covered(space.tuples());
  const auto gain = [&](std::size_t row) {
    std::size_t sum = 0;
    for (std::size_t c = 0; c < space.combinations(); ++c) {
      sum += covered[space.Encode(c, rows[row])] ? 0 : 1;
    }
    return sum;
  };
  std::vector<std::size_t> order;
  const auto choose = [&](std::size_t row) {
    order.push_back(row);
    for (std::size_t c = 0; c < space.combinations(); ++c) {
      covered[space.Encode(c, rows[row])] = true;
    }
  };
  struct Candidate {
    std::size_t gain, row;
    bool operator<(const Candidate& other) const {
      return gain != other.gain ? gain < other.gain : row > other.row;
    }
  };
  std::priority_queue<Candidate> queue;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (r < fixed) {
      choose(r);
    } else {
      queue.push({space.combinations(), r});
    }
  }
  while (!queue.empty()) {
    Candidate best = queue.top();
    queue.pop();
    const std::size_t now = gain(best.row);
    if (now == best.gain || queue.empty() || !(Candidate{now, best.row} < queue.top())) {
      choose(best.row);
    } else {
      queue.push({now, best.row});
    }
  }
  return order;
}

std::size_t RowsThatCover(const Model& model, const Rows& rows) {
  CheckModel(model);
  const TupleSpace space(model, 1e18, TupleSpace::Use::kCount);
  std::vector<bool> covered(space.tuples());
  std::size_t needed = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < space.combinations(); ++c) {
      const auto tuple = space.Encode(c, rows[r]);
      if (covered[tuple]) continue;
      covered[tuple] = true;
      needed = r + 1;
    }
  }
  return needed;
}

}  // namespace combtest::internal::arrays
