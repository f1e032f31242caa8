#include "test/worker/misbehave.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "src/wire/shared_page.h"

namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void Hang() {
  std::signal(SIGTERM, SIG_IGN);
  while (true) ::pause();
}

// Memory that it shares with the orchestrator.
std::span<std::byte> SharedMemory() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find("rw-s") == line.npos || line.find("memfd:combtest") == line.npos) continue;
    std::size_t end = 0;
    const std::uintptr_t begin = std::stoull(line, &end, 16);
    const std::uintptr_t size = std::stoull(line.substr(end + 1), nullptr, 16) - begin;
    return {reinterpret_cast<std::byte*>(begin), size};
  }
  return {};
}

// All of it, as by a pointer that has run wild.
void Scribble() {
  const std::span<std::byte> memory = SharedMemory();
  std::memset(memory.data(), 0xA5, memory.size());
}

// What stands there where it dies just after a message that was too long for the buffer went into
// the pipe: more bytes are there than it says to have written.
void RunAhead() {
  auto& page = *reinterpret_cast<combtest::internal::SharedPage*>(SharedMemory().data());
  while (page.written != page.flushed) ::usleep(1000);  // the orchestrator asks for the rest
  page.written = page.flushed - 1;
}

// Holds on to whatever it inherits.
void StartGrandchild() {
  if (::fork() != 0) return;
  std::signal(SIGTERM, SIG_IGN);
  while (true) ::pause();
}

// In a session of its own when this returns. `hops` times it goes on as a child of itself.
void StartDaemon(int hops) {
  std::array<int, 2> ready{};
  if (::pipe2(ready.data(), O_CLOEXEC) != 0) throw std::runtime_error("can't make a pipe");
  if (::fork() != 0) {
    ::close(ready[1]);
    char byte = 0;
    while (::read(ready[0], &byte, 1) < 0) continue;
    ::close(ready[0]);
    return;
  }
  ::setsid();
  std::signal(SIGTERM, SIG_IGN);
  if (::fork() != 0) ::_exit(0);
  while (::write(ready[1], "", 1) < 0) continue;
  for (; hops > 0; --hops) {
    ::usleep(2000);
    if (::fork() != 0) ::_exit(0);
  }
  while (true) ::pause();
}

// In a session of its own, and with nothing that it could be known by.
void StartBareDaemon() {
  if (::fork() != 0) return;
  ::setsid();
  if (::fork() != 0) ::_exit(0);
  for (int descriptor = 0; descriptor < 1024; ++descriptor) CloseUnseen(descriptor);
  ::execl("/usr/bin/env", "env", "-i", "sleep", "98765", nullptr);
  ::_exit(1);
}

// From outside, as it were: at any point of what the process does.
void KillSoon() {
  std::thread([] {
    std::random_device random;
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
    ::kill(::getpid(), SIGKILL);
  }).detach();
}

// In a thread that its walk leaves behind, once somebody waits for that.
void MisbehaveLater(const std::string& kind) {
  AppendLine("late", std::to_string(::getpid()));
  std::thread([kind] {
    while (::access((FaultDirectory() + "/claimed.late").c_str(), F_OK) != 0) ::usleep(1000);
    Misbehave(kind);
  }).detach();
}

void AwaitLateEnds() {
  Claim("late");
  std::ifstream pids(FaultDirectory() + "/late");
  for (std::string pid; pids >> pid;) {
    while (Lives(pid)) ::usleep(1000);
  }
}

}  // namespace

std::string FaultDirectory() { return Variable("FAULT_DIR"); }

void AppendLine(const std::string& file, const std::string& line) {
  const std::string path = FaultDirectory() + "/" + file;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const std::string text = line + "\n";
  if (descriptor < 0 || ::write(descriptor, text.data(), text.size()) < 0)
    throw std::runtime_error("can't write " + path);
  ::close(descriptor);
}

void CloseUnseen(int descriptor) { ::syscall(SYS_close, descriptor); }

bool Claim(const std::string& name) {
  const std::string path = FaultDirectory() + "/claimed." + name;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor >= 0) ::close(descriptor);
  return descriptor >= 0;
}

bool Lives(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  const std::string stat{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto name_end = stat.rfind(')');
  return name_end != stat.npos && stat[name_end + 2] != 'Z';
}

void MisbehaveAt(const std::string& place) {
  static const std::multimap<std::string, std::string> kFaults = [] {
    std::multimap<std::string, std::string> faults;
    std::istringstream words(Variable("FAULT"));
    for (std::string word; words >> word;) {
      const auto at = word.find('@');
      faults.emplace(word.substr(at + 1), word.substr(0, at));
    }
    return faults;
  }();
  for (auto [fault, end] = kFaults.equal_range(place); fault != end; ++fault) {
    std::string kind = fault->second;
    if (kind.starts_with("once-")) {
      kind.erase(0, 5);
      if (!Claim(kind)) continue;
    }
    Misbehave(kind);
  }
}

void Misbehave(const std::string& kind) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  // Which would report and exit by itself.
  std::signal(SIGFPE, SIG_DFL);
  std::signal(SIGSEGV, SIG_DFL);
  if (kind == "segv") std::raise(SIGSEGV);
#endif
  if (kind == "segv") *static_cast<volatile int*>(nullptr) = 1;
  if (kind == "abort") std::abort();
  if (kind == "fpe") std::raise(SIGFPE);
  if (kind == "_exit0") ::_exit(0);
  if (kind == "_exit7") ::_exit(7);
  if (kind == "exit0") std::exit(0);
  if (kind == "exit7") std::exit(7);
  if (kind == "term") std::raise(SIGTERM);
  if (kind == "kill") std::raise(SIGKILL);
  if (kind == "user") std::raise(SIGUSR1);
  if (kind == "broken-pipe") std::raise(SIGPIPE);
  if (kind == "alarm") {
    ::ualarm(1000, 0);
    while (true) ::pause();
  }
  if (kind == "kill-soon") KillSoon();
  if (kind == "scribble") Scribble();
  if (kind == "run-ahead") RunAhead();
  if (kind == "hang") Hang();
  if (kind == "stop") std::raise(SIGSTOP);
  if (kind == "throw") throw std::runtime_error("thrown on purpose");
  if (kind == "close") {
    for (int descriptor = 0; descriptor < 1024; ++descriptor) CloseUnseen(descriptor);
  }
  if (kind == "flood") {
    const std::string line(9999, 'x');
    for (int i = 0; i < 10'000; ++i) std::puts(line.c_str());
  }
  if (kind == "grandchild") StartGrandchild();
  if (kind == "daemon") StartDaemon(0);
  if (kind == "bare-daemon") StartBareDaemon();
  if (kind == "leave-group") ::setpgid(0, ::getpgid(::getppid()));
  if (kind == "leave-session") ::setsid();
  if (kind == "bad-end") std::atexit([] { ::_exit(23); });
  if (kind == "hopping-daemon") StartDaemon(20);
  while (kind == "wait" && ::access((FaultDirectory() + "/go").c_str(), F_OK) != 0) ::usleep(1000);
  if (kind.starts_with("gate")) {
    // Until somebody who has seen that it is reached opens it; then what stands after a plus sign.
    const auto plus = kind.find('+');
    const std::string gate = kind.substr(0, plus);
    Claim(gate);
    while (::access((FaultDirectory() + "/" + gate).c_str(), F_OK) != 0) ::usleep(1000);
    if (plus != kind.npos) Misbehave(kind.substr(plus + 1));
  }
  if (kind.starts_with("late-")) MisbehaveLater(kind.substr(5));
  if (kind == "await-late") AwaitLateEnds();
  if (kind == "print") std::puts("printed before the end");
}
