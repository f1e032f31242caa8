// What all shards of a run have covered together.
#ifndef COMBTEST_SRC_MERGE_MERGED_COVERAGE_H_
#define COMBTEST_SRC_MERGE_MERGED_COVERAGE_H_

#include <vector>

#include "src/merge/merged_run.h"

namespace combtest::internal {

// Of the walks that passed. Which combinations are impossible only the shards know; `of_shards` is
// what each that ran walks says of its own coverage, and a strength that one of them doesn't know
// isn't known. Judged by what the traces say is required.
Coverage MergedCoverage(const MergedRun& merged, const std::vector<Coverage>& of_shards);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_MERGED_COVERAGE_H_
