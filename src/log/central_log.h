// The log of this process: how much of it there is, and where it goes.
#ifndef COMBTEST_SRC_LOG_CENTRAL_LOG_H_
#define COMBTEST_SRC_LOG_CENTRAL_LOG_H_

#include <functional>
#include <string>

#include "combtest/config.h"
#include "src/log/log_record.h"

namespace combtest::internal {

struct LogSettings {
  int verbosity = 1;
  bool console = true;
  std::string directory;  // empty: no files

  friend bool operator==(const LogSettings&, const LogSettings&) = default;
};

LogSettings LogSettingsOf(const config::Settings& settings);
// The least severity that is written at a verbosity.
LogSeverity LeastSeverity(int verbosity);

// The log is set up by the first statement, or by the first run; this does it now. In a worker
// nothing is logged but what LogChannel takes.
void OpenLog();
// The settings may have changed: the next statement looks.
void ForgetLogSettings();

// While it lives, the log is as one run wants it; afterwards as it was. One at a time.
class LogOfRun {
 public:
  // `what`: the run, for the file: "All/DiskWalks.Pass: 400 walks, 4 workers".
  LogOfRun(const LogSettings& settings, const std::string& what);
  ~LogOfRun();
  // How it ended, for the file.
  void Note(const std::string& text);

 private:
  const LogSettings before_;
};

// Gives a record, with what this thread is doing, to the sinks of this process. Doesn't throw.
void WriteLog(LogSeverity severity, std::string text);
// A record that came from a worker. Doesn't throw.
void WriteLog(const LogRecord& record) noexcept;

// In a worker, while it lives: all records go to `take`, and the program's own sinks are out of
// use. As BoostSink.
class WorkerLog {
 public:
  explicit WorkerLog(std::function<void(LogRecord)> take);
  ~WorkerLog();
  void SetVerbosity(int verbosity);
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LOG_CENTRAL_LOG_H_
