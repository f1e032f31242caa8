#include "src/os/signal_name.h"

#include <csignal>
#include <utility>

namespace combtest::internal {
namespace {

constexpr std::pair<int, const char*> kNames[] = {
    {SIGABRT, "SIGABRT (abort)"},
    {SIGALRM, "SIGALRM (alarm)"},
    {SIGBUS, "SIGBUS (bus error)"},
    {SIGFPE, "SIGFPE (arithmetic error)"},
    {SIGHUP, "SIGHUP (hang-up)"},
    {SIGILL, "SIGILL (illegal instruction)"},
    {SIGINT, "SIGINT (interrupt)"},
    {SIGKILL, "SIGKILL (killed)"},
    {SIGPIPE, "SIGPIPE (broken pipe)"},
    {SIGQUIT, "SIGQUIT (quit)"},
    {SIGSEGV, "SIGSEGV (segmentation fault)"},
    {SIGSYS, "SIGSYS (bad system call)"},
    {SIGTERM, "SIGTERM (terminated)"},
    {SIGTRAP, "SIGTRAP (trap)"},
    {SIGUSR1, "SIGUSR1"},
    {SIGUSR2, "SIGUSR2"},
    {SIGXCPU, "SIGXCPU (out of CPU time)"},
    {SIGXFSZ, "SIGXFSZ (file too large)"},
};

}  // namespace

std::string SignalText(int signal) {
  for (const auto& [number, name] : kNames) {
    if (number == signal) return name;
  }
  return "signal " + std::to_string(signal);
}

}  // namespace combtest::internal
