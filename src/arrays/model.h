// What is to be covered: columns with their numbers of options, strengths, constraints, and rows
// that are given. Column and option indices start at 0.
#ifndef COMBTEST_SRC_ARRAYS_MODEL_H_
#define COMBTEST_SRC_ARRAYS_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "src/arrays/rows.h"

namespace combtest::internal::arrays {

inline constexpr int kMaxStrength = 6;

// The model makes no sense, or what was asked can't be done; what() is one sentence.
class ArrayError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The array would need more memory than Settings::memory_limit.
class TooLarge : public ArrayError {
 public:
  TooLarge(const std::string& what, double bytes) : ArrayError(what), bytes_(bytes) {}
  double bytes() const { return bytes_; }

 private:
  double bytes_;
};

struct Cell {
  int column = 0;
  Value value = 0;
  bool operator==(const Cell&) const = default;
};

// Holds where the column has one of these options.
struct Literal {
  int column = 0;
  std::vector<Value> allowed;
};

// At least one of the literals holds in every valid row. "Not a and b together" is the clause
// {column of a: all but a}, {column of b: all but b}.
struct Clause {
  std::vector<Literal> literals;
};

// A constraint that can only be asked. Its answer depends on nothing but the cells it reads, and
// what it reads next on nothing but the cells read so far.
class Predicate {
 public:
  virtual ~Predicate() = default;
  // Whether the full row is valid. Adds to `read` the columns that it looked at, each once, in the
  // order of the first look. Called by one thread at a time.
  virtual bool Holds(std::span<const Value> row, std::vector<int>& read) const = 0;
};

// A higher (or another) strength among some columns.
struct Group {
  std::vector<int> columns;
  int strength = 2;
};

struct Model {
  std::vector<Value> levels;  // options per column, each at least 1
  // 0 to 6; 0: nothing but what the groups ask. A strength above the number of columns is that
  // number, so all valid rows.
  int strength = 2;
  std::vector<Group> groups;
  std::vector<Clause> clauses;
  std::vector<std::shared_ptr<const Predicate>> predicates;
  // Rows to begin with, in this order: complete ones (an array to be extended, walks to include),
  // or with kDontCare where the generator may choose. They stay the first rows of the array.
  Rows given;
};

struct Settings {
  std::uint64_t seed = 1;
  // The search's effort: how many tuples it looks at. 0: a default that depends on the model. Never
  // a time, so that every machine makes the same array.
  std::uint64_t steps = 0;
  // How often a tuple's validity may need a predicate's answer or a way back before the tuple
  // counts as undecided, and how often in all. Clauses alone are always decided.
  std::uint64_t nodes_per_tuple = 20'000;
  std::uint64_t nodes = 1'000'000;
  std::uint64_t memory_limit = std::uint64_t{2} << 30;  // bytes
};

// Of all tuples that the strengths ask for, those of equal columns counted once.
struct Counts {
  std::uint64_t covered = 0;
  std::uint64_t impossible = 0;  // no valid row has them
  std::uint64_t undecided = 0;   // not covered, and the budget of nodes ended before an answer
  bool operator==(const Counts&) const = default;
};

// Whether an array may take another one's place. What is undecided depends on the seed and on the
// order in which tuples are looked at.
inline bool CoversNoLess(const Counts& counts, const Counts& than) {
  return counts.covered >= than.covered;
}

struct Array {
  Rows rows;  // the given ones first
  Counts counts;
  std::uint64_t lower_bound = 0;  // no array is smaller; 0: not known
  std::uint64_t moves = 0;        // cells changed in the search
  std::uint64_t steps = 0;        // see Settings::steps
};

}  // namespace combtest::internal::arrays

#endif  // COMBTEST_SRC_ARRAYS_MODEL_H_
