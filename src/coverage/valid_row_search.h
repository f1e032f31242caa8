// Is there a valid row with these options? A complete search: it propagates, tries a row, and
// splits what is left until nothing is. What a predicate rejects becomes a clause over the columns
// that it read, so that it isn't asked about rows that agree there.
#ifndef COMBTEST_SRC_COVERAGE_VALID_ROW_SEARCH_H_
#define COMBTEST_SRC_COVERAGE_VALID_ROW_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "src/coverage/constraints.h"
#include "src/coverage/row.h"

namespace combtest::internal::coverage {

// Where it is used up, the answer is kUndecided. A step is one look at a clause; a question to a
// predicate counts as a thousand.
struct SearchBudget {
  std::uint64_t steps_per_tuple = 20'000'000;
  std::uint64_t steps = 300'000'000;  // of all tuples together
};

class ValidRowSearch {
 public:
  enum class Answer { kPossible, kImpossible, kUndecided };

  // Both must outlive the search.
  ValidRowSearch(const Levels& levels, const Constraints& constraints, SearchBudget budget = {});

  // With a part of the budget for a tuple.
  Answer Find(std::span<const Cell> tuple, std::uint64_t part = 1);
  // The valid row that the last kPossible found.
  const Row& row() const { return row_; }
  // Tells of a valid row. Where predicates judge, rows near to known ones are tried first.
  void Know(Row row);
  // As many of them as are kept.
  const std::vector<Row>& known() const { return known_; }

 private:
  using Word = std::uint64_t;
  // The options that are left in each column: a bit each, from word begin_[column].
  using Domains = std::vector<Word>;
  struct Literal {
    std::size_t column = 0;
    std::vector<Word> allowed;
  };
  using Clause = std::vector<Literal>;
  using Columns = std::vector<std::size_t>;

  Literal Only(std::size_t column, Option option) const;
  Literal AllBut(std::size_t column, Option option) const;
  bool Has(const Domains& domains, std::size_t column, Option option) const;
  bool Meets(const Domains& domains, const Literal& literal) const;
  bool Restrict(Domains& domains, const Literal& literal) const;
  void TakeAway(Domains& domains, const Literal& literal) const;
  Option Pick(const Domains& domains, std::size_t column);
  std::size_t Random(std::size_t below);

  void AddClause(Clause clause);
  bool Propagate(Domains& domains, Columns changed);
  void FitRow(const Domains& domains);
  bool TryKnown(const Domains& domains);
  Answer FindIn(Domains domains, const Columns& changed);
  std::optional<Clause> Broken();
  void Spend(std::uint64_t steps);

  const Levels& levels_;
  const std::vector<Predicate>& predicates_;
  std::uint64_t steps_per_tuple_;
  std::uint64_t steps_left_;
  std::uint64_t tuple_steps_left_ = 0;
  std::vector<std::size_t> begin_;
  Domains domains_;                                   // without any tuple
  std::vector<Clause> clauses_;                       // those given, then short ones learned
  std::vector<std::vector<std::size_t>> clauses_of_;  // by column
  bool no_row_ = false;                               // is valid
  Row row_;
  std::vector<Row> known_;
  std::size_t told_ = 0;
  std::uint64_t random_ = 0x9e3779b97f4a7c15;
};

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_VALID_ROW_SEARCH_H_
