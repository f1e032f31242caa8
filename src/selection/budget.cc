#include "src/selection/budget.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <utility>

#include "src/arrays/tuple_space.h"

namespace combtest::internal {
namespace {

using std::chrono::nanoseconds;

// The branches that have been entered so far.
class Branches {
 public:
  explicit Branches(const arrays::Costs& costs) : costs_(costs), entered_(costs.serial.size()) {}

  std::uint64_t CostOf(std::span<const arrays::Value> row) {
    std::uint64_t cost = 0;
    Branch branch;
    for (std::size_t depth = 0; depth < entered_.size(); ++depth) {
      branch.push_back(row[costs_.serial[depth].column]);
      if (!entered_[depth].contains(branch)) cost += costs_.serial[depth].per_run;
    }
    return cost;
  }
  void Enter(std::span<const arrays::Value> row) {
    Branch branch;
    for (std::size_t depth = 0; depth < entered_.size(); ++depth) {
      branch.push_back(row[costs_.serial[depth].column]);
      entered_[depth].insert(branch);
    }
  }

 private:
  using Branch = std::vector<arrays::Value>;
  const arrays::Costs& costs_;
  std::vector<std::set<Branch>> entered_;  // by depth
};

}  // namespace

Affordable WithinBudget(const arrays::Model& model, const arrays::Rows& rows, const Budget& budget,
                        const std::vector<std::size_t>& first) {
  const arrays::TupleSpace space(model, ~std::uint64_t{0}, arrays::TupleSpace::Use::kCount);
  std::vector<bool> covered(space.tuples());
  Branches branches(budget.costs);
  std::vector<std::size_t> gains(rows.size(), space.combinations());  // at most
  std::vector<bool> open(rows.size(), true);
  const auto cost_of = [&](std::size_t row) {
    const auto walk = static_cast<std::uint64_t>(budget.rows[row].count()) / budget.lanes;
    return std::max<std::uint64_t>(1, walk + branches.CostOf(rows[row]));
  };
  Affordable chosen;
  const auto choose = [&](std::size_t row) {
    chosen.expected += nanoseconds(cost_of(row));
    chosen.rows.push_back(row);
    branches.Enter(rows[row]);
    open[row] = false;
    for (std::size_t c = 0; c < space.combinations(); ++c)
      covered[space.Encode(c, rows[row])] = true;
  };
  for (const std::size_t row : first) choose(row);
  while (true) {
    // A row's gain only falls, so the best by what was known, if that still holds, is the best.
    std::size_t best = rows.size();
    std::size_t spare = rows.size();  // covers nothing new
    double best_rate = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!open[row] || (gains[row] == 0 && (row >= budget.array || spare < row))) continue;
      const std::uint64_t cost = cost_of(row);
      if (chosen.expected + nanoseconds(cost) > budget.time) continue;
      if (gains[row] == 0) spare = row;
      const double rate = static_cast<double>(gains[row]) / static_cast<double>(cost);
      if (rate > best_rate) best = row, best_rate = rate;
    }
    if (best == rows.size()) {
      if (spare == rows.size()) return chosen;
      choose(spare);
      continue;
    }
    std::size_t gain = 0;
    for (std::size_t c = 0; c < space.combinations(); ++c)
      gain += covered[space.Encode(c, rows[best])] ? 0 : 1;
    if (gain < std::exchange(gains[best], gain)) continue;
    choose(best);
  }
}

}  // namespace combtest::internal
