// Finds rows for which all clauses hold: unit propagation, learned clauses, jumps back. A variable
// is a symbol, that is an option of a column; a column has exactly one of its own.
#ifndef COMBTEST_SRC_ARRAYS_SOLVER_H_
#define COMBTEST_SRC_ARRAYS_SOLVER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "src/arrays/model.h"

namespace combtest::internal::arrays {

enum class Verdict { kPossible, kImpossible, kUndecided };

class Solver {
 public:
  // Judges a full row; false with the cells that no valid row has together.
  using Judge = std::function<bool(std::span<const Value> row, std::vector<Cell>& nogood)>;

  // Columns that aren't included are free; no clause may name them.
  Solver(const std::vector<Value>& levels, const std::vector<bool>& included);

  void AddClause(const Clause& clause);

  // A row with the cells of `fixed` that aren't kDontCare, and where that can be with those of
  // `preferred`. With a judge, undecided after `nodes` answers and conflicts. Counts `nodes` down.
  Verdict Solve(std::span<const Value> fixed, std::span<const Value> preferred, const Judge& judge,
                std::uint64_t& nodes, std::vector<Value>& row);

 private:
  using Lit = std::int32_t;  // 2 * symbol, + 1: not that symbol
  static Lit Not(Lit lit) { return lit ^ 1; }
  static constexpr std::int32_t kDecided = -1;  // a reason; below that: another option's choice

  bool True(Lit lit) const { return value_[lit >> 1] == ((lit & 1) != 0 ? -1 : 1); }
  bool False(Lit lit) const { return value_[lit >> 1] == ((lit & 1) != 0 ? 1 : -1); }
  int depth() const { return static_cast<int>(levels_begin_.size()); }

  void AddLits(std::vector<Lit> lits);
  std::int32_t Store(const std::vector<Lit>& lits);
  void Enqueue(Lit lit, std::int32_t reason);
  bool Propagate();  // false: conflict_ is a clause that fails
  void Learn();      // from conflict_, which fails at the current depth
  void BackTo(int depth);
  // False: nothing is possible any more. A new clause is kept.
  bool Conflict(bool is_new = false);
  void ForgetIfMany();
  int NextColumn() const;

  std::vector<Value> levels_;
  std::vector<bool> included_;
  std::vector<Lit> first_;          // symbol of each column's option 0
  std::vector<int> column_;         // of each symbol
  std::vector<std::int8_t> value_;  // of each symbol: 1 chosen, -1 excluded, 0 open
  std::vector<int> depth_of_;
  std::vector<std::int32_t> reason_;
  std::vector<Value> chosen_;         // per column, or kDontCare
  std::vector<std::uint64_t> stamp_;  // per column: when it was last part of a conflict
  std::uint64_t clock_ = 0;
  std::vector<Lit> trail_;
  std::vector<std::size_t> levels_begin_;
  std::size_t head_ = 0;
  static constexpr std::size_t kMaxLearned = 100'000;
  std::vector<std::vector<Lit>> clauses_;
  std::size_t learned_from_ = 0;                    // those before are the model's
  std::vector<std::vector<std::int32_t>> watches_;  // by literal: clauses to look at when it fails
  std::vector<Lit> conflict_;
  std::vector<std::uint8_t> seen_;
  bool possible_ = true;
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_SOLVER_H_
