// The traces of all shards of a run as one.
#ifndef COMBTEST_SRC_MERGE_MERGED_TRACE_H_
#define COMBTEST_SRC_MERGE_MERGED_TRACE_H_

#include <string>
#include <vector>

#include "src/merge/merged_run.h"

namespace combtest::internal {

// `out` as --trace says it. Throws Error where it can't be written, or is a file and there are
// several runs. Returns the files.
std::vector<std::string> WriteMergedTraces(const std::vector<MergedRun>& runs,
                                           const std::string& out);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_MERGED_TRACE_H_
