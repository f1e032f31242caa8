// The record that each shard of a program leaves beside its traces, so that whoever puts shards
// together knows which there are. docs/shards.md describes the file.
#ifndef COMBTEST_SRC_TRACE_SHARD_RECORD_H_
#define COMBTEST_SRC_TRACE_SHARD_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "combtest/integration.h"
#include "combtest/walk_set.h"

namespace combtest::internal {

inline constexpr int kShardSchema = 1;
inline constexpr std::string_view kShardEnding = ".shard.jsonl";

// What a suite has to run: in all shards together, and in this one.
struct ShardSuite {
  std::string name;         // "All/DiskWalks.Pass", as in traces
  std::string fingerprint;  // of the walk space
  // Ascending.
  WalkSet selection;
  WalkSet own;
  bool named = false;  // its cases have the walks' own names
  std::string array;   // the hash of the array that it runs; empty: none
};

// The program came to its end.
struct ShardEnd {
  bool ok = false;  // for GoogleTest
  // Tests that failed otherwise than by their walk; the first of them.
  std::vector<std::string> failed;
  std::uint64_t failed_count = 0;
};

struct ShardRecord {
  std::string path;
  std::string program;  // without its directory
  Shard shard;
  std::string filter;   // --gtest_filter
  std::string states;   // --combtest_states; empty: none
  std::string started;  // as in TraceHeader
  std::string host;
  std::int64_t pid = 0;
  std::vector<std::string> command;
  std::vector<ShardSuite> suites;   // those with a walk in some shard, in order
  std::vector<std::string> traces;  // that it has begun, without their directory
  std::optional<ShardEnd> end;      // nothing: the program was killed

  // Null where there is none.
  const ShardSuite* Find(std::string_view suite) const;
};

// The lines of the file: the first when the program starts, one for each trace, and the last.
std::string FirstLine(const ShardRecord& record);
std::string TraceLine(const std::string& file);
std::string EndLine(const ShardEnd& end);

// A last line that was cut is passed over. Throws Error naming the file, and the line that is
// wrong.
ShardRecord ReadShardRecord(const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_SHARD_RECORD_H_
