// A file that is there when it is whole, and not before.
#ifndef COMBTEST_SRC_OS_OUTPUT_FILE_H_
#define COMBTEST_SRC_OS_OUTPUT_FILE_H_

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "combtest/action.h"

namespace combtest::internal {

// All methods throw Error, naming the file.
class OutputFile {
 public:
  explicit OutputFile(const std::string& path)
      : path_(path), file_(path + ".part", std::ios::binary | std::ios::trunc) {
    Check();
  }
  ~OutputFile() {
    std::error_code ignored;
    if (!closed_) std::filesystem::remove(path_ + ".part", ignored);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void Write(std::string_view text) {
    file_ << text;
    Check();
  }
  void Close() {
    file_.close();
    Check();
    std::error_code error;
    std::filesystem::rename(path_ + ".part", path_, error);
    if (error) throw Error(path_ + " can't be written: " + error.message());
    closed_ = true;
  }

 private:
  void Check() const {
    if (!file_) throw Error(path_ + " can't be written: " + std::strerror(errno));
  }

  const std::string path_;
  std::ofstream file_;
  bool closed_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_OUTPUT_FILE_H_
