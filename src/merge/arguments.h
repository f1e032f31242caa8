#ifndef COMBTEST_SRC_MERGE_ARGUMENTS_H_
#define COMBTEST_SRC_MERGE_ARGUMENTS_H_

#include <string>
#include <vector>

namespace combtest::internal {

struct MergeArguments {
  std::vector<std::string> paths;        // directories and files of shards
  std::string trace;                     // empty: none is written
  std::string states;                    // empty: none are written
  std::vector<std::string> states_from;  // empty: as the shards' records say
  std::string report;                    // files, as --combtest_report; empty: none
  bool json = false;
  bool newest = false;
  bool help = false;
};

// Throws Error, naming the argument that is wrong.
MergeArguments ParseMergeArguments(const std::vector<std::string>& arguments);
extern const char* const kMergeUsage;

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_MERGE_ARGUMENTS_H_
