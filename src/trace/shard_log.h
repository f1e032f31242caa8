// This program as one shard of several: the record that it leaves in the log directory.
#ifndef COMBTEST_SRC_TRACE_SHARD_LOG_H_
#define COMBTEST_SRC_TRACE_SHARD_LOG_H_

#include <memory>
#include <string>
#include <vector>

#include "combtest/config.h"
#include "combtest/integration.h"
#include "src/os/append_file.h"
#include "src/trace/shard_record.h"

namespace combtest::internal {

class ShardLog {
 public:
  // Null: there is none.
  static ShardLog* Current();
  // Begins the record of this shard; `suites` have a walk in some shard, in the order in which they
  // run. Throws Error where it can't be written.
  static void Begin(const config::Settings& settings, const Shard& shard, const std::string& filter,
                    std::vector<ShardSuite> suites);

  const ShardRecord& record() const { return record_; }
  // A trace has been begun.
  void AddTrace(const std::string& path);
  // An iteration of all tests is over. `failed`: tests that did so otherwise than by their walks.
  void AddIteration(bool ok, const std::vector<std::string>& failed);
  void End();
  // What couldn't be written, one sentence; empty: nothing.
  const std::string& error() const { return error_; }

 private:
  ShardLog(ShardRecord record, const std::string& stem);
  void Write(const std::string& line);

  ShardRecord record_;
  AppendFile file_;
  ShardEnd end_{true, {}, 0};
  std::string error_;
};

// A name that no other process has: Shard::run.
std::string NewShardRun();

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TRACE_SHARD_LOG_H_
