// Writing to a process that has just died must not end this one.
#ifndef COMBTEST_SRC_OS_BROKEN_PIPES_H_
#define COMBTEST_SRC_OS_BROKEN_PIPES_H_

#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX's

namespace combtest::internal {

// While it lives, a write into a broken pipe is an error of the call and no more (POSIX: SIGPIPE).
class IgnoreBrokenPipes {
 public:
  IgnoreBrokenPipes() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before_);
  }
  ~IgnoreBrokenPipes() { ::sigaction(SIGPIPE, &before_, nullptr); }
  IgnoreBrokenPipes(const IgnoreBrokenPipes&) = delete;
  IgnoreBrokenPipes& operator=(const IgnoreBrokenPipes&) = delete;

 private:
  struct sigaction before_ {};
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_OS_BROKEN_PIPES_H_
