// Covering arrays: few walks that stand for all of a space.
#ifndef COMBTEST_SRC_SELECTION_ARRAY_H_
#define COMBTEST_SRC_SELECTION_ARRAY_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "combtest/config.h"
#include "combtest/walk_set.h"
#include "combtest/walk_space.h"
#include "src/arrays/branches.h"
#include "src/selection/cut_off.h"
#include "src/space/array_wish.h"

namespace combtest::internal {

// Strength as asked for from outside the suite: nothing leaves it to the suite, kAllWalks asks for
// every walk. Nothing out: every walk.
std::optional<unsigned> StrengthOf(const WalkSpace& space, std::optional<unsigned> asked);

// What there is time for: some of the walks of an array.
struct ArrayBudget {
  std::chrono::nanoseconds time{}, expected{};
  WalkSet cut_off = WalkSet::Of({});  // walks of the array that don't run, in its order
  WalkSet spared = WalkSet::Of({});   // for which there isn't time, and which run all the same
  unsigned strength = 0;              // what it goes for: the array's, or one more
};

struct WalkArray {
  WalkSet walks;          // in order of gain; the first is the first walk of the space
  unsigned strength = 0;  // of all actions
  std::uint64_t covered = 0, impossible = 0, undecided = 0;  // combinations
  // Where a serial action costs something: what the array costs, and the other one that there was.
  std::optional<arrays::Expense> expense, other;
  std::optional<ArrayBudget> budget;  // where there is one
};

// Where an array is kept.
struct ArrayPlace {
  std::string file;
  std::string suite;                    // the run's name: "All/DiskWalks.Pass"
  std::chrono::nanoseconds optimize{};  // for so long fewer walks are looked for
  std::string times;                    // traces whose times are put there; empty: none
  std::chrono::nanoseconds budget{};    // what the walks to run may take; 0: all run
  unsigned lanes = 1;                   // walks that run at a time
};

// An array depends on nothing but what is declared, the seed, and what is in the file. Where the
// file's walks cover all, it is as many of them as that takes; else it is extended, and the file
// with it. Throws Error where a walk to be included is none, memory wouldn't do, or the file is
// wrong or can't be written; and what a predicate throws.
WalkArray MakeArray(const WalkSpace& space, unsigned strength, const arrays::Settings& settings,
                    const std::optional<ArrayPlace>& place = std::nullopt,
                    const std::vector<IncludedWalk>& included = {});

// The array that stands for all walks of this run; nothing: all walks run. `asked` goes before the
// settings; `lanes` walks run at a time, in all shards together. Throws Error as MakeArray does.
std::optional<WalkArray> ArrayFor(const WalkSpace& space, const std::string& name,
                                  const config::Settings& settings,
                                  std::optional<unsigned> asked = std::nullopt, unsigned lanes = 1);

// `16 of 104976 walks cover all combinations of 2 actions' options`, and what else there is to say.
std::string ArrayText(const WalkSpace& space, const WalkArray& array);

// What its budget cuts off. Nothing of the next strength, for which nobody asked.
CutOff CutOffOf(const WalkArray& array);

// What its budget cuts off is spared where it had failed before: `failed` is a part of CutOffOf().
void Spare(WalkArray& array, const WalkSet& failed);

// 16 hexadecimal digits: the same walks in the same order.
std::string HashOf(const WalkSet& walks);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SELECTION_ARRAY_H_
