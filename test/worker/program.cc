#include "test/worker/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

extern "C" char** environ;

namespace combtest::test {
namespace {

using Clock = std::chrono::steady_clock;

std::filesystem::path NewDirectory() {
  std::string path = (std::filesystem::temp_directory_path() / "combtest-fault-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("can't make " + path);
  return path;
}

bool IsInherited(std::string_view variable) {
  for (const std::string_view prefix : {"GTEST_", "COMBTEST_", "TEST_", "FAULT"}) {
    if (variable.starts_with(prefix)) return false;
  }
  return true;
}

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

bool Lives(const std::string& process) {
  const std::string stat = ReadFile("/proc/" + process + "/stat");
  const auto name_end = stat.rfind(')');
  return name_end != stat.npos && stat.substr(name_end).find_first_of("ZX") != 2;
}

}  // namespace

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();  // takes in its stride that a process has gone since its file was opened
  return text.str();
}

bool Eventually(const std::function<bool()>& condition) {
  const auto deadline = Clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (Clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

Program::Program(const std::string& path, const Variables& variables,
                 const std::vector<std::string>& arguments)
    : directory_(NewDirectory()) {
  std::vector<std::string> words{path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment{"FAULT_DIR=" + directory_.string()};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (IsInherited(*variable)) environment.emplace_back(*variable);
  }
  for (const auto& [name, value] : variables) environment.push_back(name + "=" + value);
  const std::vector<char*> argv = Pointers(words);
  const std::vector<char*> envp = Pointers(environment);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("can't fork");
  if (pid_ > 0) return;
  const auto redirect = [&](const char* name, int to) {
    const std::string file = directory_ / name;
    ::dup2(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644), to);
  };
  ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
  redirect("stdout", 1);
  redirect("stderr", 2);
  if (::chdir(directory_.c_str()) == 0) ::execve(argv[0], argv.data(), envp.data());
  ::_exit(127);
}

Program::~Program() {
  if (!ended_) {
    Signal(SIGKILL);
    Wait();
  }
  for (const int pid : Descendants()) ::kill(pid, SIGKILL);
  std::filesystem::remove_all(directory_);
}

void Program::Signal(int signal) const { ::kill(pid_, signal); }

int Program::Wait(std::chrono::seconds limit) {
  const auto deadline = Clock::now() + limit;
  int status = 0;
  while (true) {
    const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
    if (ended == pid_) break;
    if (ended < 0 && errno != EINTR) throw std::runtime_error("waitpid");
    if (Clock::now() > deadline) return -1000;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ended_ = true;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

std::vector<int> Program::Descendants() const {
  std::vector<int> pids;
  const std::string mark = "FAULT_DIR=" + directory_.string();
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    const int pid = std::atoi(name.c_str());
    if (pid <= 0 || pid == pid_) continue;
    if (ReadFile(entry.path() / "environ").find(mark) != std::string::npos && Lives(name))
      pids.push_back(pid);
  }
  return pids;
}

}  // namespace combtest::test
