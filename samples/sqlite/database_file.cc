#include "samples/sqlite/database_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <filesystem>

namespace sqlite_sample {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDirectoryVariable = "SQLITE_SAMPLE_DIRECTORY";

// Memory where there is plenty of it: the walks make thousands of small files, and some sync them.
fs::path Base() {
  static const fs::path kMemory = "/dev/shm";
  std::error_code error;
  const auto space = fs::space(kMemory, error);
  const bool plenty = !error && space.available > 500'000'000;
  return std::getenv("TMPDIR") == nullptr && plenty ? kMemory : fs::temp_directory_path();
}

// The directory of a run. The process that the user started makes it and removes it; worker
// processes find its name in their environment.
class Directory : public testing::Environment {
 public:
  void SetUp() override {
    if (std::getenv(kDirectoryVariable) != nullptr) return;
    std::string name = (Base() / "sqlite_sample.XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr) << name;
    own_ = name;
    setenv(kDirectoryVariable, name.c_str(), 1);
  }
  void TearDown() override {
    if (own_.empty()) return;
    unsetenv(kDirectoryVariable);
    fs::remove_all(own_);
    own_.clear();
  }

 private:
  fs::path own_;
};

const testing::Environment* const kDirectory = testing::AddGlobalTestEnvironment(new Directory);

std::string InDirectory(const std::string& name) {
  const char* directory = std::getenv(kDirectoryVariable);
  return (fs::path(directory == nullptr ? "." : directory) / name).string();
}

}  // namespace

DatabaseFile::~DatabaseFile() {
  if (path_.empty()) return;
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    std::error_code ignored;
    fs::remove(path_ + suffix, ignored);
  }
}

const std::string& DatabaseFile::path() {
  static std::atomic<int> next = 0;
  if (path_.empty()) {
    path_ = InDirectory("walk-" + std::to_string(getpid()) + "-" + std::to_string(++next) + ".db");
  }
  return path_;
}

DatabaseFile DatabaseFile::from_json(const boost::json::value& json) {
  DatabaseFile file;
  file.path_ = json.as_string().c_str();
  return file;
}

std::string SharedDatabase() { return InDirectory("shared.db"); }

}  // namespace sqlite_sample
