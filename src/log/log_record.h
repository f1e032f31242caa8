// A record of the log, whoever wrote it.
#ifndef COMBTEST_SRC_LOG_LOG_RECORD_H_
#define COMBTEST_SRC_LOG_LOG_RECORD_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "combtest/log.h"

namespace combtest::internal {

struct LogSource {
  unsigned worker = 0;
  std::string host;
  std::int64_t pid = 0;

  friend bool operator==(const LogSource&, const LogSource&) = default;
};

struct LogRecord {
  std::chrono::system_clock::time_point time;
  LogSeverity severity = LogSeverity::info;
  std::string channel;  // of a Boost.Log logger; empty: none
  std::string walk;     // its name; empty: of no walk
  std::string action;   // `Write("x")`; empty: of no action
  std::string text;
  std::optional<LogSource> source = {};  // nothing: the process that the user started

  friend bool operator==(const LogRecord&, const LogRecord&) = default;
};

// The channel of COMBTEST_LOG.
inline constexpr const char* kLogChannel = "combtest";

// For the error output: `[worker 3] warning: the disk is slow (Write("x"), walk
// Create_1__Write_x)`.
std::string ConsoleLine(const LogRecord& record);
// For a file: time, severity, worker, walk and action, text. Both end in a line feed; further lines
// of a text are indented.
std::string FileLine(const LogRecord& record);
// `2026-11-22 17:40:12.123456`, local time.
std::string LogTime(std::chrono::system_clock::time_point time);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LOG_LOG_RECORD_H_
