// Signals in threads that are combtest's own.
#ifndef COMBTEST_SRC_OS_SIGNAL_MASK_H_
#define COMBTEST_SRC_OS_SIGNAL_MASK_H_

#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's

#include <initializer_list>

namespace combtest::internal {

// On this thread, for good: signals to the process are taken by other threads, and a write into a
// broken pipe is an error of the call and no more (POSIX: SIGPIPE).
inline void LeaveSignalsToOtherThreads() {
  sigset_t signals;
  ::sigfillset(&signals);
  for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS})
    ::sigdelset(&signals, own);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_SIGNAL_MASK_H_
