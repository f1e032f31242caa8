// Part of WorkerExecutor: workers' log records are written here again.
#include <chrono>
#include <string>

#include "src/log/central_log.h"
#include "src/pool/worker_executor.h"

namespace combtest::internal {

void WorkerExecutor::OnLog(const Worker& worker, const LogMessage& message) {
  LogRecord record = message.record;
  record.source = worker.log_source;
  WriteLog(record);
}

void WorkerExecutor::OnDroppedRecords(Worker& worker, std::uint64_t count) {
  if (count <= worker.dropped_records) return;
  LogRecord record;
  record.time = std::chrono::system_clock::now();
  record.severity = LogSeverity::warning;
  record.channel = kLogChannel;
  record.text = std::to_string(count - worker.dropped_records) +
                " log records were dropped: the worker writes more than the log takes";
  record.source = worker.log_source;
  worker.dropped_records = count;
  WriteLog(record);
}

}  // namespace combtest::internal
