#include "src/log/log_files.h"

#include <exception>
#include <system_error>
#include <utility>

#include "src/os/descriptors.h"
#include "src/os/process_info.h"

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
  try {
    std::filesystem::create_directories(FromStartDirectory(directory_.string()));
    file.file.emplace(file.path.string());
  } catch (const std::filesystem::filesystem_error& error) {
    Complain(file.path, error.code().message());
  } catch (const std::exception& error) {
    Complain(file.path, error.what());
  }
}

void LogFiles::Append(File& file, const std::string& line) {
  if (!file.file) return;
  try {
    file.file->Append(line);
  } catch (const std::system_error& error) {
    file.file.reset();
    Complain(file.path, error.code().message());
  }
}

void LogFiles::Write(const LogRecord& record) {
  const std::string line = FileLine(record);
  const std::lock_guard lock(mutex_);
  Append(all_, line);
  if (!worker_files_ || !record.source || !all_.file) return;
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
