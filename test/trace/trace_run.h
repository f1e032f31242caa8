// Runs of trace_suite, and the traces and records that they leave.
#ifndef COMBTEST_TEST_TRACE_TRACE_RUN_H_
#define COMBTEST_TEST_TRACE_TRACE_RUN_H_

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "test/support/run_binary.h"

namespace combtest::test {

// A new directory, removed with all that is in it.
class TempDirectory {
 public:
  TempDirectory() {
    std::string path = (std::filesystem::temp_directory_path() / "combtest-trace-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = path;
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct TraceRun {
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  std::string program = TRACE_SUITE;
  std::chrono::milliseconds timeout = std::chrono::seconds(120);

  BinaryRun operator()() const {
    Binary binary;
    binary.argv = {program};
    binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
    binary.environment = environment;
    binary.timeout = timeout;
    return RunBinary(binary);
  }
};

inline std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// The walks that a record file says have come to their last action, each as often as it did.
inline std::multiset<std::string> WalksIn(const std::string& record) {
  std::multiset<std::string> walks;
  for (const std::string& line : LinesOf(record)) {
    if (line.starts_with("walk ")) walks.insert(line.substr(5));
  }
  return walks;
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_TRACE_TRACE_RUN_H_
