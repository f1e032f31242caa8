// What the failed walks of all shards have in common.
#ifndef COMBTEST_SRC_MERGE_MERGED_EXPLANATIONS_H_
#define COMBTEST_SRC_MERGE_MERGED_EXPLANATIONS_H_

#include <string>
#include <vector>

#include "src/merge/merged_run.h"

namespace combtest::internal {

// Of a run whose walks are all there. Nothing where none failed.
Explanations MergedExplanations(const MergedRun& merged);
// Lines for people; none where no walk failed.
std::vector<std::string> ExplanationLines(const MergedRun& merged);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_MERGED_EXPLANATIONS_H_
