// What the walks that failed in a run have in common.
#ifndef COMBTEST_EXPLANATION_H_
#define COMBTEST_EXPLANATION_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "combtest/internal/nanoseconds.h"
#include "combtest/outcome.h"

namespace combtest {

// One option of one action, both counted from 0.
struct ExplainedOption {
  std::size_t action = 0;
  std::size_t option = 0;
  std::string text;  // `BlockSize=4096`
  friend bool operator==(const ExplainedOption&, const ExplainedOption&) = default;
};
// By ascending actions: `BlockSize=4096 and Remount=true`.
using OptionCombination = std::vector<ExplainedOption>;
std::string ToString(const OptionCombination& combination);

// A combination of options that accounts for failures of one group. It is what the evidence shows,
// and no proof.
struct Explanation {
  OptionCombination options;
  // Walks of the group that have it.
  std::uint64_t failed = 0;
  // These, and the walks that have it and got past the action that fails here.
  std::uint64_t walks = 0;
  // Where walks with the options pass, too: with one of these options none failed like this.
  std::vector<ExplainedOption> passes_with;
  // Other combinations as small that the very same walks have: which of them it is can't be told.
  // The first few, and how many there are.
  std::vector<OptionCombination> alternatives;
  std::uint64_t alternative_count = 0;
  // A walk that failed and one that passed and differs from it in as few options as possible.
  WalkId failing = 0;
  std::optional<WalkId> passing;
  std::vector<std::size_t> differ;  // the actions in which these two differ

  // Every walk that has the options and got so far has failed.
  bool exact() const { return failed == walks; }
  friend bool operator==(const Explanation&, const Explanation&) = default;
};

// Walks whose first failure was alike: in the same action, at the same place, in the same way.
struct FailureGroup {
  std::string outcome;      // "failed", "crashed: SIGSEGV (segmentation fault)"
  std::size_t action = 0;   // its place; the number of actions where it was in none of them
  std::string action_name;  // empty where it was in none
  std::string file;         // empty where unknown
  int line = 0;
  std::string message;        // of the first walk
  std::vector<WalkId> walks;  // some of them, by id
  std::uint64_t walk_count = 0;
  std::uint64_t flaky = 0;  // of these, walks that passed when they were run again
  std::uint64_t past = 0;   // walks that got past the action
  // Those with the most certain evidence first; empty: nothing in common was found.
  std::vector<Explanation> explanations;
  std::uint64_t explained = 0;  // walks of the group that have one of the combinations
  friend bool operator==(const FailureGroup&, const FailureGroup&) = default;
};

// What is known of a combination after extra walks (--combtest_explain=run). Walks are those of the
// run itself and extra ones together, each as often as it ran.
struct TriedCombination {
  OptionCombination options;
  std::string outcome;  // how walks with it fail, and where: as in a FailureGroup
  std::size_t action = 0;
  std::string action_name;
  std::string file;
  int line = 0;
  bool confirmed = true;      // false: the extra walks didn't settle it
  bool suspected = false;     // they ended before it was settled; others may account for the same
  bool flaky = false;         // the same walk failed and passed
  std::uint64_t failed = 0;   // walks with it that failed so
  std::uint64_t passed = 0;   // walks with it that got past the action
  std::uint64_t extra = 0;    // of both, the extra ones
  std::uint64_t without = 0;  // walks that lack just one of the options and got past the action
  friend bool operator==(const TriedCombination&, const TriedCombination&) = default;
};

// Walks that were run after a run, to find out why others had failed.
struct ExtraWalks {
  Ledger ledger;  // of these alone, each as often as it ran
  std::vector<TriedCombination> tried;
  // What is left of those that failed: their directories (CurrentWalk::ScratchDir()).
  std::vector<std::string> kept = {};
  std::string note;  // a sentence where they ended early, or couldn't be run; else empty
  std::chrono::nanoseconds elapsed{};
  friend bool operator==(const ExtraWalks&, const ExtraWalks&) = default;
};

struct Explanations {
  std::vector<FailureGroup> groups;  // the largest first; not all, where there are very many
  std::uint64_t group_count = 0;     // of all
  std::uint64_t failed = 0;          // walks in all groups
  std::uint64_t passed = 0;          // walks that passed
  std::size_t largest = 0;           // combinations of at most so many options were looked at
  std::uint64_t looked_at = 0;       // walks that were looked at
  std::uint64_t left_out = 0;        // walks that weren't, since there are too many
  std::optional<ExtraWalks> extra;   // nothing: none were asked for, or none failed
  friend bool operator==(const Explanations&, const Explanations&) = default;
};

}  // namespace combtest

#endif  // COMBTEST_EXPLANATION_H_
