// The smallest combinations of options that account for the walks of a group.
#ifndef COMBTEST_SRC_EXPLAIN_SEARCH_H_
#define COMBTEST_SRC_EXPLAIN_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/explain/combination.h"
#include "src/explain/evidence.h"

namespace combtest::internal::explain {

struct Finding {
  Combination options;
  std::uint64_t failed = 0;               // walks of the group that have it
  std::uint64_t passed = 0;               // walks that have it and got past the group's action
  std::vector<Choice> passes_with;        // none of the group has it and one of these
  std::vector<Combination> alternatives;  // as small, and the very same walks have them
  WalkId failing = 0;
  std::optional<WalkId> passing;

  bool exact() const { return passed == 0; }
};

struct SearchSettings {
  std::size_t most_options = 3;  // of a combination
  std::size_t most_findings = 8;
  // What may be spent: words of 64 walks that are looked at, about a nanosecond each.
  std::uint64_t most_work = 100'000'000;
};

struct GroupFindings {
  // The surest first: by precision, then by the walks they account for, then the smallest.
  std::vector<Finding> findings;
  std::uint64_t explained = 0;  // walks of the group that have one of the combinations
  std::uint64_t past = 0;       // walks that got past the group's action
  std::size_t largest = 0;      // combinations of up to so many options were looked at
};

// Combinations that every walk that has them and gets so far fails with (they are exact), and such
// as make failing much likelier. A combination is worth its length: what naming it costs in bits is
// less than what naming the walks would. The method is in docs/explanations.md.
GroupFindings Search(const Evidence& evidence, std::size_t group, const SearchSettings& settings);

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_SEARCH_H_
