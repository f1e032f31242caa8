// This program as one shard of several: the record that it leaves in the log directory.
#ifndef COMBTEST_GTEST_INTEGRATION_SHARD_RUN_H_
#define COMBTEST_GTEST_INTEGRATION_SHARD_RUN_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/os/append_file.h"
#include "src/trace/shard_record.h"

namespace combtest::internal {

class ShardRun {
 public:
  // Null: there is no log directory, or the program isn't sharded.
  static ShardRun* Current();
  // Begins the record where there is one to be. Throws Error where it can't be written.
  static void Begin(const testing::UnitTest& program);

  const ShardRecord& record() const { return record_; }
  // A trace has been begun.
  void AddTrace(const std::string& path);
  // An iteration of all tests is over.
  void AddIteration(const testing::UnitTest& program);
  void End();
  // What couldn't be written, one sentence; empty: nothing.
  const std::string& error() const { return error_; }

 private:
  ShardRun(ShardRecord record, const std::string& stem);
  void Write(const std::string& line);
  void AddFailed(std::string test);

  ShardRecord record_;
  AppendFile file_;
  ShardEnd end_{true, {}, 0};
  std::string error_;
};

// Appended behind the listener of walks, so that it hears of ends before that.
class ShardListener : public testing::EmptyTestEventListener {
 public:
  void OnTestProgramStart(const testing::UnitTest& program) override;
  void OnTestIterationEnd(const testing::UnitTest& program, int iteration) override;
  void OnTestProgramEnd(const testing::UnitTest& program) override;
};

}  // namespace combtest::internal

#endif  // COMBTEST_GTEST_INTEGRATION_SHARD_RUN_H_
