// The log's files in the log directory.
#ifndef COMBTEST_SRC_LOG_LOG_FILES_H_
#define COMBTEST_SRC_LOG_LOG_FILES_H_

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "src/log/log_record.h"
#include "src/os/append_file.h"

namespace combtest::internal {

// combtest.log holds all records, worker-N.log those of one worker. Files that are there already
// are continued: several programs may share a directory. Thread-safe. What can't be written is said
// once, on the error output; nothing is thrown, and nothing more is written to that file.
class LogFiles {
 public:
  // Makes the directory where it isn't there.
  LogFiles(std::filesystem::path directory, bool worker_files);

  void Write(const LogRecord& record);
  // A line of ours in combtest.log: "--- 2026-11-22 17:40:12.123456  …".
  void Note(const std::string& text);

 private:
  struct File {
    std::filesystem::path path;
    std::optional<AppendFile> file;  // none: it can't be written
  };
  void Open(File& file);
  void Append(File& file, const std::string& line);

  const std::filesystem::path directory_;
  const bool worker_files_;
  std::mutex mutex_;
  File all_;
  std::map<unsigned, File> by_worker_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LOG_LOG_FILES_H_
