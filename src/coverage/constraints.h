// What makes a row valid.
#ifndef COMBTEST_SRC_COVERAGE_CONSTRAINTS_H_
#define COMBTEST_SRC_COVERAGE_CONSTRAINTS_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "src/coverage/row.h"

namespace combtest::internal::coverage {

struct Literal {
  std::size_t column = 0;
  std::vector<bool> allowed;  // by option
};
// A valid row has an allowed option in at least one of the columns.
struct Clause {
  std::string name;  // for people
  std::vector<Literal> literals;
};

// A rule that can only be asked. It judges whole rows, always alike, and adds to `read` the columns
// that its answer depends on: rows that agree there are judged alike.
struct Predicate {
  std::string name;
  std::function<bool(std::span<const Option> row, std::vector<std::size_t>& read)> allows;
};

struct Constraints {
  std::vector<Clause> clauses;
  std::vector<Predicate> predicates;
  bool empty() const { return clauses.empty() && predicates.empty(); }
};

// The names of what a row breaks; empty where it is valid.
std::vector<std::string> BrokenBy(std::span<const Option> row, const Constraints& constraints);

}  // namespace combtest::internal::coverage

#endif  // COMBTEST_SRC_COVERAGE_CONSTRAINTS_H_
