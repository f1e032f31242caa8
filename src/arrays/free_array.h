// The best construction for a model without constraints, groups and given rows.
#ifndef COMBTEST_SRC_ARRAYS_FREE_ARRAY_H_
#define COMBTEST_SRC_ARRAYS_FREE_ARRAY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "src/arrays/model.h"
#include "src/arrays/symmetric.h"

namespace combtest::internal::arrays {

class FreeArray {
 public:
  FreeArray(const Model& model, const Settings& settings);
  ~FreeArray();

  // Tries constructions with about this many steps more. True where best() has become smaller. The
  // first call makes those that need no search, whatever they cost.
  bool Run(std::uint64_t steps);
  // Covers everything; nothing where no construction fits.
  const std::optional<Rows>& best() const { return best_; }
  // Goes on with starter rows alone, which take their time and are worth it.
  bool RunStarters(std::uint64_t steps);
  // There is nothing to go on with.
  bool exhausted() const { return started_ && searches_.empty() && starters_.empty(); }
  std::uint64_t steps() const { return steps_; }

 private:
  struct Starter {
    int columns;
    int fixed;
    std::size_t estimate;  // rows
  };

  void Start(std::uint64_t steps);
  void Offer(const Rows& rows);  // of columns in the order of falling levels
  // A search with equal columns isn't too much.
  bool Fits(int columns, int options, std::uint64_t most_tuples) const;
  // An array that a construction needs.
  Rows Smaller(const std::vector<Value>& levels, int strength, std::uint64_t steps);
  void TrySums(std::uint64_t steps);
  void TryDifferences(std::uint64_t steps);
  void TryDoubling(std::uint64_t steps);
  void PlanStarters();
  void PlanGroups();
  bool TryStarter(std::uint64_t steps);
  bool TryGroup(std::uint64_t steps);
  std::size_t BestSize() const { return best_ ? best_->size() : SIZE_MAX; }

  const Model model_;
  const Settings settings_;
  std::vector<std::size_t> order_;  // columns by falling level
  std::vector<Value> levels_;       // in that order
  std::uint64_t bound_;
  bool even_;  // most columns have the largest level, or nearly
  std::optional<Rows> best_;
  std::vector<std::unique_ptr<SymmetricSearch>> searches_;
  std::size_t next_search_ = 0;
  bool starters_turn_ = false;
  std::vector<Starter> starters_;
  std::uint64_t seed_;
  std::uint64_t steps_ = 0;
  bool started_ = false;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_FREE_ARRAY_H_
