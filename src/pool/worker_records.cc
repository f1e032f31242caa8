#include "src/pool/worker_records.h"

#include <chrono>
#include <string>
#include <utility>

#include "src/log/central_log.h"

namespace combtest::internal {

void WorkerRecords::Begin(unsigned worker) {
  source_ = {worker, "", 0};
  dropped_ = 0;
}

void WorkerRecords::SetProcess(std::string host, std::int64_t pid) {
  source_.host = std::move(host);
  source_.pid = pid;
}

void WorkerRecords::Write(LogRecord record) const {
  record.source = source_;
  WriteLog(record);
}

void WorkerRecords::NoteDropped(std::uint64_t count) {
  if (count <= dropped_) return;
  LogRecord record;
  record.time = std::chrono::system_clock::now();
  record.severity = LogSeverity::warning;
  record.channel = kLogChannel;
  record.text = std::to_string(count - dropped_) +
                " log records were dropped: the worker writes more than the log takes";
  dropped_ = count;
  Write(std::move(record));
}

}  // namespace combtest::internal
