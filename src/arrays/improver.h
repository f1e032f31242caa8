// A model's array in the making: given rows, greedy rows, then the search, in slices.
#ifndef COMBTEST_SRC_ARRAYS_IMPROVER_H_
#define COMBTEST_SRC_ARRAYS_IMPROVER_H_

#include <cstdint>
#include <optional>

#include "src/arrays/constraints.h"
#include "src/arrays/cover.h"
#include "src/arrays/model.h"
#include "src/arrays/random.h"
#include "src/arrays/tabu_search.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

class Improver {
 public:
  // Covers everything, beginning with the given rows and with `rows`, whose first ones are these.
  Improver(const Model& model, const Settings& settings, const Rows& rows, int candidates);
  Improver(const Improver&) = delete;
  Improver& operator=(const Improver&) = delete;

  // True where there are fewer rows than before.
  bool Run(std::uint64_t steps);
  // The steps of the first call of Run before it changes anything.
  std::uint64_t StepsToBegin() const;
  bool Done() const { return best_.size() <= lower_bound_ || !fits_; }
  // Goes on from these rows, which cover everything, where they are fewer.
  bool Adopt(const Rows& rows);
  const Rows& best() const { return best_; }
  std::uint64_t steps() const { return built_ + (search_ ? search_->cover.steps() : 0); }
  Array Result() const;

 private:
  struct Search {
    Search(Improver& improver);
    void Load(const Rows& rows);

    Cover cover;
    TabuSearch tabu;
  };

  std::uint64_t LowerBound() const;
  void Build(const Rows& rows, int candidates);

  const Model model_;
  const Settings settings_;
  TupleSpace space_;
  Random random_;
  Constraints constraints_;
  Constraints* judge_;  // null where there are none
  const Rows given_;    // as the model gives them
  Rows best_;
  std::uint64_t impossible_ = 0;
  std::uint64_t lower_bound_ = 0;
  std::uint64_t built_ = 0;  // steps
  bool fits_;                // the search, into the memory
  std::optional<Search> search_;
  std::uint64_t segment_left_ = 0;
  std::size_t tenure_ = 0;
};

// How many tuples the rows have.
std::uint64_t CountCovered(const TupleSpace& space, const Rows& rows);

// What it takes to begin a search with so many rows.
std::uint64_t StepsToLoad(const TupleSpace& space, std::uint64_t rows);

// No array of this strength without constraints is smaller.
std::uint64_t LowerBoundOf(const Model& model);

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_IMPROVER_H_
