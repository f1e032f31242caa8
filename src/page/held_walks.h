// Which walks of a large run its page holds.
#ifndef COMBTEST_SRC_PAGE_HELD_WALKS_H_
#define COMBTEST_SRC_PAGE_HELD_WALKS_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "src/page/page_run.h"

namespace combtest::internal {

struct HeldWalks {
  std::vector<std::uint64_t> slots;                  // places in PageRun::walks, ascending
  std::unordered_map<WalkId, std::uint64_t> places;  // of walks that didn't pass, in `slots`
  // How many of the run's walks one of these stands for.
  double of_passed = 1, of_others = 1;
  std::string note;  // what a person must know; empty: all are there
};

// All, or as many as take about `most_bytes` in a page: those that didn't pass first, and of what
// is too much every so many; and those that explanations name.
HeldWalks Hold(const PageRun& run, std::uint64_t most_bytes = 2'600'000);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_PAGE_HELD_WALKS_H_
