#include "src/log/central_log.h"

#include <algorithm>
#include <locale>
#include <memory>
#include <mutex>
#include <utility>

#include "combtest/action.h"
#include "src/config/changes.h"
#include "src/config/worker_variables.h"
#include "src/log/boost_core.h"
#include "src/log/log_context.h"
#include "src/log/log_files.h"
#include "src/os/descriptors.h"
#include "src/os/process_info.h"

namespace combtest::internal {

constinit std::atomic<int> log_threshold = kLogThresholdUnknown;

namespace {

constexpr int kNothing = static_cast<int>(LogSeverity::error) + 1;

// Boost.Log's core is gone when static objects that are older than this are destroyed.
struct NothingAtTheEnd {
  ~NothingAtTheEnd() { log_threshold = kNothing; }
};

void WriteToConsole(const LogRecord& record) {
  // Over the progress line, if one stands there.
  static const std::string kErase = StandardErrorIsTerminal() ? "\r\x1b[K" : "";
  WriteToStandardError(kErase + ConsoleLine(record));
}

class CentralLog {
 public:
  static CentralLog& Get() {
    static auto* const kLog = new CentralLog;  // threads may log till the end
    return *kLog;
  }

  LogSettings settings() {
    const std::lock_guard lock(mutex_);
    Settle();
    return settings_;
  }

  // Until the next call of it or, with `by_run` false, until Forget().
  void Use(const LogSettings& settings, bool by_run) {
    const std::lock_guard lock(mutex_);
    by_run_ = by_run;
    Apply(settings);
  }

  void Note(const std::string& text) {
    const std::lock_guard lock(mutex_);
    if (files_ != nullptr) files_->Note(text);
  }

  void Forget() {
    const std::lock_guard lock(mutex_);
    if (!by_run_ && !is_worker_) log_threshold = kLogThresholdUnknown;
  }

  void Settle() {
    if (log_threshold != kLogThresholdUnknown) return;
    if (IsWorkerProcess()) {
      is_worker_ = true;
      log_threshold = kNothing;
      return;
    }
    OnSettingsChange(ForgetLogSettings);
    LogSettings settings;
    try {
      settings = LogSettingsOf(config::Current());
    } catch (const Error&) {  // which the run will say
    }
    Apply(settings);
  }

  void OpenNow() {
    const std::lock_guard lock(mutex_);
    Settle();
  }

  void BeginWorker(std::function<void(LogRecord)> take) {
    const std::lock_guard lock(mutex_);
    is_worker_ = true;
    log_threshold = kNothing;
    Prepare();
    RemoveSinksFromBoostLog();
    sink_ = std::make_unique<BoostSink>(std::move(take));
  }
  void EndWorker() {
    log_threshold = kNothing;
    sink_.reset();
  }

 private:
  void Prepare() {
    if (prepared_) return;
    prepared_ = true;
    AddContextAttributes();
    static const NothingAtTheEnd kAtTheEnd;
  }

  void Apply(const LogSettings& settings) {
    Prepare();
    if (!applied_ || settings != settings_) {
      sink_.reset();
      if (settings.directory != settings_.directory || settings.verbosity != settings_.verbosity)
        files_.reset();
      settings_ = settings;
      if (!settings.directory.empty() && files_ == nullptr)
        files_ = std::make_shared<LogFiles>(settings.directory, settings.verbosity >= 2);
      if (settings.console || files_ != nullptr) {
        sink_ = std::make_unique<BoostSink>(
            [console = settings.console, files = files_](const LogRecord& record) {
              if (console) WriteToConsole(record);
              if (files != nullptr) files->Write(record);
            });
      }
      applied_ = true;
    }
    log_threshold = static_cast<int>(LeastSeverity(settings.verbosity));
  }

  std::mutex mutex_;
  bool prepared_ = false;
  bool is_worker_ = false;
  bool by_run_ = false;
  bool applied_ = false;
  LogSettings settings_;
  std::shared_ptr<LogFiles> files_;
  std::unique_ptr<BoostSink> sink_;
};

}  // namespace

LogSettings LogSettingsOf(const config::Settings& settings) {
  return {settings.verbosity, settings.log_console, settings.log_dir};
}

LogSeverity LeastSeverity(int verbosity) {
  constexpr LogSeverity kLeast[] = {LogSeverity::warning, LogSeverity::info, LogSeverity::debug};
  return kLeast[std::clamp(verbosity, 0, 2)];
}

void OpenLog() {
  if (log_threshold == kLogThresholdUnknown) CentralLog::Get().OpenNow();
}
void ForgetLogSettings() { CentralLog::Get().Forget(); }

bool IsLoggedAfterAll(LogSeverity severity) {
  OpenLog();
  return static_cast<int>(severity) >= log_threshold;
}

LogLine::LogLine(LogSeverity severity) : severity_(severity) {
  stream_.imbue(std::locale::classic());
}

LogLine::~LogLine() {
  try {
    WriteLog(severity_, std::move(stream_).str());
  } catch (...) {  // a sink of the program's own: the test isn't to blame
  }
}

void WriteLog(LogSeverity severity, std::string text) {
  LogRecord record;
  record.time = std::chrono::system_clock::now();
  record.severity = severity;
  record.channel = kLogChannel;
  record.text = std::move(text);
  if (const LogContext* const context = LogContext::Current()) {
    record.walk = context->Walk();
    record.action = context->Action();
  }
  PushToBoostLog(record);
}

void WriteLog(const LogRecord& record) noexcept {
  try {
    PushToBoostLog(record);
  } catch (...) {
  }
}

LogOfRun::LogOfRun(const LogSettings& settings, const std::string& what)
    : before_(CentralLog::Get().settings()) {
  CentralLog::Get().Use(settings, true);
  Note(what);
}
LogOfRun::~LogOfRun() { CentralLog::Get().Use(before_, false); }
void LogOfRun::Note(const std::string& text) { CentralLog::Get().Note(text); }

WorkerLog::WorkerLog(std::function<void(LogRecord)> take) {
  CentralLog::Get().BeginWorker(std::move(take));
}
WorkerLog::~WorkerLog() { CentralLog::Get().EndWorker(); }
void WorkerLog::SetVerbosity(int verbosity) {
  log_threshold = static_cast<int>(LeastSeverity(verbosity));
}

}  // namespace combtest::internal
