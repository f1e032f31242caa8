// Which shards there are, and whether together they are the whole.
#ifndef COMBTEST_SRC_MERGE_CHECK_SHARDS_H_
#define COMBTEST_SRC_MERGE_CHECK_SHARDS_H_

#include <map>
#include <string>
#include <vector>

#include "src/merge/inputs.h"

namespace combtest::internal {

// The shards of one program with one filter, by index.
struct ShardSet {
  std::string program, filter;
  unsigned total = 0;
  std::map<unsigned, const ShardRecord*> shards;
};

// What one shard had of a run.
struct RunPart {
  const ShardRecord* record = nullptr;
  const ShardSuite* suite = nullptr;  // null: a run of RunTests, which isn't divided
  const InputTrace* trace = nullptr;  // null: the shard had none of its walks, or didn't run them
};

// One suite, or a run of RunTests, of all shards.
struct DividedRun {
  const ShardSet* set = nullptr;
  std::string name;
  std::vector<RunPart> parts;  // by index
};

std::vector<ShardSet> SetsOf(const Inputs& inputs, Problems& problems);
// `inputs` and `sets` outlive them.
std::vector<DividedRun> RunsOf(const Inputs& inputs, const std::vector<ShardSet>& sets,
                               Problems& problems);
// Overlaps, gaps, different builds.
void CheckRuns(const std::vector<DividedRun>& runs, Problems& problems);

// "shard 2 of 4 (FILE)"
std::string ShardText(const ShardRecord& record);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_CHECK_SHARDS_H_
