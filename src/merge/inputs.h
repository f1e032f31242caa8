// The files of shards: records and traces.
#ifndef COMBTEST_SRC_MERGE_INPUTS_H_
#define COMBTEST_SRC_MERGE_INPUTS_H_

#include <string>
#include <vector>

#include "src/trace/shard_record.h"
#include "src/trace/trace_reader.h"

namespace combtest::internal {

// Sentences that say what isn't as it should be.
using Problems = std::vector<std::string>;

struct InputTrace {
  std::string path;
  TraceHeader header;
};

struct Inputs {
  std::vector<ShardRecord> records;  // the oldest first
  std::vector<InputTrace> traces;    // of shards
  std::vector<std::string> others;   // traces of runs that were no shards
};

// What is in the files and directories, all levels of them; each file once. What can't be read is a
// problem.
Inputs ReadInputs(const std::vector<std::string>& paths, Problems& problems);
// Of several runs of one shard leaves the one that started last, with its traces.
void KeepNewest(Inputs& inputs);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_INPUTS_H_
