#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's

#include <atomic>

#include "src/os/file_size_limit.h"

namespace combtest::internal {
namespace {

std::atomic<bool> signal_ignored = false;

}  // namespace

void IgnoreFileSizeSignal() {
  struct sigaction current {};
  if (::sigaction(SIGXFSZ, nullptr, &current) != 0 || (current.sa_flags & SA_SIGINFO) != 0 ||
      current.sa_handler != SIG_DFL)
    return;
  current.sa_handler = SIG_IGN;
  signal_ignored = ::sigaction(SIGXFSZ, &current, nullptr) == 0;
}

void HeedFileSizeSignalAgain() {
  if (signal_ignored) ::signal(SIGXFSZ, SIG_DFL);
}

}  // namespace combtest::internal
