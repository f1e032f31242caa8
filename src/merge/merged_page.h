// The report of all shards' runs.
#ifndef COMBTEST_SRC_MERGE_MERGED_PAGE_H_
#define COMBTEST_SRC_MERGE_MERGED_PAGE_H_

#include <string>
#include <vector>

#include "src/merge/merged_run.h"

namespace combtest::internal {

// Writes FILE.html, FILE.md, or both, of all runs. Throws Error, naming what can't be read or
// written.
void WriteMergedReport(const std::vector<MergedRun>& runs, const std::string& files);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_MERGED_PAGE_H_
