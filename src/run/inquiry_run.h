// After a run with failures: further walks, chosen by what is learned from them, that confirm or
// refute which combinations of options account for the failures.
#ifndef COMBTEST_SRC_RUN_INQUIRY_RUN_H_
#define COMBTEST_SRC_RUN_INQUIRY_RUN_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "combtest/integration.h"
#include "combtest/outcome.h"
#include "src/explain/failure_kind.h"
#include "src/explain/inquiry.h"
#include "src/run/finished_run.h"

namespace combtest::internal {

struct InquiryBudget {
  std::uint64_t walks = 40;
  std::chrono::nanoseconds time{0};  // no walk begins after it; 0: no limit
};

struct InquiryReport {
  std::vector<explain::Claim> claims;
  std::vector<explain::FailureKind> kinds;  // of the claims' groups, by number
  Ledger ledger;                            // of the further walks, each as often as it ran
  std::vector<std::string> failures;        // what went wrong with the further runs themselves
};

// `spec` is that of `run`, whose order is listed. Walks are run as it says, serial actions
// included, and leave no trace, no states and no coverage. Nothing happens where no walk failed.
InquiryReport Inquire(const RunSpec& spec, const FinishedRun& run, const Integration& integration,
                      const InquiryBudget& budget);

// A line for each claim: `fails in Write, FAIL at a.cc:3, with A=1 and B=2: confirmed by 14 walks,
// contradicted by none`.
std::string ToText(const WalkSpace& space, const InquiryReport& report);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_RUN_INQUIRY_RUN_H_
