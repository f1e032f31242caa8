#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

#include "src/os/interrupts.h"

namespace combtest::internal {
namespace {

// Of the one that lives; a signal handler can't be told.
std::array<int, 2> wake_pipe{-1, -1};
std::atomic<int> came = 0;
std::atomic<int> noted = 0;
std::atomic<unsigned> times_noted = 0;

extern "C" void OnInterrupt(int signal) {
  const int before = errno;
  if (came.fetch_add(1) > 0) {
    ::signal(signal, SIG_DFL);
    ::raise(signal);
  }
  noted = signal;
  ++times_noted;
  const char byte = static_cast<char>(signal);
  if (::write(wake_pipe[1], &byte, 1) < 0) came.fetch_add(1);  // then the next one ends the process
  errno = before;
}

}  // namespace

Interrupts::Interrupts() {
  if (::pipe2(wake_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    throw std::system_error(errno, std::generic_category(), "pipe");
  came = 0;
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, &before_int_);
  ::sigaction(SIGTERM, &action, &before_term_);
  // A shell's background job is not to be interrupted.
  if (before_int_.sa_handler == SIG_IGN) ::sigaction(SIGINT, &before_int_, nullptr);
  if (before_term_.sa_handler == SIG_IGN) ::sigaction(SIGTERM, &before_term_, nullptr);
}

Interrupts::~Interrupts() {
  ::sigaction(SIGINT, &before_int_, nullptr);
  ::sigaction(SIGTERM, &before_term_, nullptr);
  for (int& end : wake_pipe) ::close(std::exchange(end, -1));
}

int Interrupts::descriptor() const { return wake_pipe[0]; }

int Interrupts::Take() {
  char byte = 0;
  return ::read(wake_pipe[0], &byte, 1) == 1 ? byte : 0;
}

int NotedInterrupt() { return noted; }

unsigned CountInterrupts() { return times_noted; }

bool InterruptsAreFree() {
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    if (now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN) return false;
  }
  return true;
}

}  // namespace combtest::internal
