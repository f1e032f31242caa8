#include "combtest/results.h"

#include <algorithm>

#include "combtest/duration.h"
#include "src/report/describe.h"
#include "src/report/explanations.h"
#include "src/report/slow_walks.h"
#include "src/text/plain_stream.h"

namespace combtest {

std::string ToString(const RunSummary& summary, const WalkSpace& space, std::size_t max_failures) {
  internal::PlainStream out;
  if (!summary.name.empty()) out << summary.name << ": ";
  out << summary.ledger << ", in " << DurationText(summary.elapsed) << "\n";
  if (!summary.array.empty()) out << summary.array << "\n";
  if (!summary.coverage.strengths.empty()) out << summary.coverage << "\n";
  if (!summary.ledger.Balanced()) out << ImbalanceText(summary.ledger) << "\n";
  if (!summary.flaky_walks.empty()) {
    out << "FLAKY: " << summary.flaky_walks.size()
        << (summary.flaky_walks.size() == 1 ? " walk" : " walks")
        << " failed and passed when run again\n";
  }
  const auto walks = static_cast<std::int64_t>(std::max<std::uint64_t>(1, summary.walk_count));
  for (const std::string& line :
       internal::SlowWalkLines(summary.slowest_walks, space, summary.elapsed / walks))
    out << line << "\n";
  for (const Failure& failure : summary.run_failures) out << failure << "\n";
  const std::size_t shown = std::min(max_failures, summary.failed_walks.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const WalkResult& result = summary.failed_walks[i];
    const Walk walk = space[result.id];
    for (const Failure& failure : result.failures) {
      const bool last = failure.attempt == 0 || failure.attempt == result.attempts;
      if (failure.origin == Failure::Origin::kAssertion && last) out << "\n" << failure << "\n";
    }
    out << "\n" << internal::DescribeResult(walk, result) << "\n";
  }
  std::size_t flaky = 0;
  for (const WalkResult& result : summary.flaky_walks) {
    if (result.failed() || flaky++ >= max_failures) continue;
    out << "\n" << internal::DescribeResult(space[result.id], result) << "\n";
  }
  if (shown < summary.failed_walks.size())
    out << "\nand " << summary.failed_walks.size() - shown << " more\n";
  // Last, where a person looks.
  const auto how = [&](WalkId id) { return ToString(space[id]); };
  const auto lines = internal::ExplanationLines(summary.explanations, space, how);
  if (!lines.empty()) out << "\n";
  for (const std::string& line : lines) out << line << "\n";
  return out.str();
}

}  // namespace combtest
