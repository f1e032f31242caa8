// Trials of the inquiry: a suite that is only a function, with faults that are known, is run by a
// pairwise array; then the inquiry asks for walks until it names the faults.
#ifndef COMBTEST_TEST_EXPLAIN_TRIAL_H_
#define COMBTEST_TEST_EXPLAIN_TRIAL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/arrays/model.h"
#include "src/explain/inquiry.h"

namespace combtest::internal::explain {

struct TrialKind {
  std::size_t actions = 6;
  arrays::Value options = 3;
  std::size_t faults = 1;    // of 2 or 3 options
  double failure_rate = 1;   // of a walk with a fault
  bool constrained = false;  // a third of the walks is ruled out
  std::size_t budget = 200;
  std::size_t parallel = 1;
};

struct Fault {
  std::vector<arrays::Cell> cells;  // by ascending columns
  int action = 0;                   // where it shows: the last of its columns, or a later one
};

struct TrialResult {
  bool failed = false;  // the pairwise run did; nothing else counts otherwise
  bool exact = false;   // all faults that it showed are named, and nothing is that isn't one
  bool alike = false;   // a claim is another combination, but no walk could tell it from the fault
  std::size_t claims = 0, wrong = 0;
  std::size_t extra = 0, rounds = 0;
  std::vector<Fault> faults;
  std::vector<Claim> claimed;
  std::vector<bool> shown;
};

TrialResult RunTrial(const TrialKind& kind, std::uint64_t seed);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_TEST_EXPLAIN_TRIAL_H_
