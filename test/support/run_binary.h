// Runs another program to its end and keeps what it wrote: for tests of real binaries.
#ifndef COMBTEST_TEST_SUPPORT_RUN_BINARY_H_
#define COMBTEST_TEST_SUPPORT_RUN_BINARY_H_

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <map>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

extern "C" char** environ;

namespace combtest::test {

struct Binary {
  std::vector<std::string> argv;                   // argv[0] is the path
  std::map<std::string, std::string> environment;  // added to what is inherited
  std::string directory = ".";
  std::chrono::milliseconds timeout{300'000};
};

struct BinaryRun {
  int exit_code = -1;  // -1: ended by a signal
  int signal = 0;
  bool timed_out = false;
  std::string out;
  std::string err;
};

inline std::ostream& operator<<(std::ostream& stream, const BinaryRun& run) {
  return stream << "exit code " << run.exit_code << ", signal " << run.signal
                << (run.timed_out ? ", timed out" : "") << "\n--- stdout\n"
                << run.out << "--- stderr\n"
                << run.err;
}

namespace internal {

// What the test's own runner was told must not reach the program under test.
inline bool IsInherited(std::string_view variable) {
  for (const std::string_view prefix : {"GTEST_", "COMBTEST_", "TEST_"}) {
    if (variable.starts_with(prefix)) return false;
  }
  return true;
}

inline std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

inline void Check(int error, const std::string& what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

}  // namespace internal

inline BinaryRun RunBinary(Binary binary) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (internal::IsInherited(*variable)) variables.emplace_back(*variable);
  }
  for (const auto& [name, value] : binary.environment) variables.push_back(name + "=" + value);

  std::array<std::array<int, 2>, 2> pipes{};
  posix_spawn_file_actions_t actions;
  internal::Check(posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
  for (int i = 0; i < 2; ++i) {
    if (pipe2(pipes[i].data(), O_CLOEXEC) != 0) internal::Check(errno, "pipe2");
    posix_spawn_file_actions_adddup2(&actions, pipes[i][1], i + 1);
  }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addchdir_np(&actions, binary.directory.c_str());
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, binary.argv.at(0).c_str(), &actions, nullptr,
                  internal::Pointers(binary.argv).data(), internal::Pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  for (const auto& ends : pipes) close(ends[1]);
  internal::Check(error, "can't start " + binary.argv[0]);

  BinaryRun run;
  const auto deadline = std::chrono::steady_clock::now() + binary.timeout;
  std::array<pollfd, 2> polled{pollfd{pipes[0][0], POLLIN, 0}, pollfd{pipes[1][0], POLLIN, 0}};
  while (polled[0].fd >= 0 || polled[1].fd >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (poll(polled.data(), polled.size(), std::max<int>(0, static_cast<int>(left.count()))) == 0) {
      run.timed_out = true;
      kill(pid, SIGKILL);
      break;
    }
    for (int i = 0; i < 2; ++i) {
      if (polled[i].fd < 0 || polled[i].revents == 0) continue;
      std::array<char, 65536> buffer;
      const ssize_t count = read(polled[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        (i == 0 ? run.out : run.err).append(buffer.data(), static_cast<std::size_t>(count));
      } else {
        polled[i].fd = -1;  // poll() passes over it
      }
    }
  }
  for (const auto& ends : pipes) close(ends[0]);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) run.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) run.signal = WTERMSIG(status);
  return run;
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_RUN_BINARY_H_
