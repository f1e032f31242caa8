// Servers that a test starts, and what has become of their processes.
#ifndef COMBTEST_TEST_LAUNCHER_PROCESSES_H_
#define COMBTEST_TEST_LAUNCHER_PROCESSES_H_

#include <filesystem>
#include <string>
#include <vector>

namespace combtest::test {

// Started in a session of its own, its output into a file; ended with all its descendants.
class Server {
 public:
  Server(const std::vector<std::string>& argv, const std::filesystem::path& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int pid() const { return pid_; }
  // Its children live on.
  void EndAlone();
  bool Lives() const;
  // Waits for its end; to be called where something else ends it.
  void Wait();

 private:
  int pid_ = 0;
  bool ended_ = false;
};

// All descendants of a process, children first.
std::vector<int> DescendantsOf(int pid);
// None of them sees another one end.
void EndTogether(const std::vector<int>& pids);
// "sshd"; empty where there is no such process.
std::string NameOf(int pid);
// Processes with this text in their command line.
std::vector<int> ProcessesWith(const std::string& text);

// Runs a shell command; its exit code, and its output appended to `out` where that isn't null.
int Shell(const std::string& command, std::string* out = nullptr);
// A port that nobody listens on at this address now.
int FreePort(const std::string& address);
// Whether something listens there.
bool Listens(const std::string& address, int port);

// Removed with it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_LAUNCHER_PROCESSES_H_
