// The coverage of a run.
#ifndef COMBTEST_SRC_COVERAGE_RUN_COVERAGE_H_
#define COMBTEST_SRC_COVERAGE_RUN_COVERAGE_H_

#include <string>
#include <vector>

#include "combtest/coverage.h"
#include "combtest/plan.h"
#include "src/coverage/requirement.h"
#include "src/engine/walk_board.h"

namespace combtest::internal {

struct CoverageSettings {
  unsigned strength = 0;  // the highest that is measured; 0: none is
  bool asked = false;     // by a person: whatever it costs, and with what is impossible
  std::vector<coverage::Requirement> required = {};
  bool judged = true;  // here; else by whoever puts shards together

  bool any() const { return strength > 0 || !required.empty(); }
};

// Of what has run by now. A strength that nobody asks for is left out where it would take long.
// `plan` must list its walks.
Coverage CoverageOf(const Plan& plan, const WalkBoard& board, const CoverageSettings& settings);

// Of what somebody has asked for: a line for each pair of actions of which something is missing,
// and for each combination that is missing or impossible.
std::vector<std::string> DetailsOf(const Coverage& coverage);

// Of which something is missing, those first of which least is covered.
std::vector<const PairCoverage*> IncompletePairs(const Coverage& coverage);

// What of it is below what is required of walks of so many actions, in a sentence; empty: nothing.
// A strength above their number stands for it.
std::string ShortfallOf(const Coverage& coverage,
                        const std::vector<coverage::Requirement>& required, std::size_t actions);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_COVERAGE_RUN_COVERAGE_H_
