#include "src/coverage/explanation.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "src/coverage/valid_row_search.h"

namespace combtest::internal::coverage {
namespace {

// Takes out of `rules`, which are a part of `constraints`, those without which the tuple stays
// impossible; many at a time while that goes well.
template <class Rule>
void Spare(std::vector<Rule>& rules, const Constraints& constraints, std::span<const Cell> tuple,
           const Levels& levels) {
  std::size_t chunk = rules.size();
  for (std::size_t at = rules.size(); at > 0;) {
    chunk = std::min(chunk, at);
    std::vector<Rule> all = rules;
    const auto begin = rules.begin() + static_cast<std::ptrdiff_t>(at - chunk);
    rules.erase(begin, begin + static_cast<std::ptrdiff_t>(chunk));
    if (ValidRowSearch(levels, constraints).Find(tuple) == ValidRowSearch::Answer::kImpossible) {
      at -= chunk;
      chunk *= 2;
      continue;
    }
    rules = std::move(all);
    if (chunk == 1) --at;
    chunk = chunk > 1 ? chunk / 2 : 1;
  }
}

}  // namespace

std::vector<std::string> RuledOutBy(std::span<const Cell> tuple, const Levels& levels,
                                    Constraints constraints) {
  Spare(constraints.predicates, constraints, tuple, levels);
  Spare(constraints.clauses, constraints, tuple, levels);
  std::vector<std::string> names;
  for (const Clause& clause : constraints.clauses) names.push_back(clause.name);
  for (const Predicate& predicate : constraints.predicates) names.push_back(predicate.name);
  return names;
}

}  // namespace combtest::internal::coverage
