#include "src/coverage/constraints.h"

#include <algorithm>

namespace combtest::internal::coverage {

std::vector<std::string> BrokenBy(std::span<const Option> row, const Constraints& constraints) {
  std::vector<std::string> names;
  for (const Clause& clause : constraints.clauses) {
    const bool holds =
        std::any_of(clause.literals.begin(), clause.literals.end(),
                    [&](const Literal& literal) { return literal.allowed[row[literal.column]]; });
    if (!holds) names.push_back(clause.name);
  }
  std::vector<std::size_t> read;
  for (const Predicate& predicate : constraints.predicates) {
    if (!predicate.allows(row, read)) names.push_back(predicate.name);
  }
  return names;
}

}  // namespace combtest::internal::coverage
