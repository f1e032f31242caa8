#include "test/launcher/processes.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <system_error>

#include "test/worker/program.h"

namespace combtest::test {
namespace {

std::vector<int> AllProcesses() {
  std::vector<int> pids;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const int pid = std::atoi(entry.path().filename().c_str());
    if (pid > 0) pids.push_back(pid);
  }
  return pids;
}

int ParentOf(int pid) {
  const std::string stat = ReadFile("/proc/" + std::to_string(pid) + "/stat");
  const auto name_end = stat.rfind(')');
  return name_end == stat.npos ? 0 : std::atoi(stat.c_str() + name_end + 4);
}

sockaddr_in AddressOf(const std::string& address, int port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, address.c_str(), &to.sin_addr);
  return to;
}

}  // namespace

Server::Server(const std::vector<std::string>& argv, const std::filesystem::path& log) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const std::string file = log.string();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("can't fork");
  if (pid_ > 0) return;
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // also where the test is killed
  ::dup2(::open("/dev/null", O_RDONLY), 0);
  const int output = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(output, 1);
  ::dup2(output, 2);
  ::execv(words[0], words.data());
  ::_exit(127);
}

void EndTogether(const std::vector<int>& pids) {
  for (const int pid : pids) ::kill(pid, SIGSTOP);
  for (const int pid : pids) ::kill(pid, SIGKILL);
}

Server::~Server() {
  if (ended_) return;
  std::vector<int> all = DescendantsOf(pid_);
  all.push_back(pid_);
  EndTogether(all);
  Wait();
}

void Server::EndAlone() {
  ::kill(pid_, SIGKILL);
  Wait();
}

bool Server::Lives() const { return !ended_ && !NameOf(pid_).empty(); }

void Server::Wait() {
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) continue;
  ended_ = true;
}

std::vector<int> DescendantsOf(int pid) {
  std::multimap<int, int> children;
  for (const int other : AllProcesses()) children.emplace(ParentOf(other), other);
  std::vector<int> found;
  const auto visit = [&](const auto& self, int parent) -> void {
    const auto [begin, end] = children.equal_range(parent);
    for (auto child = begin; child != end; ++child) {
      self(self, child->second);
      found.push_back(child->second);
    }
  };
  visit(visit, pid);
  return found;
}

std::string NameOf(int pid) {
  std::string name = ReadFile("/proc/" + std::to_string(pid) + "/comm");
  while (name.ends_with('\n')) name.pop_back();
  return name;
}

std::vector<int> ProcessesWith(const std::string& text) {
  std::vector<int> found;
  for (const int pid : AllProcesses()) {
    if (pid == ::getpid()) continue;
    std::string command = ReadFile("/proc/" + std::to_string(pid) + "/cmdline");
    std::replace(command.begin(), command.end(), '\0', ' ');
    if (command.find(text) != command.npos) found.push_back(pid);
  }
  return found;
}

int Shell(const std::string& command, std::string* out) {
  std::FILE* pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("can't start sh");
  for (int c = 0; (c = std::fgetc(pipe)) != EOF;) {
    if (out != nullptr) *out += static_cast<char>(c);
  }
  const int status = ::pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int FreePort(const std::string& address) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = AddressOf(address, 0);
  socklen_t size = sizeof at;
  const bool ok = ::bind(descriptor, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&at), &size) == 0;
  ::close(descriptor);
  if (!ok) throw std::system_error(errno, std::generic_category(), "no port at " + address);
  return ntohs(at.sin_port);
}

bool Listens(const std::string& address, int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in to = AddressOf(address, port);
  const bool ok = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  ::close(descriptor);
  return ok;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string path = "/tmp/combtest-launcher-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("can't make " + path);
  path_ = path;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace combtest::test
