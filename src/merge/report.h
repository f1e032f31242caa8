// What combtest-merge prints.
#ifndef COMBTEST_SRC_MERGE_REPORT_H_
#define COMBTEST_SRC_MERGE_REPORT_H_

#include <string>
#include <vector>

#include "src/merge/merged_run.h"

namespace combtest::internal {

struct MergeReport {
  std::vector<ShardSet> sets;
  std::vector<MergedRun> runs;
  std::vector<std::string> passed_over;  // traces of runs that were no shards
  Problems problems;

  // All shards' programs succeeded, and all walks did.
  bool ok() const;
  // As combtest-merge exits.
  int code() const { return !problems.empty() ? 2 : ok() ? 0 : 1; }
};

// For people; `trace` is where the merged trace was asked for, empty: nowhere.
std::string ReportText(const MergeReport& report, const std::string& trace);
// One JSON object on one line.
std::string ReportJson(const MergeReport& report);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_REPORT_H_
