// A program under test that runs beside the test, in a directory of its own.
#ifndef COMBTEST_TEST_WORKER_PROGRAM_H_
#define COMBTEST_TEST_WORKER_PROGRAM_H_

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace combtest::test {

using Variables = std::map<std::string, std::string>;

std::string ReadFile(const std::filesystem::path& path);
// True as soon as `condition` is; false after a minute.
bool Eventually(const std::function<bool()>& condition);

// FAULT_DIR is its directory, which is removed with it; so is every process that has it in its
// environment.
class Program {
 public:
  Program(const std::string& path, const Variables& variables,
          const std::vector<std::string>& arguments = {});
  ~Program();

  int pid() const { return pid_; }
  void Signal(int signal) const;
  // Waits. The exit code, or minus the signal; -1000 where it took longer than `limit`.
  int Wait(std::chrono::seconds limit = std::chrono::seconds(120));
  std::string out() const { return ReadFile(directory_ / "stdout"); }
  std::string err() const { return ReadFile(directory_ / "stderr"); }
  std::string File(const std::string& name) const { return ReadFile(directory_ / name); }
  const std::filesystem::path& directory() const { return directory_; }
  // The processes that belong to it, itself left out; zombies don't count.
  std::vector<int> Descendants() const;

 private:
  std::filesystem::path directory_;
  int pid_ = 0;
  bool ended_ = false;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_WORKER_PROGRAM_H_
