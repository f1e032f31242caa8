// How much of all combinations of options a run has covered, by walks that ran and passed.
#ifndef COMBTEST_COVERAGE_H_
#define COMBTEST_COVERAGE_H_

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace combtest {

// Of the combinations of options of any `strength` actions.
struct StrengthCoverage {
  unsigned strength = 0;
  std::uint64_t all = 0;
  std::uint64_t covered = 0;     // some walk with it ran and passed
  std::uint64_t impossible = 0;  // no walk that isn't excluded has it
  std::uint64_t undecided = 0;   // not covered, and perhaps impossible; counts as missing

  std::uint64_t possible() const { return all - impossible; }
  std::uint64_t missing() const { return possible() - covered; }
  friend bool operator==(const StrengthCoverage&, const StrengthCoverage&) = default;
};

// Of the combinations of these two actions' options.
struct PairCoverage {
  std::string first, second;  // the actions' names
  StrengthCoverage counts;    // of strength 2
  friend bool operator==(const PairCoverage&, const PairCoverage&) = default;
};

struct MissingCombination {
  unsigned strength = 0;
  std::string options;  // `Format(512), Codec("zip")`
  // "failed", "crashed", "cancelled", "not run": the best that became of a walk with it. Without
  // one: "undecided" (whether a walk can have it), "not selected".
  std::string reason;
  friend bool operator==(const MissingCombination&, const MissingCombination&) = default;
};

struct ImpossibleCombination {
  unsigned strength = 0;
  std::string options;
  // What together rules it out: `Forbid(Format(512), Codec("zip"))`, `ShouldCancel of Write`.
  std::vector<std::string> constraints;
  friend bool operator==(const ImpossibleCombination&, const ImpossibleCombination&) = default;
};

struct Coverage {
  std::vector<StrengthCoverage> strengths;  // from 1 up; empty: it wasn't measured
  // All pairs of actions in their order, where strength 2 was measured.
  std::vector<PairCoverage> pairs;
  // Some of them, those of low strengths first. Over shards there are none, nor impossible ones.
  std::vector<MissingCombination> missing;
  std::vector<ImpossibleCombination> impossible;  // with the option coverage
  // Ids of walks that passed though they are excluded, since they were named: they cover nothing.
  std::vector<std::uint64_t> excluded;
  // Below what the option require_coverage asks for; empty: no.
  std::string shortfall;

  // Null where this strength wasn't measured.
  const StrengthCoverage* Of(unsigned strength) const;
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

// "covered 1-way 100 % (12 of 12), 2-way 98.148 % (53 of 54; 3 impossible)".
std::string ToString(const Coverage& coverage);
std::ostream& operator<<(std::ostream& out, const Coverage& coverage);

}  // namespace combtest

#endif  // COMBTEST_COVERAGE_H_
