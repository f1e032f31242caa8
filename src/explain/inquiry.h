// Which walks should run next to find out why others failed, and what is known by then. It starts
// no walks: whoever asks runs the rows and tells how they ended.
//
// For each place of failure it takes one failing walk and suspects all small combinations of its
// options. Walks that have about half of the suspects (by probability) are tried, until one suspect
// is left; that one is then tried to be refuted: by walks that have it and are otherwise different,
// and by walks that lack one of its options. Failures that it accounts for are put aside, and the
// next failing walk is taken. Walks are completed from passing ones, and keep away from other
// faults known so far.
#ifndef COMBTEST_SRC_EXPLAIN_INQUIRY_H_
#define COMBTEST_SRC_EXPLAIN_INQUIRY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "src/arrays/constraints.h"
#include "src/arrays/rows.h"
#include "src/explain/combination.h"
#include "src/explain/ending.h"

namespace combtest::internal::explain {

struct InquirySettings {
  std::size_t budget = 40;   // walks
  std::size_t parallel = 1;  // how many can run at the same time
  std::uint64_t seed = 1;
  std::size_t largest = 3;  // options of a combination that is suspected at first
};

// A combination that failed in all of its walks but those counted.
struct Claim {
  Combination combination;
  int action = 0;
  GroupId group = kNoGroup;
  bool flaky = false;       // the same walk failed and passed
  bool settled = true;      // false: the budget ended, or nothing more could be told
  std::size_t failed = 0;   // walks, each time they ran, with the combination that failed so
  std::size_t passed = 0;   // those that got past the action
  std::size_t extra = 0;    // of both, those that the inquiry asked for
  std::size_t without = 0;  // walks that lack just one of its options and got past the action
};

class Inquiry {
 public:
  // `constraints`, null where all rows are valid, must outlive it.
  Inquiry(std::vector<arrays::Value> levels, arrays::Constraints* constraints, arrays::Rows rows,
          std::vector<Ending> endings, InquirySettings settings);
  ~Inquiry();
  Inquiry(const Inquiry&) = delete;
  Inquiry& operator=(const Inquiry&) = delete;

  // Rows to run, at most as many as can run at the same time; the same row may be there more than
  // once. Empty: there is nothing more to learn, or the budget is used up.
  arrays::Rows Next();
  // How they ended, in their order. A walk of which nothing is known ended in action 0.
  void Take(std::span<const Ending> endings);

  std::size_t used() const;
  std::vector<Claim> Claims() const;
  // Where it ends early: what is still likely for the failing walks that were to be looked into,
  // the likeliest first. Several may be about the same failures; none is settled.
  std::vector<Claim> Suspicions();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_INQUIRY_H_
