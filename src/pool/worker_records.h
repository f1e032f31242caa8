// A worker's log records, which are written here again.
#ifndef COMBTEST_SRC_POOL_WORKER_RECORDS_H_
#define COMBTEST_SRC_POOL_WORKER_RECORDS_H_

#include <cstdint>

#include "src/log/log_record.h"

namespace combtest::internal {

class WorkerRecords {
 public:
  // Of a process that has just been started for this worker.
  void Begin(unsigned worker);
  void SetProcess(std::string host, std::int64_t pid);
  const std::string& host() const { return source_.host; }

  void Write(LogRecord record) const;
  // It has dropped so many since it began.
  void NoteDropped(std::uint64_t count);

 private:
  LogSource source_;
  std::uint64_t dropped_ = 0;  // that have been told
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WORKER_RECORDS_H_
