// Takes a row away, covers again what is then missing by changing single cells, and so on.
//
// A move covers a random uncovered tuple: of the rows that miss it in one cell only, the one where
// the change wins most; of equal ones that whose cell hasn't changed for longest. A changed cell is
// taboo for some moves (its tenure).
#ifndef COMBTEST_SRC_ARRAYS_TABU_SEARCH_H_
#define COMBTEST_SRC_ARRAYS_TABU_SEARCH_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/arrays/constraints.h"
#include "src/arrays/cover.h"
#include "src/arrays/random.h"

namespace combtest::internal::arrays {

class TabuSearch {
 public:
  // The cover's rows may be anything valid. Cells of `given`, the first rows, stay as they are
  // where they aren't kDontCare.
  TabuSearch(Cover& cover, Constraints* constraints, Random& random, const Rows& given);

  // A row at the end that may only have options below `limit`.
  void AddRow(std::span<const Value> row, Value limit);
  void RemoveRow(std::size_t row);
  Value limit(std::size_t row) const { return limits_[row]; }
  // The first rows have only options below the limit.
  void Limit(std::size_t rows, Value limit) { std::fill_n(limits_.begin(), rows, limit); }

  // Removes the row that is easiest to do without. False: all rows are given ones.
  bool RemoveRow();
  // Moves until nothing is uncovered (true) or the steps are spent.
  bool Run(std::uint64_t steps, std::uint32_t tenure);
  // After the cover's rows were replaced.
  void Reset();
  std::uint64_t moves() const { return moves_; }

 private:
  struct Move {
    std::size_t row = 0;
    int column = 0;
    Value value = 0;
    int score = 0;
    std::uint64_t age = 0;  // when the cell changed last
  };

  bool Free(std::size_t row, int column) const {
    return row >= given_.size() || given_[row][column] == kDontCare;
  }
  void PickTarget();
  bool BestMove(Move& best);
  bool BestMoveToOrbit(Move& best);
  // What the row would cover of the uncovered tuples with the value in the target's i-th column.
  int Gain(std::size_t row, std::size_t i, Value value);
  bool Valid(std::size_t row, int column, Value value);
  void FindPeers();
  void Set(std::size_t row, int column, Value value, std::uint32_t tenure);
  // Changes several cells of a row to have the target.
  void Force(std::uint32_t tenure);
  bool ForceIntoRow(std::uint32_t tenure);
  void Complete(std::uint32_t tenure);

  std::size_t Index(std::size_t row, int column) const { return row * columns_ + column; }

  Cover& cover_;
  Constraints* constraints_;
  Random& random_;
  const Rows& given_;
  const std::size_t columns_;
  std::vector<Value> limits_;                         // per row
  std::vector<std::uint64_t> changed_, taboo_until_;  // per cell
  struct Target : Cover::Uncovered {
    Cover::Values values;
  };
  Target target_{};
  // An uncovered tuple, as long as none is added or removed.
  struct Peer {
    const Cover::Uncovered* tuple;
    const int* columns;
    const Value* values;
    std::size_t size;
  };
  std::span<const Peer>
      peers_[kMaxStrength];                 // by the target's columns: those that have its option
  std::vector<Peer> found_[kMaxStrength];   // where they are
  std::vector<std::uint8_t> target_place_;  // by column: which of the target's, or kMaxStrength
  std::vector<Value> scratch_;
  // Per row: the sum, over the target's columns where it has another option, of kOneMiss + i.
  static constexpr std::uint8_t kOneMiss = 8;
  std::vector<std::uint8_t> misses_;
  std::uint64_t moves_ = 0;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_TABU_SEARCH_H_
