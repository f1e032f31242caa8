// The files of --combtest_states of all shards as one.
#ifndef COMBTEST_SRC_MERGE_MERGED_STATES_H_
#define COMBTEST_SRC_MERGE_MERGED_STATES_H_

#include <string>
#include <vector>

#include "src/merge/merged_run.h"

namespace combtest::internal {

// Where `from` is empty: what the shards' records name. Lines stand by suite, as the program has
// them, and by walk id, as an undivided run writes them. Throws Error where the file can't be
// written; where a walk appears twice or a state is missing, that is a problem, and none is.
void WriteMergedStates(const std::vector<MergedRun>& runs, const std::vector<std::string>& from,
                       const std::string& out, Problems& problems);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_MERGED_STATES_H_
