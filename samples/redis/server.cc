#include "samples/redis/server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace redis_sample {
namespace {

constexpr const char* kProgram = "redis-server";

std::string FindProgram() {
  const char* const path = std::getenv("PATH");
  std::string rest = path != nullptr ? path : "";
  while (!rest.empty()) {
    const auto end = rest.find(':');
    const std::string file = rest.substr(0, end) + "/" + kProgram;
    if (::access(file.c_str(), X_OK) == 0) return file;
    rest.erase(0, end == rest.npos ? rest.size() : end + 1);
  }
  return {};
}

std::string NewDirectory() {
  std::string path = std::filesystem::temp_directory_path() / "redis-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("can't make " + path);
  return path;
}

// Reads until the server says that it listens. False: it has ended before.
bool WaitUntilReady(int output, std::string& said) {
  std::array<char, 4096> buffer;
  while (said.find("eady to accept connections") == said.npos) {  // since 8.0 "Ready"
    const ssize_t got = ::read(output, buffer.data(), buffer.size());
    if (got <= 0) return false;
    said.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return true;
}

}  // namespace

bool IsInstalled() { return !FindProgram().empty(); }

Server& Server::OfThisProcess() {
  static Server server;
  return server;
}

Server::Server() : directory_(NewDirectory()), socket_(directory_ + "/socket") {
  std::vector<std::string> words = {
      FindProgram(), "--port", "0", "--unixsocket",           socket_, "--dir",
      directory_,    "--save", "",  "--enable-debug-command", "local"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> output{};
  if (::pipe2(output.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe can be made");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(output[1], STDOUT_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(output[1]);
  std::string said;
  const bool ready = pid_ > 0 && WaitUntilReady(output[0], said);
  ::close(output[0]);  // what else it has to say is for nobody; it ignores SIGPIPE
  if (!ready) throw std::runtime_error("redis-server doesn't start: " + said);
}

Server::~Server() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
  std::filesystem::remove_all(directory_);
}

}  // namespace redis_sample
