#include "src/log/log_files.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "src/os/descriptors.h"

namespace combtest::internal {
namespace {

void Complain(const std::filesystem::path& path, const std::string& what) {
  WriteToStandardError("combtest: the log " + path.string() + " can't be written: " + what +
                       "; the run goes on without it\n");
}

}  // namespace

LogFiles::LogFiles(std::filesystem::path directory, bool worker_files)
    : directory_(std::move(directory)), worker_files_(worker_files) {
  all_.path = directory_ / "combtest.log";
  Open(all_);
}

void LogFiles::Open(File& file) {
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  if (!error) {
    errno = 0;
    file.stream.open(file.path, std::ios::app);
    if (file.stream) return;
    error.assign(errno, std::generic_category());
  }
  file.broken = true;
  Complain(file.path, error.message());
}

void LogFiles::Append(File& file, const std::string& line) {
  if (file.broken) return;
  errno = 0;
  if (file.stream.write(line.data(), static_cast<std::streamsize>(line.size())).flush()) return;
  file.broken = true;
  Complain(file.path, std::strerror(errno));
}

void LogFiles::Write(const LogRecord& record) {
  const std::string line = FileLine(record);
  const std::lock_guard lock(mutex_);
  Append(all_, line);
  if (!worker_files_ || !record.source || all_.broken) return;
  File& file = by_worker_[record.source->worker];
  if (file.path.empty()) {
    file.path = directory_ / ("worker-" + std::to_string(record.source->worker) + ".log");
    Open(file);
  }
  Append(file, line);
}

void LogFiles::Note(const std::string& text) {
  const std::string line = "--- " + LogTime(std::chrono::system_clock::now()) + "  " + text + "\n";
  const std::lock_guard lock(mutex_);
  Append(all_, line);
}

}  // namespace combtest::internal
