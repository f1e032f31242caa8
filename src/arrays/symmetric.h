// Arrays of equal columns that are made of whole orbits of rows under a group of permutations of
// the options (Chateauneuf, Colbourn and Kreher; Meagher and Stevens). Few starter rows are
// searched for instead of many rows.
#ifndef COMBTEST_SRC_ARRAYS_SYMMETRIC_H_
#define COMBTEST_SRC_ARRAYS_SYMMETRIC_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/arrays/constructions.h"
#include "src/arrays/cover.h"
#include "src/arrays/model.h"
#include "src/arrays/orbits.h"
#include "src/arrays/random.h"
#include "src/arrays/tabu_search.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {

// Groups that are known to give small arrays, large ones first.
std::vector<std::vector<Permutation>> GroupsFor(int options);

// All options go on by the same number.
std::vector<Permutation> Shifts(int options);

class SymmetricSearch {
 public:
  SymmetricSearch(const Uniform& wanted, std::vector<Permutation> group, std::uint64_t seed,
                  std::uint64_t memory_limit);
  SymmetricSearch(const SymmetricSearch&) = delete;
  SymmetricSearch& operator=(const SymmetricSearch&) = delete;

  // Makes starters, by greed and then by search; true where size() has become smaller.
  bool Run(std::uint64_t steps);
  // No set of starters gives fewer rows.
  std::size_t least() const { return least_; }
  // Of the rows that the best starters give; 0 before there are any.
  std::size_t size() const { return best_.size; }
  const Rows& starters() const { return best_.rows; }
  Rows Unfolded() const;
  std::uint64_t steps() const { return cover_.steps(); }

 private:
  // What to try next on the best starters.
  enum class Attempt { kDropLimited, kReplace, kDrop };

  struct Starters {
    Rows rows;
    std::vector<Value> limits;  // options of each row are below
    std::size_t size = 0;       // of what they give
  };

  bool Save();  // true where there is less than before
  void Load();
  void Restart();
  void AddLimited();
  bool Begin(Attempt attempt);
  std::size_t OrbitSize(std::span<const Value> row) const;

  const Model model_;
  TupleSpace space_;
  Orbits orbits_;
  Cover cover_;
  Random random_;
  const Rows none_;
  TabuSearch search_;
  bool constants_;     // rows of one option each stand beside the orbits
  std::size_t ratio_;  // of the orbits of a usual row and of one with the options 0 and 1 only
  std::size_t least_;
  Starters best_;
  Starters base_;  // what is searched from: the best ones, or in turn new ones
  bool fresh_ = true;
  int patience_ = -1;
  int attempts_ = 3;  // without success, before another start
  int attempt_ = 0;
  int restarts_ = 0;
  std::uint64_t segment_left_ = 0;
  std::uint32_t tenure_ = 1;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_SYMMETRIC_H_
